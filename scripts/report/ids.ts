import type { Prose } from './prose-parts.ts';

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Throws a TypeError unless `id` is made of small letters, digits and single hyphens. */
export function assertId(id: string, what: string): void {
  if (!ID.test(id))
    throw new TypeError(`${what} "${id}" must be small letters and digits joined by single hyphens`);
}

/** How many words of a title or a caption name what it belongs to. */
const WORDS = 6;

/** The id of what has none of its own: the first words that its author wrote in its title, caption or condition. */
export function idFrom(words: Prose | string): string {
  const literals =
    typeof words === 'string'
      ? [words]
      : words.parts.map((part) => (part.type === 'literal' ? part.markdown : ''));
  const named =
    literals
      .join(' ')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return named.slice(0, WORDS).join('-');
}
