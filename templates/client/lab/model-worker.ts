import { PreTrainedTokenizer } from '@huggingface/transformers';
import { env, InferenceSession } from 'onnxruntime-web/wasm';
import { type OnnxSession, onnxModel } from '../../../scripts/lm/onnx-model';
import { endIdsOf, Tokenizer } from '../../../scripts/lm/tokenizer';
import type { Json } from '../../../scripts/lm/types';
import { type LabModel, type SentVocabulary, Unfinished } from '../../../scripts/page-model/lab';
import { labModelOf } from '../../../scripts/serve/lab';
import { schedulerOf } from '../../../scripts/serve/scheduler';
import { loadedFiles } from './download';
import type { Begin, FromWorker, Question, ToWorker } from './model-messages';

/** Runs the model in the browser, with the code that runs it for `npm run serve`. */

const page = self as unknown as Pick<Worker, 'postMessage' | 'addEventListener'>;
const tell = (message: FromWorker, transfer: Transferable[] = []) => page.postMessage(message, transfer);

const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

async function open({ root, model: id, download }: Begin): Promise<{ model: LabModel; isKept: boolean }> {
  const { runtime, threads, files: listed } = download;
  const names = Object.keys(listed);
  const progress = (one: { loaded: number; total: number }) => tell({ progress: one });
  const loaded = await loadedFiles([runtime, ...Object.values(listed)], root, progress);
  const [binary, ...contents] = loaded.contents;
  const files = new Map(names.map((name, place) => [name, contents[place] ?? new Uint8Array()]));
  const text = (name: string) => {
    const file = files.get(name);
    return file && new TextDecoder().decode(file);
  };
  const json = (name: string): Json => JSON.parse(text(name) ?? '{}');
  const graph = names.find((name) => name.endsWith('.onnx')) ?? '';
  if (binary) env.wasm.wasmBinary = binary;
  env.wasm.wasmPaths = { mjs: new URL(threads, root).href };
  env.wasm.numThreads = self.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
  env.logLevel = 'error';
  const folder = graph.slice(0, graph.lastIndexOf('/') + 1);
  const weights = names.filter((name) => name.startsWith(folder) && folder !== '' && name !== graph);
  // The same options as in scripts/lm/pretrained.ts.
  const session = await InferenceSession.create(files.get(graph) ?? new Uint8Array(), {
    executionProviders: ['wasm'],
    externalData: weights.map((name) => ({
      path: name.slice(folder.length),
      data: files.get(name) ?? new Uint8Array(),
    })),
    graphOptimizationLevel: 'basic',
    logSeverityLevel: 3,
    extra: { session: { disable_quant_qdq: '1' } },
  });
  const library = new PreTrainedTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const tokenizer = new Tokenizer(library, text('chat_template.jinja'));
  const config = json('config.json');
  const endIds = endIdsOf([json('generation_config.json'), config], tokenizer);
  const lm = onnxModel(
    { identity: { id, sha256: '' }, tokenizer, endIds, config, path: graph },
    intoTensors(session),
  );
  const scheduler = schedulerOf(lm, pause);
  return { model: labModelOf({ ...lm, ...scheduler }), isKept: loaded.isKept };
}

/** A session that puts its outputs into the given tensors: this one would only read them. */
function intoTensors(session: InferenceSession): OnnxSession {
  const { inputMetadata, outputMetadata } = session;
  return {
    inputMetadata,
    outputMetadata,
    release: () => session.release(),
    async run(feeds, fetches) {
      const outputs = await session.run(feeds, Object.keys(fetches));
      const results: Record<string, InferenceSession.OnnxValueMapType[string]> = {};
      for (const [name, tensor] of Object.entries(fetches)) {
        const data = outputs[name]?.data as Float32Array<ArrayBuffer>;
        if (tensor) {
          (tensor.data as Float32Array).set(data);
          results[name] = tensor;
        }
        data.buffer.transfer(0);
      }
      return results;
    },
  };
}

const asked = new Map<number, AbortController>();

async function answer(model: LabModel, id: number, question: Question): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  asked.set(id, stop);
  try {
    if (question.ask === 'vocabulary') {
      const { special, ...rest } = await model.vocabulary();
      tell({ id, answer: { ...rest, special: [...special] } satisfies SentVocabulary });
    } else if (question.ask === 'predict') {
      const logits = await model.predict(question.text, question.ids, signal);
      tell({ id, answer: logits }, [logits.buffer]);
    } else if (question.ask === 'tokenize') {
      tell({ id, answer: await model.tokenize(question.text, signal) });
    } else {
      await model.score(question.parts, signal, (tokens) => tell({ id, tokens }));
      tell({ id, answer: undefined });
    }
  } catch (error) {
    const refused = sentenceOf(error);
    if (!signal.aborted) tell({ id, refused, isUnfinished: error instanceof Unfinished });
  } finally {
    asked.delete(id);
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Why the model could not be opened. An array that cannot be allocated is a RangeError. */
const failureOf = (error: unknown): string =>
  error instanceof RangeError || /memory|alloc/i.test(sentenceOf(error))
    ? 'This browser has too little memory left for the model, which needs more than one gigabyte.'
    : sentenceOf(error);

let opened: ReturnType<typeof open> | undefined;

page.addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  if ('begin' in data) {
    opened = open(data.begin);
    await opened.then(
      ({ isKept }) => tell({ opened: true, isKept }),
      (error) => tell({ failed: failureOf(error) }),
    );
  } else if (data.question === undefined) asked.get(data.id)?.abort(new Error('nobody waits for it'));
  else if (opened) await answer((await opened).model, data.id, data.question);
});
