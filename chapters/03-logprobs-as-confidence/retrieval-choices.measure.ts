import { at } from '#numerics/list';
import { sigmoid } from '#numerics/sigmoid';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import { either, measurement, statisticOf } from '#report/measurement';
import { CONDITIONS, type Condition, RETRIEVAL_KINDS } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';
import {
  aurocInterval,
  interval,
  meanDifference,
  PAIRED_OUTCOMES,
  pairedOutcomes,
  rightOf,
  withSeparation,
} from './statistics.ts';

const SEED = 8;
const QUESTIONS = 40;
const STATISTIC = statisticOf(QUESTIONS);

export const retrievalChoices = measurement({
  id: 'retrieval-choices',
  needs: { scores: retrievalScores },
  kinds: {
    questions: 'exact',
    choices: {
      n: 'exact',
      right: 'rank',
      ...interval('accuracy', statisticOf(QUESTIONS / 2)),
      confidence: 'probability',
    },
    byCondition: { right: 'rank', wrong: 'rank', accuracy: STATISTIC, confidence: 'probability' },
    rightChange: PAIRED_OUTCOMES,
    confidenceChange: interval('mean', 'probability'),
    mixed: { n: 'exact', ...interval('estimate', STATISTIC) },
    passages: interval('estimate', STATISTIC),
  },
  async measure({ scores }) {
    const judgements = scores.rows.map((row) => {
      const difference = row.answer - row.falseAnswer;
      return { ...row, right: difference > 0, confidence: sigmoid(Math.abs(difference)) };
    });
    const of = (condition: Condition) => judgements.filter((row) => row.condition === condition);
    const share = (rows: typeof judgements) => {
      const right = rows.filter((row) => row.right).length;
      return { right, accuracy: right / rows.length, confidence: mean(rows.map((row) => row.confidence)) };
    };
    const choices = CONDITIONS.flatMap((condition) =>
      RETRIEVAL_KINDS.map((kind) => {
        const rows = of(condition).filter((row) => row.kind === kind);
        const { right, ...rest } = share(rows);
        const n = rows.length;
        return { condition: condition as string, kind, n, right, ...rest, ...wilsonInterval(right, n) };
      }),
    );
    const [none, gold, counterfactual] = [of('none'), of('gold'), of('counterfactual')];
    const mixed = [...gold, ...counterfactual].map((row) => ({ ...row, score: row.confidence }));
    /** How well confidence tells two kinds of the mixed choices apart; both of a question are drawn together. */
    const tellsApart = (rows: typeof mixed) => withSeparation(aurocInterval(rows, SEED));
    const confidenceChanges = counterfactual.map(({ confidence }, i) => confidence - at(none, i).confidence);
    return {
      questions: none.length,
      ties: either(
        scores.rows.some((row) => row.answer === row.falseAnswer),
        'some',
        'none',
      ),
      goldFails: either(rightOf(gold).includes(false), 'sometimes', 'never'),
      choices,
      byCondition: CONDITIONS.map((condition) => {
        const found = share(of(condition));
        return { condition: condition as string, ...found, wrong: of(condition).length - found.right };
      }),
      rightChange: pairedOutcomes(rightOf(none), rightOf(counterfactual)),
      confidenceChange: meanDifference(confidenceChanges, SEED),
      mixed: { n: mixed.length, ...tellsApart(mixed) },
      passages: tellsApart(mixed.map((row) => ({ ...row, right: row.condition === 'gold' }))),
    };
  },
});
