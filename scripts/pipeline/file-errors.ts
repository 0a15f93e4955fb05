import { UserError } from '#base/user-error';

const EXPLANATIONS: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EROFS: 'it lies on a read-only disk',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a file is in its way',
  ENOENT: 'it cannot be created there',
  EXDEV: 'it lies on another disk than the folder beside it',
  EBUSY: 'it is in use as a mount point',
  ENAMETOOLONG: 'its name is too long',
};

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

export function isFileError(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}

/** Turns a refusal of the file system into a UserError of one sentence that names the folder and why. */
export function explainingFileErrors<T>(folder: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    const explanation = EXPLANATIONS[String(codeOf(error))];
    if (explanation === undefined) throw error;
    throw new UserError(`The output folder ${folder} cannot be written: ${explanation}.`, { cause: error });
  }
}
