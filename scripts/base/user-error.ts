/** A user's mistake: one sentence that names the argument or file, what was expected and what came. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly exitCode = 2;
}

/** What `body` gives, or `fallback` when it throws a UserError. */
export function unlessRefused<T>(body: () => T, fallback: T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof UserError) return fallback;
    throw error;
  }
}
