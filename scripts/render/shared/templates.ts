import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';

/**
 * Fills templates/NAME.hbs of the project at `root`: `{{ }}` escapes for HTML, `{{{ }}}` takes what is rendered already,
 * as everything is in a Markdown template. Throws an Error when the template uses a name that is not given.
 */
export function fillTemplate(root: string, name: string, data: object): string {
  const source = readFileSync(join(root, 'templates', `${name}.hbs`), 'utf8');
  const noEscape = name.startsWith('markdown/');
  return Handlebars.create().compile(source, { strict: true, noEscape })(data);
}
