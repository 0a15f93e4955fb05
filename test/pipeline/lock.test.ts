import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { takeLock } from '#pipeline/lock';
import { scratchFolder } from './fixtures/scratch.ts';

describe('a lock that another process claims', () => {
  /** The folder of the lock, where process 1 has left its claim. */
  function claimed() {
    const path = join(scratchFolder(), 'lock');
    const claim = `${path}.1--0`;
    writeFileSync(claim, '');
    return { path, claim };
  }

  function answerSignals(code: string): void {
    vi.spyOn(process, 'kill').mockImplementationOnce(() => {
      throw Object.assign(new Error(code), { code });
    });
  }

  it('is refused while the process lives, even one of another user that takes no signal from us', () => {
    const { path, claim } = claimed();
    answerSignals('EPERM');
    expect(() => takeLock(path, 'output/')).toThrow('Another command (process 1) is writing output/');
    expect(existsSync(claim)).toBe(true);
  });

  it('is taken over once the process is gone', () => {
    const { path, claim } = claimed();
    answerSignals('ESRCH');
    takeLock(path, 'output/')();
    expect(existsSync(claim)).toBe(false);
  });
});
