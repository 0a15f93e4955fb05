/** How far a run is, from what each measurement cost the last time. */

/** What a measurement costs besides its tokens, in tokens: none is free. */
const FIXED_COST = 20;

/** Before this share is done, a guess of the time left says nothing. */
const TOO_EARLY = 0.04;

/** Expected cost of each measurement to run, in order; undefined where no last run tells. */
export type ExpectedTokens = ReadonlyMap<string, number | undefined>;

/**
 * The share of the work that is done, from 0 to 1: a measurement weighs what it cost the last time, one that never ran
 * as much as the others do on average. `current` is the one now running and the tokens it has computed so far.
 */
export function shareDone(
  expected: ExpectedTokens,
  done: ReadonlySet<string>,
  current?: { readonly id: string; readonly tokens: number },
): number {
  const known = [...expected.values()].filter((tokens) => tokens !== undefined);
  const typical = known.length === 0 ? 0 : known.reduce((sum, tokens) => sum + tokens, 0) / known.length;
  let all = 0;
  let finished = 0;
  for (const [id, tokens] of expected) {
    const weight = FIXED_COST + (tokens ?? typical);
    all += weight;
    if (done.has(id)) finished += weight;
    else if (id === current?.id) finished += Math.min(current.tokens, weight);
  }
  return all === 0 ? 1 : finished / all;
}

/** Milliseconds left after `elapsed` milliseconds, at an even pace; undefined when it is too early to say. */
export function timeLeft(share: number, elapsed: number): number | undefined {
  if (share < TOO_EARLY) return undefined;
  return (elapsed * (1 - share)) / share;
}
