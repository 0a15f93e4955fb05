import { appendFileSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { UserError } from '#base/user-error';
import { buildReport, renderFromData } from '#pipeline/build-report';
import { realServices, type Services } from '#pipeline/model-and-renderer';
import { SILENT } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';
import { fakeModel } from './fixtures/fake-model.ts';
import { fakePages } from './fixtures/fake-services.ts';
import { edit, scratchProject } from './fixtures/scratch.ts';

const MODEL = 'models/tiny';
const PACKAGES = ['onnxruntime-node', '@huggingface/transformers', 'vega', 'vega-lite'];

function write(root: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** A field of a protobuf message with a short content. */
function field(number: number, content: readonly number[] | string): number[] {
  const bytes = typeof content === 'string' ? [...Buffer.from(content)] : content;
  return [8 * number + 2, bytes.length, ...bytes];
}

/** An ONNX graph of one tensor, whose numbers are in `weights`. */
const GRAPH = field(7, field(5, field(13, [...field(1, 'location'), ...field(2, 'weights')])));

/** A copy of the tiny report, with the whole code, a model and packages of its own. */
function wholeProject(): string {
  const root = scratchProject();
  for (const path of ['package.json', 'scripts', 'templates']) {
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  }
  // One contract for the chapters of the copy and for who writes them: a result is known by its class.
  rmSync(join(root, 'scripts/report'), { recursive: true });
  symlinkSync(join(ROOT, 'scripts/report'), join(root, 'scripts/report'));
  write(
    root,
    'scripts/numerics/half.ts',
    '/** Halves. */\nexport const half = (x: number): number => x / 2;\n',
  );
  const imported = "import { half } from '#numerics/half';\n";
  edit(
    root,
    'chapters/01-first/mean.ts',
    (text) => imported + text.replace('/ values', '/ 2 / half(1) / values'),
  );
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    write(root, `${MODEL}/${name}`, '{}');
  write(root, `${MODEL}/onnx/model.onnx`, Uint8Array.from(GRAPH));
  write(root, `${MODEL}/onnx/weights`, '0123');
  for (const name of PACKAGES) write(root, `node_modules/${name}/package.json`, '{"version": "1.0.0"}');
  return root;
}

/** What the commands do, but for running the model and drawing. */
function effectsIn(root: string): Services {
  const services = realServices(root, SILENT, { model: join(root, MODEL) });
  return {
    ...services,
    openModel: async () => fakeModel(await services.modelIdentity()),
    render: async (request) => fakePages(request, 'first edition'),
  };
}

const OUT_OF_DATE = /^The results stored in output\/data are out of date: (.*); run npm run build/;

/** What keeps the results of a build from being shown after a change; undefined when they still are. */
async function reasonAfter(change: (root: string) => void): Promise<string | undefined> {
  const root = wholeProject();
  const request = { project: await loadProject(root), place: ownOutput(root) };
  await buildReport(request, effectsIn(root));
  change(root);
  try {
    await renderFromData(request, effectsIn(root));
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    const { message } = error as UserError;
    expect(message).toMatch(OUT_OF_DATE);
    return OUT_OF_DATE.exec(message)?.[1];
  }
}

const replace = (path: string, before: string, after: string) => (root: string) =>
  edit(root, path, (text) => text.replace(before, after));
const append = (path: string, added: string | Uint8Array) => (root: string) =>
  appendFileSync(join(root, path), added);

const CODE_CHANGED = /^lengths \(its code changed\)$/;
const FILES_CHANGED = /^lengths \(the files of the model tiny changed\), vocabulary .*, doubled /;

describe('stored results are out of date after a change of', () => {
  it.each([
    ['numerics', replace('scripts/numerics/half.ts', 'x / 2', '0.5 * x'), CODE_CHANGED],
    [
      'the code behind lm',
      append('scripts/lm/language-model.ts', '\nObject.assign(globalThis, { changed: true });\n'),
      /^lengths \(the code that runs the model changed\), vocabulary .*, doubled /,
    ],
    ['the graph', append(`${MODEL}/onnx/model.onnx`, Uint8Array.from(field(2, 'producer'))), FILES_CHANGED],
    ['the weights', append(`${MODEL}/onnx/weights`, '4'), FILES_CHANGED],
    ['the tokenizer', replace(`${MODEL}/tokenizer.json`, '{}', '{ }'), FILES_CHANGED],
    [
      'the version of a package that runs the model',
      replace('node_modules/onnxruntime-node/package.json', '1.0.0', '1.0.1'),
      /^lengths \(measured with onnxruntime-node 1\.0\.0, now 1\.0\.1\), vocabulary /,
    ],
  ])('%s', async (_what, change, reason) => {
    expect(await reasonAfter(change)).toMatch(reason);
  });
});

const COMMENT = '\n// A comment.\n';
const TYPE = '\nexport type Added = number;\n';

describe('stored results are still shown after a change of', () => {
  it.each([
    ['prose', replace('chapters/01-first/lengths.ts', 'The mean is', 'On average there are')],
    ['a comment in numerics', append('scripts/numerics/half.ts', COMMENT)],
    ['a comment in lm', append('scripts/lm/language-model.ts', COMMENT)],
    ['a type in numerics', replace('scripts/numerics/half.ts', ': number =>', ': 1 | number =>')],
    ['a type in lm', append('scripts/lm/types.ts', TYPE)],
    ['formatting in numerics', replace('scripts/numerics/half.ts', 'x / 2', '(\n  x/2\n)')],
    ['a test', (root: string) => write(root, 'test/numerics/half.test.ts', 'throw new Error();')],
    ['a template', (root: string) => write(root, 'templates/more.hbs', '{{more}}')],
    ['how figures are drawn', replace('node_modules/vega/package.json', '1.0.0', '1.0.1')],
    [
      'the files of the model, which are gone',
      (root: string) => rmSync(join(root, MODEL, 'onnx'), { recursive: true }),
    ],
  ])('%s', async (_what, change) => {
    expect(await reasonAfter(change)).toBeUndefined();
  });
});
