/** What a program does with an answer whose tokens came with log-probabilities. */

// #region decide
/** A token as chat-completions APIs return it in `choices[0].logprobs.content`; `logprob` in nats. */
export interface ScoredToken {
  readonly token: string;
  readonly logprob: number;
}

/** What ends our short answers. A token with such a sign in it is left out whole. */
const END = /[.,;:!?()\n]/;

/** The words of an answer with the probability that the model gave them, and what to do about it. */
export function decide(content: readonly ScoredToken[], threshold: number) {
  const end = content.findIndex(({ token }) => END.test(token));
  const words = end < 0 ? content : content.slice(0, end);
  const answer = words
    .map(({ token }) => token)
    .join('')
    .trim();
  const logprob = words.reduce((sum, token) => sum + token.logprob, 0);
  // A sum over no tokens is zero, which would pass for certainty.
  const probability = answer === '' ? 0 : Math.exp(logprob);
  const action = probability >= threshold ? ('answer' as const) : ('hand over' as const);
  return { answer, probability, action };
}
// #endregion decide
