import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { Forward, type RunnableSession } from '#lm/forward';
import type { ModelSignature } from '#lm/model-signature';
import { onnxLanguageModel } from '#lm/onnx-model';
import { openTokenizer } from '#lm/pretrained';
import type { LanguageModel } from '#lm/types';
import { seededRandom } from '#numerics/seeded-random';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { drawFigures } from '#render/figures/files';
import { renderMarkdown } from '#render/markdown/markdown';
import { writeReport } from '#report/write-report';
import { chapters, overview } from '../../chapters/index.ts';
import { writeTinyTokenizer, writeWideTokenizer } from '../models/tiny-model.ts';
import { scratchFolder } from '../pipeline/fixtures/scratch.ts';

const PROVENANCE = { model: { id: 'strange', sha256: 's' }, versions: {}, forwardTokens: 0 };

/** Words that no report should print, but where a chapter speaks of them, as the committed one does. */
const absurdWords = (text: string): Set<string> => new Set(text.match(/\b(?:NaN|undefined)\b/g));
const absurdIn = (path: string): Set<string> =>
  absurdWords(readFileSync(new URL(`../../output/${path}`, import.meta.url), 'utf8'));

const CACHE = { heads: 1, headSize: 1 };
const SIGNATURE: Omit<ModelSignature, 'vocabularySize'> = {
  integerType: 'int64',
  takesPositions: true,
  takesLogitCount: true,
  givesWholeCache: false,
  cacheTensors: ['key', 'value'].map((part) => ({ input: `past.${part}`, output: `new.${part}`, ...CACHE })),
};
/** How many different predictions there are. After every other one a text most likely ends. */
const PREDICTIONS = 1000;
const END = 2;

/** Stands in for a graph: the logits after a token are a stretch of `noise` that depends on this token alone. */
function noisySession(noise: Float32Array, vocabularySize: number): RunnableSession {
  return {
    async run(feeds, fetches) {
      const ids = feeds.input_ids as Tensor;
      const [rows = 0, columns = 0] = ids.dims;
      const { data, dims } = (fetches as Record<string, Tensor>).logits as Tensor;
      const given = dims[1] ?? 0;
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < given; column++) {
          const id = Number(ids.data[(row + 1) * columns - given + column]);
          const start = (id * 7919) % PREDICTIONS;
          const place = (row * given + column) * vocabularySize;
          (data as Float32Array).set(noise.subarray(start, start + vocabularySize), place);
          if (start % 2 === 0) data[place + END] = 2 * (noise[0] ?? 0);
        }
      }
      return fetches as Record<string, Tensor>;
    },
  };
}

/** A model whose every logit is `logitOf` a random number from 0 to 1. */
async function strangeModel(folder: string, logitOf: (random: number) => number): Promise<LanguageModel> {
  const tokenizer = await openTokenizer({ path: folder });
  const vocabularySize = tokenizer.size;
  const { next } = seededRandom(7);
  const noise = Float32Array.from({ length: vocabularySize + PREDICTIONS }, () => logitOf(next()));
  noise[0] = logitOf(1);
  const session = noisySession(noise, vocabularySize);
  return onnxLanguageModel({
    identity: { id: 'strange', sha256: 's' },
    forward: new Forward(session, { ...SIGNATURE, vocabularySize }),
    session: { release: async () => {} },
    tokenizer,
    contextLength: 8192,
    endIds: [END],
  });
}

const gumbel = (random: number): number => -Math.log(-Math.log(Math.min(Math.max(random, 1e-9), 1 - 1e-9)));

const STRANGE = [
  ['random, of more tokens than a call takes arguments', writeWideTokenizer, gumbel],
  ['certain', writeTinyTokenizer, (random: number) => 1000 * gumbel(random)],
  ['tied', writeTinyTokenizer, (random: number) => Math.round(gumbel(random))],
] as const;

describe('the report of a strange model', { timeout: 900_000 }, () => {
  it.each(STRANGE)('is built, withdraws what does not hold, and prints no NaN (%s)', async (...strange) => {
    const [what, writeTokenizer, logitOf] = strange;
    const folder = join(scratchFolder(), 'strange');
    await writeTokenizer(folder);
    const lm = await strangeModel(folder, logitOf);
    if (what.startsWith('random')) expect(lm.vocabularySize).toBeGreaterThan(140_000);
    const results = await runMeasurements(measurementsOf(chapters), lm);
    const outputs = new Map([...results].map(([id, { output }]) => [id, output]));
    const report = writeReport(chapters, outputs, overview);
    const files = renderMarkdown({ root: ROOT, report, provenance: PROVENANCE });
    const withdrawn = report.findings.filter(({ finding }) => finding.outcome !== 'holds');
    expect(withdrawn.length).toBeGreaterThan(0);
    if (what === 'tied') await drawFigures(report, {});
    for (const [path, content] of files) {
      const known = absurdIn(path);
      const absurd = [...absurdWords(content)].filter((word) => !known.has(word));
      expect(absurd, path).toEqual([]);
    }
  });
});
