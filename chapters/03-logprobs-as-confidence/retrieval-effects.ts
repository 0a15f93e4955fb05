import { auroc } from '#numerics/auroc';
import { meanInterval } from '#numerics/bootstrap';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { sigmoid } from '#numerics/sigmoid';
import { quantile } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { ANSWER_POSITIONS, CONDITIONS, type Condition } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.ts';

const SEED = 8;
const QUESTIONS = 40;
const PASSAGES = ['gold', 'irrelevant', 'counterfactual'] as const;
const STATISTIC = statisticOf(QUESTIONS);
const HALF_STATISTIC = statisticOf(QUESTIONS / 2);
const KINDS = ['invented', 'real'];

export type Verdict = 'up' | 'down' | 'no clear effect';

/** What an interval of a difference says: whether it leaves zero out. */
export function verdictOf({ low, high }: { readonly low: number; readonly high: number }): Verdict {
  return low > 0 ? 'up' : high < 0 ? 'down' : 'no clear effect';
}

export const retrievalEffects = measurement({
  id: 'retrieval-effects',
  needs: { scores: retrievalScores },
  kinds: {
    questions: 'exact',
    effects: {
      kind: 'exact',
      condition: 'exact',
      of: 'exact',
      n: 'exact',
      mean: 'nats',
      median: 'nats',
      low: 'nats',
      high: 'nats',
      verdict: 'exact',
    },
    positions: { position: 'exact', n: 'exact', mean: 'nats', median: 'nats', low: 'nats', high: 'nats' },
    overMere: { kind: 'exact', mean: 'nats', low: 'nats', high: 'nats', verdict: 'exact' },
    naming: {
      mentions: 'exact',
      n: 'exact',
      median: 'nats',
      quarter: 'nats',
      threeQuarters: 'nats',
    },
    namingAuroc: { estimate: STATISTIC, low: STATISTIC, high: STATISTIC },
    mixed: { n: 'exact', estimate: STATISTIC, low: STATISTIC, high: STATISTIC, verdict: 'exact' },
    confidenceChange: { mean: 'probability', low: 'probability', high: 'probability', verdict: 'exact' },
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
    byCondition: { condition: 'exact', right: 'rank', accuracy: STATISTIC, confidence: 'probability' },
    against: { kind: 'exact', mean: 'nats', low: 'nats', high: 'nats', verdict: 'exact' },
    points: { panel: 'exact', kind: 'exact', before: 'nats', after: 'nats' },
  },
  async measure({ scores }) {
    const of = (condition: string) => scores.rows.filter((row) => row.condition === condition);
    const none = of('none');
    const gains = (condition: Condition, answer: 'answer' | 'falseAnswer') =>
      of(condition).map((row, i) => ({ ...row, gain: row[answer] - at(none, i)[answer] }));
    const interval = (values: readonly number[]) => ({
      n: values.length,
      mean: mean(values),
      median: quantile(
        [...values].sort((one, other) => one - other),
        0.5,
      ),
      ...meanInterval(values, { random: seededRandom(SEED).next }),
    });
    const effects = PASSAGES.flatMap((condition) =>
      (['answer', 'falseAnswer'] as const).flatMap((answer) =>
        ['invented', 'real'].map((kind) => {
          const result = interval(
            gains(condition, answer)
              .filter((row) => row.kind === kind)
              .map(({ gain }) => gain),
          );
          return {
            kind,
            condition: condition as string,
            of: answer === 'answer' ? 'right answer' : 'false answer',
            ...result,
            verdict: verdictOf(result),
          };
        }),
      ),
    );
    const positions = ANSWER_POSITIONS.map((position) => ({
      position: position as string,
      ...interval(
        gains('gold', 'answer')
          .filter((row) => row.position === position)
          .map(({ gain }) => gain),
      ),
    }));
    const judgements = scores.rows.map((row) => {
      const difference = row.answer - row.falseAnswer;
      return { ...row, right: difference > 0, confidence: sigmoid(Math.abs(difference)) };
    });
    const share = (rows: typeof judgements) => {
      const right = rows.filter((row) => row.right).length;
      return { right, accuracy: right / rows.length, confidence: mean(rows.map((row) => row.confidence)) };
    };
    const choices = CONDITIONS.flatMap((condition) =>
      KINDS.map((kind) => {
        const rows = judgements.filter((row) => row.condition === condition && row.kind === kind);
        const { right, ...rest } = share(rows);
        return {
          condition: condition as string,
          kind,
          n: rows.length,
          right,
          ...rest,
          ...wilsonInterval(right, rows.length),
        };
      }),
    );
    const byCondition = CONDITIONS.map((condition) => ({
      condition: condition as string,
      ...share(judgements.filter((row) => row.condition === condition)),
    }));
    const confidenceOf = (condition: Condition) =>
      judgements.filter((row) => row.condition === condition).map(({ confidence }) => confidence);
    const withoutPassage = confidenceOf('none');
    const confidenceChange = interval(
      confidenceOf('counterfactual').map((confidence, i) => confidence - at(withoutPassage, i)),
    );
    const mixedRows = judgements.filter(
      ({ condition }) => condition === 'gold' || condition === 'counterfactual',
    );
    const mixed = clusteredBootstrapInterval({
      rows: mixedRows,
      clusterOf: ({ id }) => id,
      statistic: (some) =>
        auroc(
          some.map(({ confidence }) => confidence),
          some.map(({ right }) => right),
        ),
      random: seededRandom(SEED).next,
      draws: 1000,
    });
    const rises = PASSAGES.flatMap((condition) =>
      (['answer', 'falseAnswer'] as const).flatMap((answer) =>
        gains(condition, answer).map(({ id, gain }) => ({
          id,
          gain,
          names:
            (condition === 'gold' && answer === 'answer') ||
            (condition === 'counterfactual' && answer === 'falseAnswer'),
        })),
      ),
    );
    const namingAuroc = clusteredBootstrapInterval({
      rows: rises,
      clusterOf: ({ id }) => id,
      statistic: (some) =>
        auroc(
          some.map(({ gain }) => gain),
          some.map(({ names }) => names),
        ),
      random: seededRandom(SEED).next,
      draws: 1000,
    });
    const naming = [true, false].map((names) => {
      const sorted = rises
        .filter((rise) => rise.names === names)
        .map(({ gain }) => gain)
        .sort((one, other) => one - other);
      const mentions: 'named' | 'not named' = names ? 'named' : 'not named';
      return {
        mentions,
        n: sorted.length,
        median: quantile(sorted, 0.5),
        quarter: quantile(sorted, 0.25),
        threeQuarters: quantile(sorted, 0.75),
      };
    });
    const panels = [
      { panel: 'gold: right answer', condition: 'gold', answer: 'answer' },
      {
        panel: 'counterfactual: false answer',
        condition: 'counterfactual',
        answer: 'falseAnswer',
      },
    ] as const;
    const points = panels.flatMap(({ panel, condition, answer }) =>
      of(condition).map((row, i) => ({
        panel: panel as string,
        kind: row.kind,
        before: at(none, i)[answer],
        after: row[answer],
      })),
    );
    /** By kind of entity: the mean paired difference of two lists of gains. */
    const compareGains = (one: ReturnType<typeof gains>, other: ReturnType<typeof gains>) =>
      KINDS.map((kind) => {
        const result = interval(
          one
            .map((row, i) => ({ ...row, gain: row.gain - at(other, i).gain }))
            .filter((row) => row.kind === kind)
            .map(({ gain }) => gain),
        );
        return { kind, mean: result.mean, low: result.low, high: result.high, verdict: verdictOf(result) };
      });
    const goldGains = gains('gold', 'answer');
    return {
      questions: none.length,
      effects,
      positions,
      choices,
      overMere: compareGains(goldGains, gains('irrelevant', 'answer')),
      against: compareGains(gains('counterfactual', 'falseAnswer'), goldGains),
      byCondition,
      naming,
      namingAuroc,
      mixed: {
        n: mixedRows.length,
        ...mixed,
        verdict: mixed.low > 0.5 ? ('separates' as const) : ('cannot tell' as const),
      },
      confidenceChange: {
        mean: confidenceChange.mean,
        low: confidenceChange.low,
        high: confidenceChange.high,
        verdict: verdictOf(confidenceChange),
      },
      points,
    };
  },
});
