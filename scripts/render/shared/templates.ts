import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { memoise } from '#base/memoise';

const compiled = memoise((source: string) =>
  memoise((noEscape: boolean) => Handlebars.create().compile(source, { strict: true, noEscape })),
);

/** Fills templates/NAME.hbs; Markdown ones escape nothing. Throws an Error when it uses a name that is not given. */
export function fillTemplate(root: string, name: string, data: object): string {
  const source = readFileSync(join(root, 'templates', `${name}.hbs`), 'utf8');
  return compiled(source)(name.startsWith('markdown/'))(data);
}
