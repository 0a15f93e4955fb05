import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { pow } from '#numerics/pow';
import { logSoftmax, softmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';
import { PROMPT, predict } from './prediction.ts';

/** The float formats by significant bits and by the exponent of their largest power of two. */
const FORMATS = [
  { format: 'float64', bits: 53, power: 1023 },
  { format: 'float32', bits: 24, power: 127 },
  { format: 'bfloat16', bits: 8, power: 127 },
  { format: 'float16', bits: 11, power: 15 },
];
const CONSTANTS = [0, 500, 1000, -1000];

// #region naive
/** Softmax as the formula has it: fine on paper. */
export function naiveSoftmax(logits: readonly number[]): number[] {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** z - ln Σ exp(z), as the formula has it: fine on paper. */
export function naiveLogSoftmax(logits: readonly number[]): number[] {
  const sum = logits.map(Math.exp).reduce((total, value) => total + value, 0);
  return logits.map((logit) => logit - Math.log(sum));
}
// #endregion naive

/** The largest x with a finite `exp(x)`, to the last bit of a format; by halving the interval it lies in. */
function largestFinite(exponential: (x: number) => number, round: (x: number) => number): number {
  let finite = 0;
  let infinite = 1024;
  for (;;) {
    const middle = round((finite + infinite) / 2);
    if (middle === finite || middle === infinite) return finite;
    if (Number.isFinite(exponential(middle))) finite = middle;
    else infinite = middle;
  }
}

export const shiftedLogits = measurement({
  id: 'shifted-logits',
  dependsOnEngine: 'a server gives logits up to a constant',
  mayBeNaN: 'the naive softmax divides infinity by infinity, which is what is shown',
  kinds: {
    rows: {
      constant: 'exact',
      naiveProbability: 'probability',
      naiveLogprob: 'nats',
      probability: 'probability',
      logprob: 'nats',
      logSum: 'logit',
    },
    winnerLogit: 'logit',
    largestDifference: 'float64',
    largestFloat64: 'float64',
    largestFloat32: 'float64',
    formats: { bits: 'exact', largest: 'float64', exponent: 'float64' },
  },
  async measure({ lm }) {
    const { logits, logprobs, order } = await predict(lm, PROMPT);
    const winner = at(order, 0);
    let largestDifference = 0;
    const rows = CONSTANTS.map((constant) => {
      const shifted = Array.from(logits, (logit) => logit + constant);
      const stable = logSoftmax(shifted);
      for (const [id, logprob] of stable.entries()) {
        largestDifference = Math.max(largestDifference, Math.abs(logprob - at(logprobs, id)));
      }
      return {
        constant,
        naiveProbability: at(naiveSoftmax(shifted), winner),
        naiveLogprob: at(naiveLogSoftmax(shifted), winner),
        probability: at(softmax(shifted), winner),
        logprob: at(stable, winner),
        logSum: logSumExp(shifted),
      };
    });
    const formats = FORMATS.map(({ format, bits, power }) => {
      const largest = (2 - pow(2, 1 - bits)) * pow(2, power);
      return { format, bits, largest, exponent: Math.log(largest) };
    });
    const winnerLogit = at(logits, winner);
    return {
      winner: at(lm.pieces([winner]), 0).text,
      winnerLogit,
      rows,
      largestDifference,
      unchanged: either(largestDifference === 0, 'exactly', 'nearly'),
      largestFloat64: largestFinite(Math.exp, (x) => x),
      largestFloat32: largestFinite((x) => Math.fround(Math.exp(x)), Math.fround),
      formats,
      float16: either(winnerLogit > at(formats, 3).exponent, 'breaks', 'holds'),
    };
  },
});
