import { UserError } from '#base/user-error';

/** The whole number that an option such as `--top` was given. Throws a UserError unless it is from `least` to `most`. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number >= least && number <= most) return number;
  throw new UserError(`${option} takes a whole number from ${least} to ${most}, not "${text}".`);
}

/** Throws a UserError unless `--port` has the number of one. */
export const portNumber = (text: string): number => wholeNumber('--port', text, 1, 65_535);
