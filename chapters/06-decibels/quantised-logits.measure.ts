import { powerToDecibels } from '#numerics/decibel';
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
import { measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';
/**
 * The finest has steps far above what another processor changes in a logit: below that, the noise of rounding would be
 * a property of the machine.
 */
const DEPTHS = [8, 7, 6, 5, 4, 3, 2];
/** Depths that the picture of rounding shows, and how many of the likeliest tokens. */
const PICTURED = [5, 3];
const PICTURED_TOKENS = 40;

/** How many values share the largest one. */
function sharingTheTop(values: Float64Array): number {
  const top = values.reduce((largest, x) => Math.max(largest, x), Number.NEGATIVE_INFINITY);
  return values.reduce((count, x) => (x === top ? count + 1 : count), 0);
}

/** One prediction's logits, rounded ever more coarsely, and what that does to the prediction. */
export const quantisedLogits = measurement({
  id: 'quantised-logits',
  kinds: {
    prompt: 'exact',
    vocabularySize: 'exact',
    range: { low: 'logit', high: 'logit' },
    winner: { text: 'exact', probability: 'probability' },
    runnerUp: { text: 'exact', gap: 'logit' },
    stairs: { bits: 'exact', levels: 'rank', tokens: 'exact', top: 'exact' },
    sixteen: { bits: 'exact', ofBits: 'float64', sine: 'float64', total: 'float64' },
    perBit: 'float64',
    offset: 'decibels',
    rows: {
      bits: 'exact',
      // The range of the logits, divided: it varies as a ratio does, in its significant digits.
      step: 'probability',
      halfStep: 'probability',
      signalToNoise: 'decibels',
      expected: 'decibels',
      sharing: 'rank',
      probability: 'probability',
      divergence: 'nats',
      divergenceLevel: 'decibels',
      guide: 'decibels',
    },
    picture: { rank: 'exact', bits: 'exact', logit: 'logit', last: 'exact' },
    fewestAlone: 'rank',
    coarsest: {
      bits: 'exact',
      signalToNoise: 'decibels',
      divergence: 'nats',
      sharing: 'rank',
      probability: 'probability',
    },
    finest: { bits: 'exact', signalToNoise: 'decibels', divergence: 'nats', probability: 'probability' },
    divergencePerBit: 'decibels',
    even: 'decibels',
    largestMiss: 'decibels',
    followsTheLine: 'exact',
    growsWithPower: 'exact',
    coarsestIs: 'exact',
  },
  async measure({ lm }) {
    const { logits } = await lm.next(lm.encode(PROMPT));
    const signal = withoutMean(logits);
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
    const rowOf = (bits: number) => {
      const found = rows.find((row) => row.bits === bits);
      if (!found) throw new RangeError(`no row has ${bits} bits`);
      return found;
    };
    const [finest, coarsest, five] = [rowOf(8), rowOf(2), rowOf(5)];
    const largestMiss = Math.max(
      ...rows.filter(({ bits }) => bits > 2).map((row) => Math.abs(row.signalToNoise - row.expected)),
    );
    const followsTheLine: 'yes' | 'no' = largestMiss < 1 ? 'yes' : 'no';
    const divergencePerBit = powerToDecibels(five.divergence / finest.divergence) / (finest.bits - five.bits);
    const growsWithPower: 'yes' | 'no' = Math.abs(divergencePerBit - powerToDecibels(4)) < 1 ? 'yes' : 'no';
    const coarsestIs: 'useless' | 'usable' = coarsest.divergence > 1 ? 'useless' : 'usable';
    const shown = lm.top(logits, PICTURED_TOKENS);
    const stairs = PICTURED.map((bits) => {
      const { values } = quantise(signal, bits);
      const alone = at(values, winner.id) > at(values, second.id);
      const top: 'alone' | 'shared' = alone ? 'alone' : 'shared';
      return { bits, levels: new Set(shown.map(({ id }) => at(values, id))).size, tokens: shown.length, top };
    });
    const pictureOf = (bits: number, values: Float64Array) =>
      shown.map(({ id }, index) => ({
        rank: index + 1,
        bits,
        logit: at(values, id),
        last: index === shown.length - 1,
      }));
    return {
      prompt: PROMPT,
      vocabularySize: logits.length,
      range: { low: Math.min(...signal), high: Math.max(...signal) },
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
      offset: expectedSignalToNoise(signal, finest.bits) - finest.bits * powerToDecibels(4),
      rows,
      picture: [
        ...pictureOf(0, signal),
        ...PICTURED.flatMap((bits) => pictureOf(bits, quantise(signal, bits).values)),
      ],
      fewestAlone: Math.min(...rows.filter(({ sharing }) => sharing === 1).map(({ bits }) => bits)),
      coarsest: {
        bits: coarsest.bits,
        signalToNoise: coarsest.signalToNoise,
        divergence: coarsest.divergence,
        sharing: coarsest.sharing,
        probability: coarsest.probability,
      },
      finest: {
        bits: finest.bits,
        signalToNoise: finest.signalToNoise,
        divergence: finest.divergence,
        probability: finest.probability,
      },
      divergencePerBit,
      even: 0,
      largestMiss,
      followsTheLine,
      growsWithPower,
      coarsestIs,
    };
  },
});
