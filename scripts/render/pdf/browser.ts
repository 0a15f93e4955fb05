import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { UserError } from '#base/user-error';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What to do about a browser that is missing. */
export const BROWSER_MISSING = `CHROME_PATH is not set, and none of ${NAMES.join(', ')} is on the PATH`;

/**
 * A Chromium's file: the one that CHROME_PATH names, else one on the PATH by one of its usual names, else the one that
 * `npx playwright-core install chromium` brings. Throws a UserError when CHROME_PATH names none.
 */
export function findBrowser(
  env: Readonly<Record<string, string | undefined>>,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const named = env.CHROME_PATH;
  if (named) {
    if (!exists(named)) throw new UserError(`CHROME_PATH is ${named}, which is not there.`);
    return named;
  }
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.flatMap((name) => [join(folder, name), join(folder, `${name}.exe`)]));
  return onPath.find(exists) ?? [chromium.executablePath()].find(exists);
}

/** A Chromium's file, for an option such as --pdf. Throws a UserError when there is none. */
export function browserFor(option: string, env: Readonly<Record<string, string | undefined>>): string {
  const found = findBrowser(env);
  if (found === undefined) throw new UserError(`${option} needs a Chromium: ${BROWSER_MISSING}.`);
  return found;
}
