import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withProgressLine } from '#base/progress-line';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What is written while work takes so long. */
async function writtenIn(seconds: number, stream: { isTTY?: boolean; columns?: number }): Promise<string> {
  let written = '';
  const work = () => new Promise<number>((resolve) => setTimeout(() => resolve(7), 1000 * seconds));
  const result = withProgressLine(() => 'Scoring: 128 of 300 tokens', work, {
    ...stream,
    write: (text: string) => {
      written += text;
    },
  });
  await vi.runAllTimersAsync();
  expect(await result).toBe(7);
  return written;
}

describe('a progress line', () => {
  it('is silent about quick work outside of a terminal, and speaks up when work takes longer', async () => {
    expect(await writtenIn(4, {})).toBe('');
    expect(await writtenIn(11, {})).toBe('Scoring: 128 of 300 tokens\n'.repeat(2));
  });

  it('is drawn again on one line of a terminal, never wider than it, and cleared in the end', async () => {
    expect(await writtenIn(0.5, { isTTY: true, columns: 12 })).toBe(
      `${'\rScoring: 12\x1b[K'.repeat(2)}\r\x1b[K`,
    );
  });

  it('is cleared when the work fails', async () => {
    const written: string[] = [];
    const fail = async () => {
      throw new Error('no');
    };
    const stream = { isTTY: true, write: (text: string) => written.push(text) };
    await expect(withProgressLine(() => '', fail, stream)).rejects.toThrow('no');
    expect(written).toEqual(['\r\x1b[K']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
