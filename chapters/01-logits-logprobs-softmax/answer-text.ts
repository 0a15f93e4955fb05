/** What the entries of an API's answer say together, and whether to offer it. Nothing is imported: it can be copied. */

// #region text
/** An entry of `choices[0].logprobs.content`; `bytes` is the token in UTF-8, `logprob` in nats. */
interface AnswerToken {
  readonly token: string;
  readonly logprob: number;
  readonly bytes?: readonly number[] | null;
}

export function textOf(content: readonly AnswerToken[]): string {
  const utf8 = new TextEncoder();
  const bytes = content.flatMap((entry) => entry.bytes ?? [...utf8.encode(entry.token)]);
  return new TextDecoder().decode(Uint8Array.from(bytes)); // all at once: a token may end within a character
}

/** How likely a whole answer was, word for word. */
export const probabilityOf = (content: readonly AnswerToken[]): number =>
  Math.exp(content.reduce((sum, { logprob }) => sum + logprob, 0));

/** The next token, or nothing; of an answer to `"max_tokens": 1, "temperature": 0`. */
export const offered = ([first]: readonly AnswerToken[], threshold = 0.9): string =>
  first && Math.exp(first.logprob) >= threshold ? first.token : '';
// #endregion text
