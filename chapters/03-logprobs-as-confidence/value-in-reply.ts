/** What a program does with a chat reply whose tokens came with log-probabilities. */

/** A token as chat-completions APIs return it in `choices[0].logprobs.content`; `logprob` in nats. */
export interface ScoredToken {
  readonly token: string;
  /** In UTF-8: a character may be split between tokens, and `token` then shows its parts in some other way. */
  readonly bytes: readonly number[];
  readonly logprob: number;
}

/** The part of a chat reply that counts here: one of `choices`, with its tokens. */
export interface Reply {
  readonly finish_reason: 'stop' | 'length';
  readonly content: readonly ScoredToken[];
}

/** Where the value begins and ends in a reply. */
export interface Wrapping {
  readonly before: string;
  /** Null where the value is the rest of the reply. */
  readonly after: string | null;
}

export interface Value {
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
  /** The sum over the tokens that hold a part of the value. */
  readonly logprob: number;
}

/** The value in a reply; null if the reply was cut off or has no value. */
export function valueIn({ finish_reason, content }: Reply, { before, after }: Wrapping): Value | null {
  const reply = Buffer.from(content.flatMap(({ bytes }) => bytes));
  const start = reply.indexOf(before) + Buffer.byteLength(before);
  const end = after === null ? reply.length : reply.indexOf(after, start);
  const text = reply.toString('utf8', start, end).trim();
  if (finish_reason !== 'stop' || !reply.includes(before) || end < start || text === '') return null;
  let place = 0;
  const tokens = content.filter(({ bytes }) => {
    const from = place;
    place += bytes.length;
    return from < end && place > start;
  });
  return { text, tokens, logprob: tokens.reduce((sum, { logprob }) => sum + logprob, 0) };
}
