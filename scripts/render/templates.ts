import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';

/**
 * Handlebars templates below templates/. Every name that a template uses must be given; `{{ }}` escapes for HTML,
 * `{{{ }}}` takes what is rendered already.
 */
export interface Templates {
  /** Fills templates/NAME.hbs with `data`. Throws an Error when the template uses a name that is not given. */
  render(name: string, data: object): string;
}

/** The templates of the project at `root`. In Markdown templates nothing is escaped: what they get is rendered. */
export function openTemplates(root: string): Templates {
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  return {
    render(name, data) {
      let template = compiled.get(name);
      if (!template) {
        const source = readFileSync(join(root, 'templates', `${name}.hbs`), 'utf8');
        template = Handlebars.create().compile(source, {
          strict: true,
          noEscape: name.startsWith('markdown/'),
        });
        compiled.set(name, template);
      }
      return template(data);
    },
  };
}
