import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import { type OutputPlace, otherOutput, ownOutput, wholeFolder } from './publish.ts';

/** Throws a UserError unless `--chapter` has a whole number from 1. */
export function chapterNumber(text: string): number {
  if (!/^0*[1-9]\d{0,3}$/.test(text))
    throw new UserError(`--chapter takes the number of a chapter, such as 1, not "${text}".`);
  return Number(text);
}

/** The output folder that `--out` names, else the project's output/. Throws a UserError on an empty name. */
export function outputPlace(
  root: string,
  out: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): OutputPlace {
  const own = ownOutput(root);
  if (out === undefined) return own;
  if (out === '') throw new UserError('--out takes the name of a folder, not nothing.');
  const folder = userPath(out, env);
  const real = existsSync(folder) ? realpathSync(folder) : folder;
  return real === own.out ? own : otherOutput(folder, out);
}

/** Like outputPlace, for a report that is there already. Throws a UserError when there is none. */
export function reportPlace(root: string, out: string | undefined): OutputPlace {
  const place = outputPlace(root, out);
  if (!place.isOwn && !existsSync(join(wholeFolder(place), 'data')))
    throw new UserError(
      `There is no report in ${place.shownAs}: npm run build -- --out ${place.shownAs} makes one.`,
    );
  return place;
}
