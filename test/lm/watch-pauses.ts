import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';

/** Watches the pauses between attempts, in ms, until the test is over. */
export function watchPauses(): () => unknown[] {
  const spy = vi.spyOn(timers, 'setTimeout');
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
  return () => spy.mock.calls.map(([ms]) => ms);
}
