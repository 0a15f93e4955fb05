import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The reader's scripts, bundled from templates/client/; the same sources give the same bytes. */

async function bundle(root: string, entry: string): Promise<{ code: string; inputs: string[] }> {
  const result = await build({
    entryPoints: [join(root, 'templates/client', entry)],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    platform: 'browser',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const code = result.outputFiles[0]?.text.trim() ?? '';
  // A comment sign of HTML in a script's text would change where the script ends.
  if (/<!--|<\/script/i.test(code))
    throw new Error(`the bundle of ${entry} holds what would end a script element`);
  return { code, inputs: Object.keys(result.metafile.inputs) };
}

/** The licence of a package, under whichever of its usual names. Throws an Error when there is none. */
function licenceFile(folder: string): string {
  const name = readdirSync(folder).find((file) => /^licen[cs]e(\.|$)/i.test(file));
  if (name === undefined) throw new Error(`${folder} has no licence`);
  return join(folder, name);
}

/** The licences of the packages in a bundle, each text once, as one comment. */
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

/** The script that sets the chosen theme before anything is drawn. */
export async function themeScript(root: string): Promise<string> {
  return (await bundle(root, 'early.ts')).code;
}

/** The page's script: theme switch, contents, folded parts, copying, saving, search, controls of figures. */
export async function pageScript(root: string): Promise<string> {
  return (await bundle(root, 'page.ts')).code;
}

const startedLater = new Map<string, Promise<string>>();

/** A script that the page keeps as plain text until a reader wants it, with the licences of the packages in it. */
function laterScript(root: string, entry: string): Promise<string> {
  const key = `${root} ${entry}`;
  let script = startedLater.get(key);
  if (!script) {
    script = bundle(root, entry).then(({ code, inputs }) => licences(root, inputs) + code);
    startedLater.set(key, script);
  }
  return script;
}

/** Vega and its interpreter, which draw a figure anew when a reader sets one of its controls. */
export function figureScript(root: string): Promise<string> {
  return laterScript(root, 'figure-runtime.ts');
}

/** The search's index. */
export function searchScript(root: string): Promise<string> {
  return laterScript(root, 'search-runtime.ts');
}
