/** Answers of a server that is wrong in what it says. */
import type { StubCompletion } from './stub-server.ts';

/** The answer with other log-probabilities of the texts: `logprobOf` sees those of all tokens and a place. */
export function corruptScores(
  answer: StubCompletion,
  logprobOf: (logprobs: readonly number[], place: number) => number,
): unknown {
  const choices = answer.choices.map((choice) => {
    const scores = choice.prompt_logprobs as readonly (Record<string, { logprob: number }> | null)[] | null;
    const logprobs = scores?.map((score) => Object.values(score ?? {})[0]?.logprob ?? 0) ?? [];
    const corrupted = scores?.map((score, k) => {
      const [[id, entry] = []] = Object.entries(score ?? {});
      return id === undefined ? null : { [id]: { ...entry, logprob: logprobOf(logprobs, k) } };
    });
    return { ...choice, prompt_logprobs: corrupted ?? null };
  });
  return { ...answer, choices };
}

/** The answer with other log-probabilities of the next token, or with some left out. */
export function corruptPrediction(
  answer: StubCompletion,
  logprobOf: (logprob: number, id: number) => number | undefined,
): unknown {
  const choices = answer.choices.map((choice) => {
    if (choice.logprobs === null) return choice;
    const top = (choice.logprobs.top_logprobs[0] ?? {}) as Record<string, number>;
    const corrupted = Object.entries(top).map(([key, logprob]) => [
      key,
      logprobOf(logprob, Number(key.split(':')[1])),
    ]);
    return { ...choice, logprobs: { ...choice.logprobs, top_logprobs: [Object.fromEntries(corrupted)] } };
  });
  return { ...answer, choices };
}
