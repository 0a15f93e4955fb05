import { expect } from 'vitest';
import { UserError } from '#base/user-error';

/** What each of several things is refused with, for a snapshot: what it is, and the sentence below it. */
export function refusals(cases: Readonly<Record<string, () => unknown>>): string {
  return Object.entries(cases)
    .map(([what, attempt]) => `${what}:\n  ${refusalOf(attempt)}\n`)
    .join('');
}

/** The error that something is refused with, by its name and its sentence. */
export function refusalOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Error) return String(error);
  }
  return expect.unreachable('it was accepted');
}

/** The one sentence that a user reads when something fails later. */
export async function sentenceOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  const { exitCode, message } = error as UserError;
  expect(exitCode).toBe(2);
  expect(message).toMatch(/^[^\n]+\.$/);
  return message;
}
