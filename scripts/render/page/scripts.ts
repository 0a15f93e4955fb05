import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onceEach } from '#base/once-each';

/** The reader's scripts, bundled from templates/client/; the same sources give the same bytes. */

/** A bundle, behind the licences of the packages in it. */
async function bundle(root: string, entry: string): Promise<string> {
  const result = await build({
    entryPoints: [join(root, 'templates/client', entry)],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    platform: 'browser',
    charset: 'ascii',
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const code = result.outputFiles[0]?.text.trim() ?? '';
  // A comment sign of HTML in a script's text would change where the script ends.
  if (/<!--|<\/script/i.test(code))
    throw new Error(`the bundle of ${entry} holds what would end a script element`);
  return licences(root, Object.keys(result.metafile.inputs)) + code;
}

function licenceFile(folder: string): string {
  const name = readdirSync(folder).find((file) => /^licen[cs]e(\.|$)/i.test(file));
  if (name === undefined) throw new Error(`${folder} has no licence`);
  return join(folder, name);
}

function licences(root: string, inputs: readonly string[]): string {
  const packages = new Set(
    inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
  );
  const namesByText = new Map<string, string[]>();
  for (const folder of [...packages].sort()) {
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const text = readFileSync(licenceFile(join(root, folder)), 'utf8')
      .replace(/\s+/g, ' ')
      .replaceAll('*/', '* /');
    namesByText.set(text, [...(namesByText.get(text) ?? []), name]);
  }
  const entries = [...namesByText].map(([text, names]) => `${names.join(', ')}: ${text.trim()}`);
  return entries.length === 0 ? '' : `/*\n${entries.join('\n\n')}\n*/\n`;
}

interface PageScripts {
  /** Sets the chosen theme before anything is drawn. */
  readonly early: string;
  /** Loads the fonts that the first screen does not need. */
  readonly fonts: string;
  readonly page: string;
  readonly search: string;
  /** Vega and its interpreter, stored: they draw a figure anew when a reader sets one of its controls. */
  readonly figures: string;
}

/** The scripts of the project at `root`, bundled once, by a process of esbuild's: whoever asks early does not wait. */
export const pageScripts = onceEach(async (root: string): Promise<PageScripts> => {
  const [early, fonts, page, search, figures] = await Promise.all([
    bundle(root, 'early.ts'),
    bundle(root, 'fonts.ts'),
    bundle(root, 'page.ts'),
    bundle(root, 'search-runtime.ts'),
    bundle(root, 'figure-runtime.ts'),
  ]);
  return { early, fonts, page, search, figures };
});
