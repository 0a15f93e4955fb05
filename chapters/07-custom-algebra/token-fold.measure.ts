import {
  absorbingElement,
  composeFactors,
  fromLog,
  IDENTITY,
  QUARTER,
  toLog,
} from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';

/** How many tokens the figure shows after the fold is stuck. */
const SHOWN_STUCK = 6;
/** Digits that last for so many tokens are not lost bit by bit. */
const FEW = 6;
/** The natural logarithm below which a float64 product loses digits. */
const SUBNORMAL_LOG = -1022 * Math.LN2;
/** Nearer to -4 than half a float step: a probability below (2⁻⁵⁴)⁴. */
const VANISHING = -216 * Math.LN2;
/** Relative errors of the decoded probability that count as agreement, and as no digit left. */
const AGREES = 1e-6;
const NO_DIGIT = 0.1;

// #region fold
/** A running composition of token probabilities, each put on the scale Lₖ first. */
export function fold(logprobs: readonly number[], k = QUARTER): number[] {
  let folded = IDENTITY;
  return logprobs.map((logprob) => {
    folded = composeFactors(folded, fromLog(logprob, k), k);
    return folded;
  });
}
// #endregion fold

/** Where the fold with k = -1/4 overflows: near -4 times the largest float64, which stands for p^(-1/4) = largest / 4. */
export const OTHER_SIGN_REACH = -4 * Math.log(Number.MAX_VALUE / 4);

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

const agrees = (decoded: number, truth: number) =>
  either(relativeError(decoded, truth) < AGREES, 'agrees', 'differs');

/** The same probabilities simply multiplied in float64. */
function plainProduct(logprobs: readonly number[], truth: number) {
  const product = logprobs.reduce((running, logprob) => running * Math.exp(logprob), 1);
  // To the nearest ten tokens like those of the text; a text that is certain has no end.
  const reach = 10 * Math.round(SUBNORMAL_LOG / (truth / logprobs.length) / 10);
  return {
    state: product === 0 ? ('zero' as const) : agrees(Math.log(product), truth),
    reach: Number.isFinite(reach) && reach > 0 ? reach : null,
  };
}

/** The same fold with k = -1/4: its number grows instead of nearing a floor. */
function otherSign(logprobs: readonly number[], truth: number) {
  const folded = at(fold(logprobs, -QUARTER), logprobs.length - 1);
  const decoded = toLog(folded, -QUARTER);
  const state = Number.isFinite(folded) ? agrees(decoded, truth) : ('overflows' as const);
  return { folded, decoded, state, reach: OTHER_SIGN_REACH };
}

export const tokenFold = measurement({
  id: 'token-fold',
  data: { text: new URL('./texts/piano.txt', import.meta.url) },
  kinds: {
    ...each('exact', 'tokens', 'agrees', 'noDigit'),
    ...each('nats', 'total', 'stuckLog'),
    ...each('rank', 'agreesFor', 'noDigitFrom', 'stuckFrom', 'shown'),
    ...each('float64', 'vanishLog', 'subnormalLog'),
    errors: { tokens: 'exact', error: 'relativeError' },
    plain: { reach: 'rank' },
    otherSign: { folded: 'probability', decoded: 'nats', reach: 'float64' },
  },
  async measure({ lm, data }) {
    const { tokens } = await lm.score(lm.encode(data.text), [], { entropies: false });
    const logprobs = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
    let sum = 0;
    const steps = fold(logprobs).map((value, index) => {
      sum += at(logprobs, index);
      const state = either(value === absorbingElement(), 'stuck', 'moving');
      return { tokens: index + 1, log: sum, error: relativeError(toLog(value), sum), state };
    });
    const stuckFrom = fromWhen(steps, ({ state }) => state === 'stuck');
    const noDigitFrom = fromWhen(steps, ({ error }) => error > NO_DIGIT);
    const agreesFor = passingFirst(steps, ({ error }) => error < AGREES);
    const shown = Math.min(steps.length, stuckFrom === null ? steps.length : stuckFrom + SHOWN_STUCK);
    const alive = either(noDigitFrom === null, 'alive', 'no digits');
    return {
      model: lm.id,
      agrees: AGREES,
      noDigit: NO_DIGIT,
      beginning: data.text.slice(0, data.text.indexOf('.') + 1),
      tokens: steps.length,
      total: sum,
      agreesFor,
      begins:
        agreesFor === steps.length ? ('well to the end' as const) : either(agreesFor > 1, 'well', 'badly'),
      pace: either((stuckFrom ?? steps.length) > FEW, 'bit by bit', 'at once'),
      noDigitFrom,
      stuckFrom,
      ending: stuckFrom === null ? alive : ('stuck' as const),
      // The last digit may go in the very step that leads to the floor.
      stops: either(stuckFrom !== null && stuckFrom === noDigitFrom, 'at once', 'by degrees'),
      stuckLog: stuckFrom === null ? null : at(steps, stuckFrom - 1).log,
      vanishLog: VANISHING,
      errors: steps.slice(0, shown).map(({ tokens, error, state }) => ({ tokens, error, state })),
      shown,
      cut: either(shown < steps.length, 'after the stop', 'nowhere'),
      plain: plainProduct(logprobs, sum),
      subnormalLog: SUBNORMAL_LOG,
      otherSign: otherSign(logprobs, sum),
    };
  },
});
