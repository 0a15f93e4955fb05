// #region long
/**
 * The log-probabilities of all tokens of a text but the first, read in windows of at most `inputs` tokens that move by
 * `stride`. `score` gives those of the tokens of `targets`, which stand behind `context`, in nats.
 */
export async function scoreLong(
  ids: readonly number[],
  { inputs, stride }: { readonly inputs: number; readonly stride: number },
  score: (context: readonly number[], targets: readonly number[]) => Promise<readonly number[]>,
): Promise<number[]> {
  if (!(stride >= 1 && stride <= inputs)) throw new RangeError('stride must be from 1 to inputs');
  const logprobs: number[] = [];
  for (let start = 0; logprobs.length < ids.length - 1; start += stride) {
    const next = logprobs.length + 1; // the first token that no window has counted
    logprobs.push(...(await score(ids.slice(start, next), ids.slice(next, start + inputs + 1))));
  }
  return logprobs;
}

export const perplexity = (logprobs: readonly number[]) =>
  Math.exp(-logprobs.reduce((sum, logprob) => sum + logprob, 0) / logprobs.length);
// #endregion long
