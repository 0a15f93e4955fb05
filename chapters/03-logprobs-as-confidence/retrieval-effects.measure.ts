import { auroc } from '#numerics/auroc';
import { meanInterval } from '#numerics/bootstrap';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { quantile } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { median, medianDifference } from './paired.ts';
import { ANSWER_POSITIONS, type Condition, RETRIEVAL_KINDS } from './retrieval.ts';
import { retrievalScores } from './retrieval-scores.measure.ts';

const SEED = 8;
const PASSAGES = ['gold', 'irrelevant', 'counterfactual'] as const;
const STATISTIC = statisticOf(40);
/** A rise that one might take for a sign that the passage names the answer, in nats. */
const RISE = 3;
const LARGEST = 3;

const MEDIAN_KINDS = { median: 'nats', low: 'nats', high: 'nats', verdict: 'exact' } as const;

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
      ...MEDIAN_KINDS,
      mean: 'nats',
      meanLow: 'nats',
      meanHigh: 'nats',
    },
    example: { gain: 'nats', size: 'exact' },
    largest: { answer: 'exact', gain: 'nats' },
    skew: 'exact',
    positions: { position: 'exact', n: 'exact', median: 'nats', mean: 'nats', low: 'nats', high: 'nats' },
    content: { kind: 'exact', ...MEDIAN_KINDS },
    against: { kind: 'exact', ...MEDIAN_KINDS },
    naming: {
      mentions: 'exact',
      n: 'exact',
      median: 'nats',
      quarter: 'nats',
      threeQuarters: 'nats',
      above: 'rank',
      notAbove: 'rank',
    },
    rise: 'exact',
    namingAuroc: { estimate: STATISTIC, low: STATISTIC, high: STATISTIC },
    points: { panel: 'exact', kind: 'exact', before: 'nats', after: 'nats' },
  },
  async measure({ scores }) {
    const of = (condition: string) => scores.rows.filter((row) => row.condition === condition);
    const none = of('none');
    const gains = (condition: Condition, answer: 'answer' | 'falseAnswer') =>
      of(condition).map((row, i) => ({ ...row, gain: row[answer] - at(none, i)[answer] }));
    const meanOf = (values: readonly number[]) => ({
      mean: mean(values),
      ...meanInterval(values, { random: seededRandom(SEED).next }),
    });
    const effects = PASSAGES.flatMap((condition) =>
      (['answer', 'falseAnswer'] as const).flatMap((answer) =>
        RETRIEVAL_KINDS.map((kind) => {
          const own = gains(condition, answer)
            .filter((row) => row.kind === kind)
            .map(({ gain }) => gain);
          const average = meanOf(own);
          return {
            kind: kind as string,
            condition: condition as string,
            of: answer === 'answer' ? 'right answer' : 'false answer',
            n: own.length,
            ...medianDifference(own, SEED),
            mean: average.mean,
            meanLow: average.low,
            meanHigh: average.high,
          };
        }),
      ),
    );
    const goldGains = gains('gold', 'answer');
    const positions = ANSWER_POSITIONS.map((position) => {
      const own = goldGains.filter((row) => row.position === position).map(({ gain }) => gain);
      return { position: position as string, n: own.length, median: median(own), ...meanOf(own) };
    });
    /** By kind of entity: the median paired difference of two lists of gains. */
    const compareGains = (one: ReturnType<typeof gains>, other: ReturnType<typeof gains>) =>
      RETRIEVAL_KINDS.map((kind) => {
        const differences = one
          .map((row, i) => ({ kind: row.kind, difference: row.gain - at(other, i).gain }))
          .filter((row) => row.kind === kind)
          .map(({ difference }) => difference);
        return { kind: kind as string, ...medianDifference(differences, SEED) };
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
      resamples: 1000,
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
        above: sorted.filter((gain) => gain > RISE).length,
        notAbove: sorted.filter((gain) => gain <= RISE).length,
      };
    });
    const panels = [
      { panel: 'gold: right answer', condition: 'gold', answer: 'answer' },
      { panel: 'counterfactual: false answer', condition: 'counterfactual', answer: 'falseAnswer' },
    ] as const;
    const points = panels.flatMap(({ panel, condition, answer }) =>
      of(condition).map((row, i) => ({
        panel: panel as string,
        kind: row.kind,
        before: at(none, i)[answer],
        after: row[answer],
      })),
    );
    const largest = [...goldGains].sort((one, other) => other.gain - one.gain).slice(0, LARGEST);
    const exampleGain = at(goldGains, 0).gain;
    const exampleSize: 'extreme' | 'usual' = largest.some(({ gain }) => gain === exampleGain)
      ? 'extreme'
      : 'usual';
    const ofGold = effects.filter((row) => row.condition === 'gold' && row.of === 'right answer');
    const skew: 'coined names' | 'some answers' | 'none' = !ofGold.every((row) => row.mean > row.median)
      ? 'none'
      : largest.every(({ kind }) => kind === 'invented')
        ? 'coined names'
        : 'some answers';
    return {
      questions: none.length,
      effects,
      example: { gain: exampleGain, size: exampleSize },
      largest: largest.map(({ answerText, gain }) => ({ answer: answerText, gain })),
      skew,
      positions,
      content: compareGains(goldGains, gains('counterfactual', 'answer')),
      against: compareGains(gains('counterfactual', 'falseAnswer'), goldGains),
      naming,
      rise: RISE,
      namingAuroc,
      points,
    };
  },
});
