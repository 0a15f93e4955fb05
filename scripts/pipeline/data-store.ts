import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeJson, encodeJson } from '#base/json';
import { UserError, unlessRefused } from '#base/user-error';
import { serializedModel } from '#report/serialize';
import type { ChapterShare } from './project.ts';

/** The data: `data/NN-slug.json` has every measurement that this chapter is the first to need. */

/** Of code as code-hash takes it, or of a file. */
const SHA256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex');

const COUNT = z.number().int().nonnegative();

const ENGINE = z.strictObject({
  name: z.string(),
  version: z.string(),
  dtype: z.enum(['float32', 'float16', 'bfloat16']),
  agreement: z.number().nullable(),
  logprobs: z.array(z.number().nullable()).readonly().optional(),
});

const TOOLCHAIN = {
  model: z
    .strictObject({ id: z.string(), sha256: z.string(), engine: ENGINE.readonly().optional() })
    .readonly(),
  /** Of the code behind the model's interface. */
  lmCode: SHA256,
  measuredWith: z.record(z.string(), z.string()).readonly(),
};

const STORED_MEASUREMENT = z.strictObject({
  id: z.string(),
  code: SHA256,
  data: z.record(z.string(), SHA256).readonly(),
  forwardTokens: COUNT,
  /** Of the model: what it did for the measurement, and what a server must be able to do. */
  asked: z.strictObject({ predictions: COUNT, scores: COUNT }).readonly(),
  output: z.unknown(),
});

const CHAPTER_DATA = z.strictObject({
  chapter: z.string(),
  ...TOOLCHAIN,
  measurements: z.array(STORED_MEASUREMENT.readonly()).readonly(),
});

/** What computed the data, besides their own code: results of different toolchains are not mixed in one report. */
export type Toolchain = Readonly<z.infer<z.ZodObject<typeof TOOLCHAIN>>>;
export type StoredMeasurement = Readonly<z.infer<typeof STORED_MEASUREMENT>>;
export type ChapterData = Readonly<z.infer<typeof CHAPTER_DATA>>;
export type Stored = ReadonlyMap<string, StoredMeasurement>;

export function encodeChapterData(file: ChapterData): string {
  const { chapter, model, lmCode, measuredWith, measurements } = file;
  return encodeJson({
    chapter,
    model: serializedModel(model),
    lmCode,
    measuredWith,
    measurements: measurements.map(({ id, code, data, forwardTokens, asked, output }) => {
      return { id, code, data, forwardTokens, asked, output };
    }),
  });
}

function damaged(path: string, what: string, cause?: unknown): UserError {
  return new UserError(`${path} is damaged: ${what}; run npm run build to measure anew.`, { cause });
}

/** Reads the text of a data file. Throws a UserError that names `path` and what is wrong. */
export function decodeChapterData(text: string, path: string): ChapterData {
  let value: unknown;
  try {
    value = decodeJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw damaged(path, `it is not JSON (${why})`, error);
  }
  const { success, data, error } = CHAPTER_DATA.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const where = z.core.toDotPath(issue?.path ?? []) || 'the file';
  throw damaged(path, `${where}: ${issue?.message ?? 'unexpected content'}`, error);
}

export type InStore = StoredMeasurement & { readonly toolchain: Toolchain };
export type Store = ReadonlyMap<string, InStore>;

export function storeOf(files: readonly ChapterData[]): Store {
  return new Map(
    files.flatMap((file) => file.measurements.map((one) => [one.id, { ...one, toolchain: file }])),
  );
}

const jsonFilesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : [];

/** Reads the data below an output folder, if any. Throws a UserError on a damaged file. */
export function readStore(out: string, shownAs: string): Store {
  const folder = join(out, 'data');
  const files = jsonFilesIn(folder).map((name) =>
    decodeChapterData(readFileSync(join(folder, name), 'utf8'), `${shownAs}/data/${name}`),
  );
  return storeOf(files);
}

/** The same, and nothing when it cannot be read: those who can measure anew need not refuse damaged files. */
export function storeIfReadable({ out, shownAs }: { readonly out: string; readonly shownAs: string }): Store {
  return unlessRefused(() => readStore(out, shownAs), new Map());
}

/** Deals everything stored to the chapters' data files. Throws an Error when a measurement is missing. */
export function chapterData(
  shares: readonly ChapterShare[],
  stored: Stored,
  { model, lmCode, measuredWith }: Toolchain,
): ChapterData[] {
  return shares.map(({ stem, measurements }) => ({
    chapter: stem,
    model,
    lmCode,
    measuredWith,
    measurements: measurements.map(({ id }) => {
      const found = stored.get(id);
      if (!found) throw new Error(`measurement ${id} has no data`);
      return found;
    }),
  }));
}

/** Results of a build that did not end, or of a preview, are kept beside the output: the next build takes them over. */

export function saveCheckpoint(folder: string, toolchain: Toolchain, result: StoredMeasurement): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${result.id}.json`);
  const file = { chapter: 'checkpoint', ...toolchain, measurements: [result] };
  // A process killed at any moment leaves a whole file.
  writeFileSync(`${path}.next`, encodeChapterData(file));
  renameSync(`${path}.next`, path);
}

/** The results in a folder; files that cannot be read are left out. */
export function readCheckpoints(folder: string): Store {
  const files = jsonFilesIn(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return unlessRefused(() => [decodeChapterData(text, name)], []);
  });
  return storeOf(files);
}
