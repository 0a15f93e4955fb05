import { UserError } from '#base/user-error';

/** Where in a chapter things were made, for errors that are found later: `author-mistake.ts` makes a sentence of it. */

export interface Stack {
  readonly stack?: string | undefined;
}

/** Where things were made and what errors are about: beside them, so that data, hashes and equality do not change. */
const STACKS = new WeakMap<object, readonly Stack[]>();

type Maker = (...given: never[]) => unknown;

/** Types of a browser, which see this through types of blocks, do not know it. */
const stacks = Error as unknown as {
  captureStackTrace(of: object, above: Maker): void;
  stackTraceLimit: number;
};

/** Enough to reach the chapter that makes a thing, or has the contract make it. */
const FRAMES = 10;

/** Remembers where a thing is made: at the call of `by`. Formatted only when asked for. */
export function madeHere<T extends object>(thing: T, by: Maker): T {
  const here: Stack = {};
  const { stackTraceLimit } = stacks;
  stacks.stackTraceLimit = FRAMES;
  stacks.captureStackTrace(here, by);
  stacks.stackTraceLimit = stackTraceLimit;
  STACKS.set(thing, [here]);
  return thing;
}

/** The stacks that tell where a thing or an error comes from. */
export function stacksOf(thing: object): readonly Stack[] {
  const known = STACKS.get(thing);
  if (known) return known;
  return thing instanceof Error && !(thing instanceof UserError) ? [thing] : [];
}

/** Gives `one` the places of other things or errors, unless it has its own. A sentence names up to two. */
export function about<T extends object>(one: T, ...things: readonly object[]): T {
  const stacks = things.flatMap(stacksOf);
  if (stacks.length > 0 && !STACKS.has(one)) STACKS.set(one, stacks);
  return one;
}

/** Says that an error is about a whole file. */
export function aboutFile(error: Error, path: string): Error {
  STACKS.set(error, [{ stack: `    at ${path}:1:1` }]);
  return error;
}

/** Runs what looks at a thing: an error in it is about the thing. */
export function lookingAt<T>(thing: object, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw error instanceof Error ? about(error, thing) : error;
  }
}
