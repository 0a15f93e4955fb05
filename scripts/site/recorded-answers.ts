import { createContext, runInContext } from 'node:vm';
import { parseHTML } from 'linkedom';
import { type InstrumentKind, keyOf, type LabModel, type LabTokens, type Records } from '#page-model/lab';
import { bundle } from '#render/page/scripts';

type StartExample = (
  kind: InstrumentKind,
  example: object,
  model: LabModel,
) => Pick<Element, 'querySelector'>;

/** The parts of a browser that instruments use, and linkedom does not have. */
class NoSizes {
  observe(): void {}
}

/** An instrument that nobody looks at asks again this long after an answer, in ms, or not at all. */
const IDLE = 400;

export interface Example {
  readonly kind: InstrumentKind;
  readonly example: object;
}

/** The instruments of pages, each example once. */
export function examplesIn(pages: Iterable<string>): Example[] {
  const found = new Map<string, Example>();
  for (const html of pages) {
    if (!html.includes('data-example')) continue;
    for (const place of parseHTML(html).document.querySelectorAll('.instrument[data-example]')) {
      const kind = place.getAttribute('data-kind') as InstrumentKind;
      const text = place.getAttribute('data-example') ?? '';
      found.set(kind + text, { kind, example: JSON.parse(text) });
    }
  }
  return [...found.values()];
}

/** Has the instruments themselves ask for their examples. Predictions come as files, by their paths below `folder`. */
export async function recordedAnswers(
  root: string,
  model: LabModel,
  examples: readonly Example[],
  folder: string,
): Promise<{ readonly records: Omit<Records, 'vocabulary'>; readonly files: Map<string, Uint8Array> }> {
  const tokens: Record<string, readonly number[]> = {};
  const scores: Record<string, LabTokens[]> = {};
  const predictions: Record<string, string> = {};
  const files = new Map<string, Uint8Array>();
  let running = 0;
  let lastAnswer = 0;
  let failure: unknown;
  async function counted<T>(answer: Promise<T>): Promise<T> {
    running++;
    try {
      return await answer;
    } catch (error) {
      failure ??= error;
      throw error;
    } finally {
      running--;
      lastAnswer = performance.now();
    }
  }
  const recording: LabModel = {
    vocabulary: () => counted(model.vocabulary()),
    async predict(text, ids, signal) {
      const logits = await counted(model.predict(text, ids, signal));
      const path = `${folder}/${files.size}.f32`;
      predictions[keyOf(text, ids)] = path;
      files.set(path, new Uint8Array(logits.slice().buffer));
      return logits;
    },
    async tokenize(text, signal) {
      const ids = await counted(model.tokenize(text, signal));
      tokens[keyOf(text)] = ids;
      return ids;
    },
    async score(parts, signal, take) {
      const all: LabTokens[] = [];
      await counted(model.score(parts, signal, (some) => all.push(some)));
      scores[keyOf(parts)] = all;
      all.forEach(take);
    },
  };
  const { document, window } = parseHTML('<html><body></body></html>');
  const page = {
    document,
    window,
    ResizeObserver: NoSizes,
    AbortController,
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
  };
  const context = createContext(page) as typeof page & { startExample: StartExample };
  runInContext(await bundle(root, 'lab/example.ts'), context);
  for (const { kind, example } of examples) {
    lastAnswer = performance.now();
    const place = context.startExample(kind, example, recording);
    do await new Promise((resolve) => setTimeout(resolve, IDLE / 4));
    while (running > 0 || performance.now() - lastAnswer < IDLE);
    if (failure !== undefined) throw failure;
    const failed = place.querySelector('[data-state=failed]');
    if (failed) throw new Error(`the example of "${kind}" fails: ${failed.textContent}`);
  }
  return { records: { tokens, scores, predictions }, files };
}
