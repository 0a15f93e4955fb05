import { powerToDecibels } from '#numerics/decibel';
import { largest, smallest } from '#numerics/extremes';
import { klDivergence } from '#numerics/kl-divergence';
import { at } from '#numerics/list';
import {
  expectedSignalToNoise,
  fullScaleSineToNoise,
  fullScaleToStep,
  quantise,
  signalToNoise,
  withoutMean,
} from '#numerics/quantise';
import { softmax } from '#numerics/softmax';
import { each, either, measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';
/** So many that one less or more changes nothing. */
const MANY_BITS = 32;
/**
 * The finest has steps far above what another processor changes in a logit: below that, the noise of rounding would be
 * a property of the machine.
 */
const DEPTHS = [8, 7, 6, 5, 4, 3, 2];
/** Depths that the picture of rounding shows. */
const PICTURED = [5, 3];

/** How many values share the largest one. */
function sharingTheTop(values: Float64Array): number {
  const top = values.reduce((largest, x) => Math.max(largest, x), Number.NEGATIVE_INFINITY);
  return values.reduce((count, x) => (x === top ? count + 1 : count), 0);
}

/** One prediction's logits, rounded ever more coarsely, and what that does to the prediction. */
export const quantisedLogits = measurement({
  id: 'quantised-logits',
  kinds: {
    vocabularySize: 'exact',
    range: { low: 'logit', high: 'logit' },
    winner: { probability: 'probability' },
    runnerUp: { gap: 'logit' },
    stairs: { bits: 'exact', levels: 'rank', tokens: 'exact' },
    sixteen: { bits: 'exact', ofBits: 'float64', sine: 'float64', total: 'float64' },
    perBit: 'float64',
    ...each('decibels', 'offset', 'divergencePerBit', 'even', 'largestMiss'),
    rows: {
      bits: 'exact',
      step: { kind: 'logit', within: 'probability' },
      halfStep: { kind: 'logit', within: 'probability' },
      ...each('decibels', 'signalToNoise', 'expected', 'divergenceLevel', 'guide'),
      sharing: 'rank',
      probability: 'probability',
      divergence: 'nats',
    },
    picture: { rank: 'exact', bits: 'exact', logit: 'logit' },
    fewestAlone: 'rank',
    coarsest: {
      bits: 'exact',
      signalToNoise: 'decibels',
      divergence: 'nats',
      sharing: 'rank',
      probability: 'probability',
    },
    finest: { bits: 'exact', signalToNoise: 'decibels', divergence: 'nats', probability: 'probability' },
  },
  async measure({ lm }) {
    const { logits } = await lm.next(lm.encode(PROMPT));
    const signal = withoutMean(logits);
    const range = { low: smallest(signal), high: largest(signal) };
    const reference = softmax(signal);
    const [winner, second] = lm.top(logits, 2);
    if (!winner || !second) throw new RangeError('a prediction needs two tokens to compare');
    const measured = DEPTHS.map((bits) => {
      const { values, step } = quantise(signal, bits);
      const changed = softmax(values);
      return {
        bits,
        step,
        halfStep: step / 2,
        signalToNoise: signalToNoise(signal, values),
        expected: expectedSignalToNoise(signal, bits),
        sharing: sharingTheTop(values),
        probability: at(changed, winner.id),
        divergence: klDivergence(reference, changed),
      };
    });
    const first = at(measured, 0);
    const rows = measured.map((row) => ({
      ...row,
      divergenceLevel: powerToDecibels(row.divergence),
      guide: powerToDecibels(first.divergence) + powerToDecibels(4) * (first.bits - row.bits),
    }));
    const rowOf = (bits: number) => at(rows, DEPTHS.indexOf(bits));
    const [finest, five, coarsest] = [rowOf(8), rowOf(5), rowOf(2)];
    const largestMiss = Math.max(
      ...rows.filter(({ bits }) => bits > 2).map((row) => Math.abs(row.signalToNoise - row.expected)),
    );
    const divergencePerBit = powerToDecibels(five.divergence / finest.divergence) / (finest.bits - five.bits);
    const shown = lm.top(logits, 40);
    const stairs = PICTURED.map((bits) => {
      const { values } = quantise(signal, bits);
      return {
        bits,
        levels: new Set(shown.map(({ id }) => at(values, id))).size,
        tokens: shown.length,
        top: either(at(values, winner.id) > at(values, second.id), 'alone', 'shared'),
      };
    });
    const pictureOf = (bits: number, values: Float64Array) =>
      shown.map(({ id }, index) => ({
        rank: index + 1,
        bits,
        logit: at(values, id),
        last: index === shown.length - 1,
      }));
    const alone = rows.filter(({ sharing }) => sharing === 1).map(({ bits }) => bits);
    const above = coarsest.divergenceLevel - coarsest.guide;
    return {
      prompt: PROMPT,
      signal: either(range.low < range.high, 'sound', 'silence'),
      vocabularySize: logits.length,
      range,
      winner: { text: winner.text, probability: at(reference, winner.id) },
      runnerUp: { text: second.text, gap: winner.logit - second.logit },
      stairs,
      sixteen: {
        bits: 16,
        ofBits: fullScaleToStep(16),
        sine: powerToDecibels(1.5),
        total: fullScaleSineToNoise(16),
      },
      perBit: powerToDecibels(4),
      offset: expectedSignalToNoise(signal, MANY_BITS) - MANY_BITS * powerToDecibels(4),
      rows,
      picture: [
        ...pictureOf(0, signal),
        ...PICTURED.flatMap((bits) => pictureOf(bits, quantise(signal, bits).values)),
      ],
      fewestAlone: alone.length === 0 ? null : Math.min(...alone),
      coarsest: {
        bits: coarsest.bits,
        signalToNoise: coarsest.signalToNoise,
        divergence: coarsest.divergence,
        sharing: coarsest.sharing,
        top: either(coarsest.sharing === 1, 'alone', 'shared'),
        probability: coarsest.probability,
      },
      finest: {
        bits: finest.bits,
        signalToNoise: finest.signalToNoise,
        divergence: finest.divergence,
        probability: finest.probability,
      },
      divergencePerBit: Number.isFinite(divergencePerBit) ? divergencePerBit : null,
      coarseEnd: Number.isFinite(above) ? either(above > 3, 'well above', 'near') : ('nowhere' as const),
      even: 0,
      largestMiss,
      followsTheLine: either(largestMiss < 1, 'yes', 'no'),
      growsWithPower: either(Math.abs(divergencePerBit - powerToDecibels(4)) < 1, 'yes', 'no'),
    };
  },
});
