import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainingFileErrors } from '#base/file-errors';
import { type OutputPlace, PDF } from './publish.ts';

/** Prints the report of an output folder; the next report does not have it. Throws a UserError as `printPdf` does. */
export async function writePdf({ out, shownAs }: OutputPlace, browser: string): Promise<void> {
  const { printPdf } = await import('#render/pdf/print');
  const pdf = await printPdf(join(out, 'report.html'), browser);
  explainingFileErrors(shownAs, () => writeFileSync(join(out, PDF), pdf));
}
