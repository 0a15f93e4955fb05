// #region log-space
/** ln Σ exp(values): “any of”, for logarithms. No values give -∞; a NaN anywhere gives NaN. */
export function logSumExp(values: readonly number[]): number {
  const m = values.reduce((larger, x) => Math.max(larger, x), -Infinity);
  if (!Number.isFinite(m)) return m;
  return m + Math.log(values.reduce((sum, x) => sum + Math.exp(x - m), 0));
}

/** The logarithm of the mean of exp(values). No values give NaN. */
export function logMeanExp(values: readonly number[]): number {
  return logSumExp(values) - Math.log(values.length);
}

/** ln(1 - exp(x)): “not”, for x up to 0, or above it by rounding. */
export function log1mExp(x: number): number {
  if (x > -Math.LN2) return Math.log(-Math.expm1(Math.min(x, 0)));
  return 0 + Math.log1p(-Math.exp(x)); // 0 + … gives 0, not -0
}

/** `text` after the cut, its tokens' log-probabilities, and `bare`, their sum without the story. */
export type Answer = { text: string; logprobs: readonly number[]; bare: number };

const total = (logprobs: readonly number[]) => logprobs.reduce((sum, logprob) => sum + logprob, 0);

export const rules = {
  sum: ({ logprobs }: Answer) => total(logprobs),
  perToken: ({ logprobs }: Answer) => total(logprobs) / logprobs.length,
  perByte: ({ text, logprobs }: Answer) => total(logprobs) / new TextEncoder().encode(text).length,
  pmi: ({ logprobs, bare }: Answer) => total(logprobs) - bare,
};

/**
 * The answers that no other answer clearly beats: more than one if they tie. `error` is how far an
 * answer's score may be off, in the unit of the rule. An answer whose score is NaN (−∞ less −∞) is never
 * among them. Leave out answers without tokens: their sum, 0, beats all others.
 */
export function pick(
  answers: readonly Answer[],
  rule: keyof typeof rules,
  error: (answer: Answer) => number,
): Answer[] {
  const scores = answers.map((answer) => ({ answer, score: rules[rule](answer), off: error(answer) }));
  const isBeaten = ({ score, off }: (typeof scores)[number]) =>
    Number.isNaN(score) || scores.some((other) => other.score - score > other.off + off);
  return scores.filter((one) => !isBeaten(one)).map(({ answer }) => answer);
}
// #endregion log-space
