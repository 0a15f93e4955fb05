/**
 * A mistake of the person who runs a command. Its message is one sentence that names the argument or file, what was
 * expected and what came; the command prints it and exits with `exitCode`.
 */
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
