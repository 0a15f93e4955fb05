/** What the log-probabilities in an API's answer amount to. Nothing is imported: it can be copied as it is. */

// #region read
/** An entry of `logprobs.content` as chat-completions APIs return it; `logprob` in nats. */
export interface ScoredToken {
  readonly token: string;
  readonly logprob: number;
  /** UTF-8 of the token: needed where it is no text by itself, such as half an emoji. */
  readonly bytes?: readonly number[] | null;
}

/** Perplexity and bits per byte of the tokens of a text. */
export function surpriseOf(content: readonly ScoredToken[]) {
  const utf8 = new TextEncoder();
  let [nats, bytes] = [0, 0];
  for (const entry of content) {
    nats -= entry.logprob;
    bytes += (entry.bytes ?? utf8.encode(entry.token)).length;
  }
  return { perplexity: Math.exp(nats / content.length), bitsPerByte: nats / Math.LN2 / bytes };
}
// #endregion read
