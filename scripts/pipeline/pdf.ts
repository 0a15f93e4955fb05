import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainingFileErrors } from './file-errors.ts';
import { type OutputPlace, PDF } from './publish.ts';

/** The report on paper: made on demand, and gone with the next report, which it would not be of. */

type Environment = Readonly<Record<string, string | undefined>>;

/** A Chromium's file. Throws a UserError when there is none. */
export async function browserForPdf(env: Environment = process.env): Promise<string> {
  const { browserFor } = await import('#render/pdf/browser');
  return browserFor('--pdf', env);
}

/** Prints the report of an output folder. Throws a UserError when the browser does not start. */
export async function writePdf({ out, shownAs }: OutputPlace, browser: string): Promise<void> {
  const { printPdf } = await import('#render/pdf/print');
  const pdf = await printPdf(join(out, 'report.html'), browser);
  explainingFileErrors(shownAs, () => writeFileSync(join(out, PDF), pdf));
}
