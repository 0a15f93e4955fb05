/** An entry of an API's answer; `logprob` in nats. */
interface AnswerToken {
  readonly token: string;
  readonly logprob: number;
}

/** The next token, or nothing; of an answer to `"max_tokens": 1, "temperature": 0`. */
export const offered = ([first]: readonly AnswerToken[], threshold = 0.9): string =>
  first && Math.exp(first.logprob) >= threshold ? first.token : '';
