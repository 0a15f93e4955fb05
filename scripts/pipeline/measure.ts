import { assertJson, decodeJson, encodeJson } from '#base/json';
import { UserError } from '#base/user-error';
import type { LanguageModel } from '#lm/types';
import { assertKinds } from '#report/kind';
import type { Measurement } from '#report/measurement';
import { codeOfMeasurements, readDataFiles } from './code-hash.ts';
import type { Store, Stored, StoredMeasurement, Toolchain } from './data-store.ts';
import type { Effects } from './effects.ts';
import { chapterShares, type Project } from './project.ts';
import { currentToolchain } from './stale.ts';

/** No list in the stored data may be longer: whoever reads a diff must be able to. */
const LONGEST_ARRAY = 2000;

export type Result = Pick<StoredMeasurement, 'output' | 'forwardTokens'>;

interface MeasureWatcher {
  readonly measuring?: (measurement: Measurement) => void;
  readonly measured?: (measurement: Measurement, result: Result) => void;
}

/** Outputs are shared: what one reader changed, others would see. */
function deepFreeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) deepFreeze(child);
    Object.freeze(value);
  }
  return value;
}

/**
 * A result as a stored file would give it. Throws a TypeError that names measurement and path when JSON cannot hold
 * it, an array is too long, or a value has no kind.
 */
export function asStored(measurement: Measurement, result: unknown): unknown {
  const path = `measurement ${measurement.id}: result`;
  assertJson(result, { path, longestArray: LONGEST_ARRAY });
  assertKinds(result, measurement.kinds, path);
  return deepFreeze(decodeJson(encodeJson(result)));
}

async function runOne(
  measurement: Measurement,
  lm: LanguageModel,
  results: ReadonlyMap<string, Result>,
): Promise<Result> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const files = [...(await readDataFiles(measurement))];
  const data = Object.fromEntries(files.map(([name, bytes]) => [name, decoder.decode(bytes)]));
  const needs = Object.entries(measurement.needs).map(([name, need]) => {
    const needed = results.get(need.id);
    if (!needed) throw new Error(`measurement ${measurement.id} came before ${need.id}, which it needs`);
    return [name, needed.output];
  });
  const before = lm.forwardTokens;
  const output = asStored(measurement, await measurement.run({ ...Object.fromEntries(needs), lm, data }));
  return { output, forwardTokens: lm.forwardTokens - before };
}

/** Throws a UserError when all failures are such, else an error that has the stack of each. */
function assertNoneFailed(failed: ReadonlyMap<string, Error>, leftOut: readonly string[]): void {
  if (failed.size === 0) return;
  const named = [...failed].map(([id, error]) => `${id} (${error.message})`).join(', ');
  const because = leftOut.length === 0 ? '' : `; left out because of that: ${leftOut.join(', ')}`;
  const message = `Measuring failed, and nothing is written: ${named}${because}.`;
  const errors = [...failed.values()];
  if (errors.every((error) => error instanceof UserError)) throw new UserError(message);
  const all = new AggregateError(errors, message);
  all.stack = [message, ...[...failed].map(([id, error]) => `${id}: ${error.stack}`)].join('\n');
  throw all;
}

/**
 * Runs measurements one after another, given in an order in which they can run. The results are by id; sections and
 * later measurements get exactly what a stored file would give. When one fails, those that do not need it are run all
 * the same; then an error names each that failed and why, and those that were left out.
 */
export async function runMeasurements(
  measurements: readonly Measurement[],
  lm: LanguageModel,
  watcher: MeasureWatcher = {},
): Promise<Map<string, Result>> {
  const results = new Map<string, Result>();
  const failed = new Map<string, Error>();
  const leftOut: string[] = [];
  for (const measurement of measurements) {
    const { id, needs } = measurement;
    if (Object.values(needs).some((need) => failed.has(need.id) || leftOut.includes(need.id))) {
      leftOut.push(id);
      continue;
    }
    watcher.measuring?.(measurement);
    // Lets timers and signals have their turn: a line of progress is drawn, Ctrl-C is heard.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      const result = await runOne(measurement, lm, results);
      results.set(id, result);
      watcher.measured?.(measurement, result);
    } catch (error) {
      failed.set(id, error instanceof Error ? error : new Error(String(error)));
    }
  }
  assertNoneFailed(failed, leftOut);
  return results;
}

/**
 * Opens the model, unless there is nothing to do, measures, and closes the model, telling progress. `todo` is in
 * running order; `last` tells what it cost the last time. `beforeMeasuring` may reject, once it is known what computes
 * the results. Rejects as `runMeasurements` does.
 */
export async function measure(
  project: Project,
  todo: readonly Measurement[],
  last: Store,
  effects: Effects,
  beforeMeasuring: (toolchain: Toolchain) => Promise<void> = async () => {},
): Promise<{ readonly toolchain: Toolchain; readonly stored: Stored }> {
  const { progress } = effects;
  if (todo.length === 0) {
    const toolchain = await currentToolchain(last, effects);
    await beforeMeasuring(toolchain);
    return { toolchain, stored: new Map() };
  }
  const codes = await codeOfMeasurements(project, todo);
  progress.stage('Opening the model');
  const lm = await effects.openModel();
  try {
    const { id, sha256 } = lm;
    const lmCode = await effects.lmCode();
    const toolchain = { model: { id, sha256 }, lmCode, measuredWith: effects.measuringVersions };
    await beforeMeasuring(toolchain);
    progress.stage('Measuring');
    progress.plan(todo.reduce((sum, one) => sum + (last.get(one.id)?.forwardTokens ?? 0), 0));
    const shares = chapterShares(project.chapters);
    const titleOf = (one: Measurement): string =>
      `Chapter ${shares.find(({ measurements }) => measurements.includes(one))?.chapter.number}`;
    const results = await runMeasurements(todo, lm, {
      measuring(one) {
        const before = lm.forwardTokens;
        progress.measuring(titleOf(one), one.id, () => lm.forwardTokens - before);
      },
      measured: (one, { forwardTokens }) => progress.measured(titleOf(one), one.id, forwardTokens),
    });
    const stored = new Map<string, StoredMeasurement>();
    for (const [name, { output, forwardTokens }] of results) {
      const code = codes.get(name);
      if (!code) throw new Error(`measurement ${name} has no code hash`);
      stored.set(name, { id: name, code: code.hash, data: code.data, forwardTokens, output });
    }
    return { toolchain, stored };
  } finally {
    await lm.close();
  }
}
