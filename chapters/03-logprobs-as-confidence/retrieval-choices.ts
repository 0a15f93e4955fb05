import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { sigmoid } from '#numerics/sigmoid';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { meanDifference, meanDifferenceKinds } from './paired.ts';
import { CONDITIONS, type Condition, RETRIEVAL_KINDS } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.ts';
import { separates } from './separation.ts';

const SEED = 8;
const QUESTIONS = 40;
const STATISTIC = statisticOf(QUESTIONS);
const HALF_STATISTIC = statisticOf(QUESTIONS / 2);

/** Choosing between the right and the false answer under every condition: what is chosen, and how confidently. */
export const retrievalChoices = measurement({
  id: 'retrieval-choices',
  needs: { scores: retrievalScores },
  kinds: {
    questions: 'exact',
    choices: {
      condition: 'exact',
      kind: 'exact',
      n: 'exact',
      right: 'rank',
      accuracy: HALF_STATISTIC,
      low: HALF_STATISTIC,
      high: HALF_STATISTIC,
      confidence: 'probability',
    },
    byCondition: {
      condition: 'exact',
      right: 'rank',
      wrong: 'rank',
      accuracy: STATISTIC,
      confidence: 'probability',
    },
    goldFails: 'exact',
    rightChange: meanDifferenceKinds(STATISTIC),
    confidenceChange: meanDifferenceKinds('probability'),
    mixed: { n: 'exact', estimate: STATISTIC, low: STATISTIC, high: STATISTIC, verdict: 'exact' },
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
        return {
          condition: condition as string,
          kind: kind as string,
          n: rows.length,
          right,
          ...rest,
          ...wilsonInterval(right, rows.length),
        };
      }),
    );
    const [none, counterfactual] = [of('none'), of('counterfactual')];
    const change = (measureOf: (row: (typeof judgements)[number]) => number) =>
      meanDifference(
        counterfactual.map((row, i) => measureOf(row) - measureOf(at(none, i))),
        SEED,
      );
    const mixedRows = [...of('gold'), ...counterfactual];
    const mixed = clusteredBootstrapInterval({
      rows: mixedRows,
      clusterOf: ({ id }) => id,
      statistic: (some) =>
        auroc(
          some.map(({ confidence }) => confidence),
          some.map(({ right }) => right),
        ),
      random: seededRandom(SEED).next,
      resamples: 1000,
    });
    const goldFails: 'sometimes' | 'never' = of('gold').every(({ right }) => right) ? 'never' : 'sometimes';
    return {
      questions: none.length,
      goldFails,
      choices,
      byCondition: CONDITIONS.map((condition) => {
        const rows = of(condition);
        const found = share(rows);
        return { condition: condition as string, ...found, wrong: rows.length - found.right };
      }),
      rightChange: change(({ right }) => Number(right)),
      confidenceChange: change(({ confidence }) => confidence),
      mixed: { n: mixedRows.length, ...mixed, verdict: separates(mixed) },
    };
  },
});
