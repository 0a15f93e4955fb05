import { composeFactors, IDENTITY, K, lambda, lambdaInverse } from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { stepAbove } from './float-steps.ts';

const SHOWN = [1, 5, 10, 15, 20, 25, 40, 60];

/** A place late in the range that the scale has room for. */
const LATE = 25;

/** How many tokens the figure shows after the fold is stuck. */
const SHOWN_STUCK = 6;

/** The natural logarithm below which a float64 product loses digits. */
const SUBNORMAL_LOG = -1022 * Math.LN2;

/** Relative errors of the decoded probability that count as agreement, and as no digit left. */
const AGREES = 1e-6;

const NO_DIGIT = 0.1;

// #region fold
/** A running composition of token probabilities, each put on the scale Lₖ first. */
export function fold(logprobs: readonly number[], k = K): number[] {
  let folded = IDENTITY;
  return logprobs.map((logprob) => {
    folded = composeFactors(folded, lambdaInverse(logprob, k), k);
    return folded;
  });
}
// #endregion fold

/** Where the fold with k = -4 overflows: `composeFactors` forms (a + k)(b + k) = k² p^(1/k) before it divides by k. */
export const OTHER_SIGN_REACH = -K * Math.log(Number.MAX_VALUE / K ** 2);

/** |e^(decoded - true) - 1|: the relative error of a probability, from logs; 1 when the decoded one is 0 or none. */
export function relativeError(decoded: number, truth: number): number {
  return Number.isNaN(decoded) ? 1 : Math.abs(Math.expm1(decoded - truth));
}

/** The number of tokens (from 1) from which on a test holds to the end; null when it does not hold at the end. */
export function fromWhen<T>(list: readonly T[], test: (item: T) => boolean): number | null {
  let from = list.length;
  while (from > 0 && test(at(list, from - 1))) from -= 1;
  return from === list.length ? null : from + 1;
}

/** How many of the first items pass a test before one fails. */
export function passingFirst<T>(list: readonly T[], test: (item: T) => boolean): number {
  const failed = list.findIndex((item) => !test(item));
  return failed === -1 ? list.length : failed;
}

/** The same probabilities simply multiplied in float64. */
function plainProduct(logprobs: readonly number[], truth: number) {
  const product = logprobs.reduce((running, logprob) => running * Math.exp(logprob), 1);
  const state: 'agrees' | 'differs' = relativeError(Math.log(product), truth) < AGREES ? 'agrees' : 'differs';
  // To the nearest ten tokens like those of the text.
  const reach = 10 * Math.round(SUBNORMAL_LOG / (truth / logprobs.length) / 10);
  return { state, reach };
}

/** Whether a composed number has come to the floor. */
const stateOf = (folded: number): 'moving' | 'stuck' => (folded === -K ? 'stuck' : 'moving');

/** The same fold with k = -4: its number grows instead of nearing a floor. */
function otherSign(logprobs: readonly number[], truth: number) {
  const folded = at(fold(logprobs, -K), logprobs.length - 1);
  const decoded = lambda(folded, -K);
  const state: 'agrees' | 'differs' = relativeError(decoded, truth) < AGREES ? 'agrees' : 'differs';
  return { folded, decoded, state, reach: OTHER_SIGN_REACH };
}

export const tokenFold = measurement({
  id: 'token-fold',
  data: { text: new URL('./texts/piano.txt', import.meta.url) },
  kinds: {
    beginning: 'exact',
    tokens: 'exact',
    total: 'nats',
    agreesFor: 'rank',
    agreesAtTen: 'exact',
    late: { tokens: 'exact', error: 'nats' },
    noDigitFrom: 'rank',
    stuckFrom: 'rank',
    ending: 'exact',
    stuckLog: 'nats',
    vanish: 'float64',
    // A relative error of a probability is, to first order, a difference of logs, and comes from their rounding.
    rows: {
      tokens: 'exact',
      log: 'nats',
      above: 'probability',
      decoded: 'nats',
      error: 'nats',
      state: 'exact',
    },
    errors: { tokens: 'exact', error: 'nats', state: 'exact' },
    stepsAtTen: 'probability',
    model: 'exact',
    agrees: 'exact',
    noDigit: 'exact',
    plain: { state: 'exact', reach: 'rank' },
    subnormalLog: 'float64',
    otherSign: { folded: 'probability', decoded: 'nats', state: 'exact', reach: 'float64' },
  },
  async measure({ lm, data }) {
    const { tokens } = await lm.score(lm.encode(data.text));
    const logprobs = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
    const folded = fold(logprobs);
    let sum = 0;
    const steps = folded.map((value, index) => {
      sum += at(logprobs, index);
      const decoded = lambda(value);
      return { tokens: index + 1, log: sum, folded: value, decoded, error: relativeError(decoded, sum) };
    });
    const stuckFrom = fromWhen(steps, ({ folded: value }) => value === -4);
    const noDigitFrom = fromWhen(steps, ({ error }) => error > NO_DIGIT);
    const ending: 'stuck' | 'no digits' | 'alive' =
      stuckFrom !== null ? 'stuck' : noDigitFrom !== null ? 'no digits' : 'alive';
    const agreesAtTen: 'yes' | 'no' = at(steps, 9).error < AGREES ? 'yes' : 'no';
    const shown = [...new Set([...SHOWN, ...[noDigitFrom, stuckFrom].filter((n) => n !== null)])]
      .filter((n) => n <= steps.length)
      .sort((a, b) => a - b);
    return {
      model: lm.id,
      agrees: AGREES,
      noDigit: NO_DIGIT,
      beginning: data.text.slice(0, data.text.indexOf('.') + 1),
      tokens: steps.length,
      total: sum,
      agreesFor: passingFirst(steps, ({ error }) => error < AGREES),
      agreesAtTen,
      late: { tokens: LATE, error: at(steps, LATE - 1).error },
      noDigitFrom,
      stuckFrom,
      ending,
      stuckLog: stuckFrom === null ? null : at(steps, stuckFrom - 1).log,
      vanish: 2 ** -216,
      rows: shown.map((n) => {
        const { log, folded: value, decoded, error } = at(steps, n - 1);
        return { tokens: n, log, above: value + K, decoded, error, state: stateOf(value) };
      }),
      errors: steps
        .slice(0, stuckFrom === null ? steps.length : stuckFrom + SHOWN_STUCK)
        .map(({ tokens, error, folded: value }) => ({ tokens, error, state: stateOf(value) })),
      stepsAtTen: (at(steps, 9).folded + K) / stepAbove(K),
      plain: plainProduct(logprobs, sum),
      subnormalLog: SUBNORMAL_LOG,
      otherSign: otherSign(logprobs, sum),
    };
  },
});
