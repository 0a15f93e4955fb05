import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { median, quantile } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { ANSWER_POSITIONS, type Condition, RETRIEVAL_KINDS } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';
import { aurocInterval, interval, medianDifference } from './statistics.ts';

const SEED = 8;
const PASSAGES = ['gold', 'irrelevant', 'counterfactual'] as const;
const ANSWERS = { answer: 'right answer', falseAnswer: 'false answer' };
/** The answers that a passage names. */
const NAMED = [
  ['gold', 'answer'],
  ['counterfactual', 'falseAnswer'],
] as const;
/** A rise that one might take for a sign that the passage names the answer, in nats. */
const RISE = 3;

type Answer = 'answer' | 'falseAnswer';

const meanWithInterval = (values: readonly number[]) => ({
  mean: mean(values),
  ...meanInterval(values, { random: seededRandom(SEED).next }),
});

export const retrievalEffects = measurement({
  id: 'retrieval-effects',
  needs: { scores: retrievalScores },
  kinds: {
    ...each('exact', 'questions', 'rise'),
    effects: { n: 'exact', ...interval('median', 'nats'), ...each('nats', 'mean', 'meanLow', 'meanHigh') },
    ...each({ gain: 'nats' }, 'example', 'largest'),
    positions: { n: 'exact', median: 'nats', ...interval('mean', 'nats') },
    ...each(interval('median', 'nats'), 'content', 'against'),
    naming: {
      n: 'exact',
      ...each('nats', 'median', 'quarter', 'threeQuarters'),
      ...each('rank', 'above', 'notAbove'),
    },
    namingAuroc: interval('estimate', statisticOf(40)),
    points: { before: 'nats', after: 'nats' },
  },
  async measure({ scores }) {
    const of = (condition: Condition) => scores.rows.filter((row) => row.condition === condition);
    const none = of('none');
    const gains = (condition: Condition, answer: Answer) =>
      of(condition).map((row, i) => ({ ...row, gain: row[answer] - at(none, i)[answer] }));
    const cases = PASSAGES.flatMap((condition) =>
      (['answer', 'falseAnswer'] as const).map((answer) => ({ condition, answer })),
    );
    const effects = cases.flatMap(({ condition, answer }) =>
      RETRIEVAL_KINDS.map((kind) => {
        const own = gains(condition, answer).filter((row) => row.kind === kind);
        const values = own.map(({ gain }) => gain);
        const average = meanWithInterval(values);
        return {
          kind,
          condition: condition as string,
          of: ANSWERS[answer],
          n: own.length,
          ...medianDifference(values, SEED),
          mean: average.mean,
          meanLow: average.low,
          meanHigh: average.high,
        };
      }),
    );
    const goldGains = gains('gold', 'answer');
    const positions = ANSWER_POSITIONS.map((position) => {
      const own = goldGains.filter((row) => row.position === position).map(({ gain }) => gain);
      return { position, n: own.length, median: median(own), ...meanWithInterval(own) };
    });
    /** By kind of entity: the median paired difference of two lists of gains. */
    const compareGains = (one: typeof goldGains, other: typeof goldGains) =>
      RETRIEVAL_KINDS.map((kind) => {
        const differences = one.flatMap((row, i) =>
          row.kind === kind ? [row.gain - at(other, i).gain] : [],
        );
        return { kind: kind as string, ...medianDifference(differences, SEED) };
      });
    const rises = cases.flatMap(({ condition, answer }) => {
      const right = NAMED.some((named) => named[0] === condition && named[1] === answer);
      return gains(condition, answer).map(({ id, gain }) => ({ id, score: gain, right }));
    });
    const naming = [true, false].map((names) => {
      const rising = rises
        .filter(({ right }) => right === names)
        .map(({ score }) => score)
        .sort((one, other) => one - other);
      const above = rising.filter((gain) => gain > RISE).length;
      return {
        mentions: either(names, 'named', 'not named'),
        n: rising.length,
        median: quantile(rising, 0.5),
        quarter: quantile(rising, 0.25),
        threeQuarters: quantile(rising, 0.75),
        above,
        notAbove: rising.length - above,
      };
    });
    const points = NAMED.flatMap(([condition, answer]) =>
      of(condition).map((row, i) => ({
        panel: `${condition}: ${ANSWERS[answer]}`,
        kind: row.kind,
        before: at(none, i)[answer],
        after: row[answer],
      })),
    );
    const largest = [...goldGains].sort((one, other) => other.gain - one.gain).slice(0, 3);
    const { gain } = at(goldGains, 0);
    const isExtreme = gain > 0 && largest.some((row) => row.gain === gain);
    const isSkewed = effects
      .filter((row) => row.condition === 'gold' && row.of === ANSWERS.answer)
      .every((row) => row.mean > row.median);
    const areCoined = largest.every(({ kind }) => kind === 'invented');
    const medianOf = (condition: Condition, of: string) =>
      effects.filter((row) => row.condition === condition && row.of === of).map((row) => row.median);
    const areRaised = (condition: Condition, of: string) =>
      either(
        medianOf(condition, of).every((value) => value > 0),
        'raises',
        'moves',
      );
    const content = compareGains(goldGains, gains('counterfactual', 'answer'));
    const [named, notNamed] = [at(naming, 0), at(naming, 1)];
    const isTold = named.above / named.n > (2 * notNamed.above) / notNamed.n;
    const gained = points.filter(({ before, after }) => after > before).length;
    return {
      questions: none.length,
      gold: areRaised('gold', ANSWERS.answer),
      counterfactual: areRaised('counterfactual', ANSWERS.falseAnswer),
      more: either(
        content.every((row) => row.median > 0),
        'more',
        'not more',
      ),
      rises: either(isTold, 'tell', 'do not tell'),
      gained: either(gained > points.length / 2, 'most', 'not most'),
      effects,
      example: { gain, size: either(isExtreme, 'extreme', 'usual') },
      largest: largest.map(({ answerText, gain }) => ({ answer: answerText, gain })),
      skew: isSkewed ? either(areCoined, 'coined names', 'some answers') : ('none' as const),
      positions,
      content,
      against: compareGains(gains('counterfactual', 'falseAnswer'), goldGains),
      naming,
      rise: RISE,
      namingAuroc: aurocInterval(rises, SEED),
      points,
    };
  },
});
