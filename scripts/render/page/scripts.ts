import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { memoise } from '#base/memoise';

/** A script of templates/client/, bundled, behind the licences of the packages in it. */
export async function bundle(root: string, entry: string, options: BuildOptions = {}): Promise<string> {
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
    ...options,
  });
  const code = result.outputFiles?.[0]?.text.trim() ?? '';
  // A comment sign of HTML in a script's text would change where the script ends.
  if (/<!--|<\/script/i.test(code))
    throw new Error(`the bundle of ${entry} holds what would end a script element`);
  return licences(root, Object.keys(result.metafile?.inputs ?? {})) + code;
}

function licences(root: string, inputs: readonly string[]): string {
  const packages = new Set(
    inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
  );
  const namesByText = new Map<string, string[]>();
  for (const folder of [...packages].sort()) {
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e(\.|$)/i.test(one));
    const text = (
      file === undefined ? statedLicence(root, folder) : readFileSync(join(root, folder, file), 'utf8')
    )
      .replace(/\s+/g, ' ')
      .replaceAll('*/', '* /');
    namesByText.set(text, [...(namesByText.get(text) ?? []), name]);
  }
  const entries = [...namesByText].map(([text, names]) => `${names.join(', ')}: ${text.trim()}`);
  return entries.length === 0 ? '' : `/*\n${entries.join('\n\n')}\n*/\n`;
}

/** What a package without a licence's text says of it. */
function statedLicence(root: string, folder: string): string {
  const { license, homepage } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder} has no licence`);
  return `${license} licence, ${homepage}`;
}

const ENTRIES = {
  /** Sets the chosen theme before anything is drawn. */
  beforePaint: 'before-paint.ts',
  /** Loads the fonts that the first screen does not need. */
  fonts: 'fonts.ts',
  page: 'page.ts',
  search: 'search-runtime.ts',
  /** Vega and its interpreter, which draw a figure anew when a reader sets one of its controls. */
  figures: 'figure-runtime.ts',
  /** The instruments that ask a model. */
  lab: 'lab/lab.ts',
} as const;

type PageScripts = Readonly<Record<keyof typeof ENTRIES, string>>;

/** The scripts of the project at `root`, bundled once, by a process of esbuild's: whoever asks early does not wait. */
export const pageScripts = memoise(async (root: string): Promise<PageScripts> => {
  const bundles = Object.entries(ENTRIES).map(async ([name, entry]) => [name, await bundle(root, entry)]);
  return Object.fromEntries(await Promise.all(bundles));
});
