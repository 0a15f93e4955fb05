import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provenance } from './format-input.ts';

/** What package.json says of the project; false or '' for what it does not say. */
export function projectFacts(root: string) {
  const { license, repository, homepage, version, author } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as {
    license?: string;
    repository?: { url?: string };
    homepage?: string;
    version?: string;
    author?: string;
  };
  const address = repository?.url?.replace(/^git\+|\.git$/g, '');
  return {
    license: license ?? (false as const),
    address: address ?? (false as const),
    /** Where the pages are published. */
    homepage: homepage ?? (false as const),
    version: version ?? '',
    author: author ?? '',
  };
}

const tex = (text: string): string => text.replace(/[&%#_]/g, '\\$&');

/** The report as BibTeX. Its version and its model say which one it is; nothing says when it was built. */
export function citation(root: string, { model }: Pick<Provenance, 'model'>): string {
  const { version, author, address } = projectFacts(root);
  return [
    '@misc{nats-and-bits,',
    "  title   = {Nats \\& Bits: What a language model's log-probabilities tell you},",
    `  author  = {{${tex(author)}}},`,
    `  version = {${version}},`,
    ...(address ? [`  url     = {${address}},`] : []),
    `  note    = {Measured on ${tex(model.id)}.`,
    '    SHA-256 of the model:',
    `    ${model.sha256}}`,
    '}',
  ].join('\n');
}
