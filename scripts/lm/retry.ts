import { setTimeout as delay } from 'node:timers/promises';
import { pow } from '#numerics/pow';

interface RetryOptions {
  readonly attempts: number;
  /** How long to wait before the second attempt; each further wait is twice as long. */
  readonly waitMs: number;
  /** The shortest wait after an error in ms; undefined for an error that another attempt would meet again. */
  readonly pauseAfter: (error: unknown) => number | undefined;
  /** Ends the waiting; what is thrown then is its reason. */
  readonly signal?: AbortSignal;
}

/** What a Retry-After header asks for, in ms: it is a number of seconds or a date. */
export function pauseIn(header: string | null | undefined): number {
  const ms = Number.isNaN(Number(header)) ? Date.parse(header ?? '') - Date.now() : 1000 * Number(header);
  return Math.max(0, ms || 0);
}

/** Tries until it works. Throws the last error when no attempt is left, or at once when another one would not help. */
export async function retry<T>(
  attempt: () => Promise<T>,
  { attempts, waitMs, pauseAfter, signal }: RetryOptions,
): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      const pause = pauseAfter(error);
      if (pause === undefined || count === attempts) throw error;
      const wait = Math.max(pause, waitMs * pow(2, count - 1));
      await delay(wait, undefined, { signal }).catch(() => signal?.throwIfAborted());
    }
  }
}
