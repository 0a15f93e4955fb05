import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { sigmoid } from '#numerics/sigmoid';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { meanDifference, meanDifferenceKinds, PAIRED_OUTCOMES_KINDS, pairedOutcomes } from './paired.ts';
import { CONDITIONS, type Condition, RETRIEVAL_KINDS } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';
import { separates } from './separation.measure.ts';

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
    rightChange: PAIRED_OUTCOMES_KINDS,
    confidenceChange: meanDifferenceKinds('probability'),
    mixed: { n: 'exact', estimate: STATISTIC, low: STATISTIC, high: STATISTIC, verdict: 'exact' },
    passages: { estimate: STATISTIC, low: STATISTIC, high: STATISTIC, verdict: 'exact' },
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
    const mixedRows = [...of('gold'), ...counterfactual];
    /** How well confidence tells two kinds of the mixed choices apart; both of a question are drawn together. */
    const tellsApart = (outcomeOf: (row: (typeof judgements)[number]) => boolean) => {
      const area = clusteredBootstrapInterval({
        rows: mixedRows,
        clusterOf: ({ id }) => id,
        statistic: (some) =>
          auroc(
            some.map(({ confidence }) => confidence),
            some.map(outcomeOf),
          ),
        random: seededRandom(SEED).next,
        resamples: 1000,
      });
      return { ...area, verdict: separates(area) };
    };
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
      rightChange: pairedOutcomes(
        none.map(({ right }) => right),
        counterfactual.map(({ right }) => right),
      ),
      confidenceChange: meanDifference(
        counterfactual.map(({ confidence }, i) => confidence - at(none, i).confidence),
        SEED,
      ),
      mixed: { n: mixedRows.length, ...tellsApart(({ right }) => right) },
      passages: tellsApart(({ condition }) => condition === 'gold'),
    };
  },
});
