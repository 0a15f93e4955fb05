import { getSystemErrorMap } from 'node:util';
import { UserError } from '#base/user-error';

export function isFileError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Why the file system refused something, in the system's words; undefined for any other error. */
export function fileErrorReason(error: unknown): string | undefined {
  return getSystemErrorMap().get((error as NodeJS.ErrnoException).errno ?? 0)?.[1];
}

/** Turns a refusal of the file system into a UserError of one sentence that names the folder and why. */
export function explainingFileErrors<T>(folder: string, body: () => T): T {
  try {
    return body();
  } catch (cause) {
    const why = fileErrorReason(cause);
    if (why === undefined) throw cause;
    throw new UserError(`The output folder ${folder} cannot be written: ${why}.`, { cause });
  }
}
