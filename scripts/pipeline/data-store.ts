import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeJson, encodeJson } from '#base/json';
import { UserError } from '#base/user-error';
import type { Measurement } from '#report/measurement';
import type { MeasurementCode } from './code-hash.ts';
import type { Measured } from './measure.ts';
import type { ChapterShare } from './project.ts';

/**
 * The data behind the report: a file for each chapter, `data/NN-slug.json`, with every measurement that the chapter is
 * the first to need, and beside each output what it was computed from.
 */

/** What computed the data: results of different makes are not mixed in one report. */
export interface Make {
  readonly model: { readonly id: string; readonly sha256: string };
  /** Versions of the packages that run the model, by name. */
  readonly measuredWith: Readonly<Record<string, string>>;
}

export interface StoredMeasurement {
  readonly id: string;
  /** SHA-256 of its code; see code-hash. */
  readonly code: string;
  /** SHA-256 of its data files, by name. */
  readonly data: Readonly<Record<string, string>>;
  readonly forwardTokens: number;
  readonly output: unknown;
}

export interface DataFile extends Make {
  /** "01-logits-logprobs-softmax" */
  readonly chapter: string;
  readonly measurements: readonly StoredMeasurement[];
}

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex');
const DATA_FILE = z.strictObject({
  chapter: z.string(),
  model: z.strictObject({ id: z.string(), sha256: z.string() }),
  measuredWith: z.record(z.string(), z.string()),
  measurements: z.array(
    z.strictObject({
      id: z.string(),
      code: SHA256,
      data: z.record(z.string(), SHA256),
      forwardTokens: z.number().int().nonnegative(),
      output: z.unknown(),
    }),
  ),
});

/** Where the data file of a chapter lies, relative to the output folder. */
export function dataPath(stem: string): string {
  return `data/${stem}.json`;
}

/** The text of a data file. */
export function encodeDataFile(file: DataFile): string {
  const { chapter, model, measuredWith, measurements } = file;
  return encodeJson({
    chapter,
    model: { id: model.id, sha256: model.sha256 },
    measuredWith,
    measurements: measurements.map(({ id, code, data, forwardTokens, output }) => ({
      id,
      code,
      data,
      forwardTokens,
      output,
    })),
  });
}

/** Reads the text of a data file. Throws a UserError that names `path` and what is wrong. */
export function decodeDataFile(text: string, path: string): DataFile {
  const damaged = (what: string, cause: unknown): UserError =>
    new UserError(`${path} is damaged: ${what}; run npm run build to measure anew.`, { cause });
  let value: unknown;
  try {
    value = decodeJson(text);
  } catch (error) {
    throw damaged(`it is not JSON (${error instanceof Error ? error.message : String(error)})`, error);
  }
  const parsed = DATA_FILE.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = z.core.toDotPath(issue?.path ?? []);
    throw damaged(
      `${where === '' ? 'the file' : where}: ${issue?.message ?? 'unexpected content'}`,
      parsed.error,
    );
  }
  return parsed.data;
}

/** All that an output folder stores: its measurements by id, each with the make of the file it lies in. */
export type Store = ReadonlyMap<string, { readonly stored: StoredMeasurement; readonly make: Make }>;

/**
 * Reads every data file below an output folder; an absent folder stores nothing. Throws a UserError when a file is
 * damaged or two of them store one measurement.
 */
export function readStore(out: string, shownAs: string): Store {
  const folder = join(out, 'data');
  const store = new Map<string, { stored: StoredMeasurement; make: Make }>();
  if (!existsSync(folder)) return store;
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue;
    const path = `${shownAs}/data/${name}`;
    const { measurements, model, measuredWith } = decodeDataFile(
      readFileSync(join(folder, name), 'utf8'),
      path,
    );
    for (const stored of measurements) {
      if (store.has(stored.id)) {
        throw new UserError(
          `${path} is damaged: measurement ${stored.id} is stored a second time; run npm run build to measure anew.`,
        );
      }
      store.set(stored.id, { stored, make: { model, measuredWith } });
    }
  }
  return store;
}

/** A measurement as it is stored. */
export function toStored(
  measurement: Measurement,
  code: MeasurementCode,
  { output, forwardTokens }: Measured,
): StoredMeasurement {
  return { id: measurement.id, code: code.hash, data: code.data, forwardTokens, output };
}

/** The data files of a report, by chapter, from everything stored. Throws an Error when a measurement is missing. */
export function dataFiles(
  shares: readonly ChapterShare[],
  stored: ReadonlyMap<string, StoredMeasurement>,
  make: Make,
): DataFile[] {
  return shares.map(({ stem, measurements }) => ({
    chapter: stem,
    model: make.model,
    measuredWith: make.measuredWith,
    measurements: measurements.map(({ id }) => {
      const found = stored.get(id);
      if (!found) throw new Error(`measurement ${id} has no data`);
      return found;
    }),
  }));
}
