import { at } from '#numerics/list';
import { thresholdForRisk } from '#numerics/risk-coverage';
import { seededRandom, seededShuffle } from '#numerics/seeded-random';
import { each, measurement, statisticOf } from '#report/measurement';
import { finished } from './answer-separation.measure.ts';
import { ACCEPTED, answerThreshold } from './answer-threshold.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { aboutOf, RELATION_NAMES } from './facts.ts';
import { answersNeeded } from './labels-needed.measure.ts';
import { curveOf, judgedAt } from './selected-answers.ts';

const STATISTIC = statisticOf(20);
const SPLITS = 300;

/** What one threshold does to each kind of question, and how lucky a split can be. */
export const thresholdByKind = measurement({
  id: 'threshold-by-kind',
  needs: { chat: chatAnswers, chosen: answerThreshold },
  kinds: {
    accepted: 'exact',
    kinds: each('rank', 'passed', 'wrong', 'right'),
    cities: each('rank', 'passed', 'wrong', 'needed', 'otherWrong', 'commonest'),
    capitals: each('rank', 'passed', 'wrong', 'needed'),
    splits: { all: 'exact', broken: 'rank', ...each(STATISTIC, 'least', 'most') },
  },
  async measure({ chat, chosen }) {
    const [dev, test] = [finished(chat.rows, 'dev'), finished(chat.rows, 'test')];
    const threshold = at(chosen.rules, 0).threshold;
    const passing = test.filter(({ confidence }) => threshold !== null && confidence >= threshold);
    const wrong = passing.filter(({ right }) => !right);
    const kinds = RELATION_NAMES.map((name) => {
      const ofKind = (rows: typeof passing) => rows.filter(({ relation }) => relation === name);
      const [passed, failed] = [ofKind(passing).length, ofKind(wrong).length];
      return { kind: aboutOf(name) as string, passed, right: passed - failed, wrong: failed };
    });
    const ofRelation = (name: (typeof RELATION_NAMES)[number]) => {
      const { passed, wrong: failed } = at(kinds, RELATION_NAMES.indexOf(name));
      /** With so many errors, the fewest checks that allow a promise of the accepted risk. */
      return { passed, wrong: failed, needed: answersNeeded(failed, ACCEPTED) };
    };
    /** Other splits of the same answers by the same rule: half of each kind, drawn at random. */
    const random = seededRandom(11);
    const all = [...dev, ...test];
    const risks = Array.from({ length: SPLITS }, () => {
      const choosing = new Set(
        RELATION_NAMES.flatMap((name) => {
          const own = all.filter(({ relation }) => relation === name);
          return seededShuffle(own, random).slice(0, own.length / 2);
        }),
      );
      const found = thresholdForRisk(curveOf([...choosing]), ACCEPTED);
      const judged = judgedAt(
        all.filter((row) => !choosing.has(row)),
        found,
      );
      return judged?.risk?.estimate ?? null;
    });
    const some = risks.flatMap((risk) => (risk === null ? [] : [risk]));
    const cities = ofRelation('city');
    const said = wrong.filter(({ relation }) => relation === 'city').map(({ answer }) => answer);
    const times = said.map((answer) => said.filter((other) => other === answer).length);
    const commonest = Math.max(0, ...times);
    return {
      accepted: ACCEPTED,
      kinds,
      cities: {
        ...cities,
        otherWrong: wrong.length - cities.wrong,
        commonAnswer: said[times.indexOf(commonest)] ?? null,
        commonest,
      },
      capitals: ofRelation('capital'),
      splits: {
        all: SPLITS,
        broken: some.filter((risk) => risk > ACCEPTED).length,
        least: some.length === 0 ? null : Math.min(...some),
        most: some.length === 0 ? null : Math.max(...some),
      },
    };
  },
});
