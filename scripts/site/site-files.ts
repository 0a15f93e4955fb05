import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { hashOfFile } from '#lm/checksums';
import { resolveModel } from '#lm/model-identity';
import type { ModelDescription, ModelFile, Records, SentVocabulary } from '#page-model/lab';
import { currentPaths, type OutputPlace } from '#pipeline/publish';
import { bundle } from '#render/page/scripts';
import { labModelOf } from '../serve/lab.ts';
import { openServedModel } from '../serve/open-model.ts';
import { examplesIn, recordedAnswers } from './recorded-answers.ts';

/** What marks a folder as a site. */
export const DESCRIPTION = 'lab/model.json';

const RUNTIME = 'ort-wasm-simd-threaded';

/** The files of a site: those of a report, and a model that runs in the browser. Throws a UserError about the model. */
export async function siteFiles(
  root: string,
  report: OutputPlace,
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  for (const path of currentPaths(report)) files.set(path, readFileSync(join(report.out, path)));

  const { id, folder } = await resolveModel();
  const runtimeFolder = join(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'), '..');
  const added = async (path: string, source: string): Promise<ModelFile> => {
    const content = readFileSync(source);
    files.set(path, content);
    return { path, bytes: content.length, sha256: await hashOfFile(source) };
  };
  const modelFiles: Record<string, ModelFile> = {};
  for (const name of folder.files)
    modelFiles[name] = await added(`lab/model/${name}`, join(folder.path, name));
  const runtime = await added(`lab/runtime/${RUNTIME}.wasm`, join(runtimeFolder, `${RUNTIME}.wasm`));
  const threads = `lab/runtime/${RUNTIME}.mjs`;
  files.set(threads, readFileSync(join(runtimeFolder, `${RUNTIME}.mjs`)));

  const worker = 'lab/model-worker.js';
  files.set(
    worker,
    await bundle(root, 'lab/model-worker.ts', {
      format: 'esm',
      target: 'es2022',
      // Both packages have the same interface. The worker has no way to load the one for Node.
      alias: { 'onnxruntime-node': 'onnxruntime-web/wasm', 'onnxruntime-web/webgpu': 'onnxruntime-web/wasm' },
      conditions: ['onnxruntime-web-use-extern-wasm'],
    }),
  );
  files.set('service-worker.js', await bundle(root, 'service-worker.ts'));

  const records = 'lab/records.json';
  const vocabulary = 'lab/vocabulary.json';
  const pages = [...files].flatMap(([path, content]) => (path.endsWith('.html') ? [String(content)] : []));
  const served = await openServedModel(undefined);
  try {
    const model = labModelOf(served);
    const answers = await recordedAnswers(root, model, examplesIn(pages), 'lab/predictions');
    for (const [path, content] of answers.files) files.set(path, content);
    files.set(records, JSON.stringify({ ...answers.records, vocabulary } satisfies Records));
    const { special, ...words } = await model.vocabulary();
    files.set(vocabulary, JSON.stringify({ ...words, special: [...special] } satisfies SentVocabulary));
  } finally {
    await served.close();
  }
  const download = { worker, threads, files: modelFiles, runtime, records };
  files.set(DESCRIPTION, JSON.stringify({ runs: 'browser', model: id, download } satisfies ModelDescription));
  return files;
}
