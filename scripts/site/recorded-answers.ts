import { createContext, runInContext } from 'node:vm';
import { parseHTML } from 'linkedom';
import { type InstrumentKind, keyOf, type LabModel, type LabTokens, type Records } from '#page-model/lab';
import { bundle } from '#render/page/scripts';

type AskExample = (kind: InstrumentKind, example: object, model: LabModel) => Promise<unknown>;

interface Example {
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

/** Asks for the examples with the instruments' own code. Predictions come as files, by their paths below `folder`. */
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
  const recording: LabModel = {
    vocabulary: () => model.vocabulary(),
    async predict(text, ids, signal) {
      const logits = await model.predict(text, ids, signal);
      const path = `${folder}/${files.size}.f32`;
      predictions[keyOf(text, ids)] = path;
      files.set(path, new Uint8Array(logits.slice().buffer));
      return logits;
    },
    async tokenize(text, signal) {
      const ids = await model.tokenize(text, signal);
      tokens[keyOf(text)] = ids;
      return ids;
    },
    async score(parts, signal, take) {
      const all: LabTokens[] = [];
      await model.score(parts, signal, (some) => all.push(some));
      scores[keyOf(parts)] = all;
      all.forEach(take);
    },
  };
  const context = createContext({ AbortController }) as { askExample: AskExample };
  runInContext(await bundle(root, 'lab/example.ts'), context);
  for (const { kind, example } of examples) await context.askExample(kind, example, recording);
  return { records: { tokens, scores, predictions }, files };
}
