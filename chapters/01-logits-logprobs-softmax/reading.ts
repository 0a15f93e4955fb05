/** What the list of the likeliest tokens tells of a prediction. Nothing is imported: it can be copied as it is. */

// #region read
/** An entry of `top_logprobs` as chat-completions APIs return it; `logprob` in nats. */
export interface ListedToken {
  readonly token: string;
  readonly logprob: number;
}

/** The probability that `top_logprobs` hides, and bounds on that of a label that is spelled in these ways. */
export function readList(list: readonly ListedToken[], spellings: readonly string[]) {
  const shares = list.map(({ token, logprob }) => ({ token, q: Math.exp(logprob) }));
  const total = (some: typeof shares) => some.reduce((sum, { q }) => sum + q, 0);
  const found = shares.filter(({ token }) => spellings.includes(token));
  const last = Math.min(1, ...shares.map(({ q }) => q));
  // Rounded log-probabilities may add up to a little more than one.
  const hidden = Math.max(0, 1 - total(shares));
  const missing = Math.min(hidden, (spellings.length - found.length) * last);
  return { hidden, atLeast: total(found), atMost: total(found) + missing };
}

/** Bounds on the entropy in nats of the whole prediction, which has so many tokens. */
export function entropyBounds(list: readonly ListedToken[], vocabularySize: number) {
  const { hidden } = readList(list, []);
  const shown = list.reduce((sum, { logprob }) => sum - Math.exp(logprob) * logprob, 0);
  const last = Math.min(0, ...list.map(({ logprob }) => logprob));
  const evenly = hidden > 0 ? Math.log((vocabularySize - list.length) / hidden) : 0;
  return { atLeast: shown - hidden * last, atMost: shown + hidden * evenly };
}
// #endregion read
