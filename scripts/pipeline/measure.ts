import { firstProblem } from '#base/json';
import { about } from '#base/source-location';
import { UserError } from '#base/user-error';
import { EMBEDDED_MODEL } from '#lm/model-identity';
import { ModelLostError } from '#lm/model-lost';
import type { Ability, LanguageModel } from '#lm/types';
import type { Measurement } from '#report/measurement';
import { asSerialized } from '#report/serialize';
import { codeOfMeasurements, type MeasurementCode, readDataFiles } from './code-hash.ts';
import type { Store, Stored, StoredMeasurement, Toolchain } from './data-store.ts';
import { readCheckpoints, saveCheckpoint } from './data-store.ts';
import type { Services } from './model-and-renderer.ts';
import { chapterShares, type Project } from './project.ts';
import {
  describeStale,
  freshest,
  measuringModel,
  type Stale,
  staleMeasurements,
  toolchainWith,
} from './stale.ts';

export type Result = Pick<StoredMeasurement, 'output' | 'forwardTokens' | 'asked'>;

interface MeasureWatcher {
  readonly measuring?: (measurement: Measurement) => void;
  readonly measured?: (measurement: Measurement, result: Result) => void;
  readonly failed?: (measurement: Measurement, error: Error) => void;
  /** Whether the results are saved, so that the same command, run again, continues from them. */
  readonly saves?: boolean;
}

/** Throws a TypeError that names the first NaN of the embedded model that `mayBeNaN` does not explain. */
function assertNumbers(measurement: Measurement, result: unknown, model: string): void {
  if (model !== EMBEDDED_MODEL || measurement.mayBeNaN !== undefined) return;
  const problem = firstProblem(result, (part) =>
    Number.isNaN(part)
      ? " is NaN: is a field misspelt? When that is a result, say why in mayBeNaN: '…'"
      : undefined,
  );
  if (problem !== undefined)
    throw about(new TypeError(`measurement ${measurement.id}: result${problem}`), measurement);
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
  const { forwardTokens, asked } = lm;
  const output = asSerialized(measurement, await measurement.run({ ...Object.fromEntries(needs), lm, data }));
  assertNumbers(measurement, output, lm.id);
  return {
    output,
    forwardTokens: lm.forwardTokens - forwardTokens,
    asked: {
      predictions: lm.asked.predictions - asked.predictions,
      scores: lm.asked.scores - asked.scores,
    },
  };
}

/** Throws a UserError when all failures are such, else an error that has each of them, and the stack of each. */
function assertNoneFailed(
  failed: ReadonlyMap<string, Error>,
  leftOut: readonly string[],
  kept: string,
): void {
  if (failed.size === 0) return;
  const why = (id: string, { message }: Error): string => message.replace(`measurement ${id}: `, '');
  const named = [...failed].map(([id, error]) => `${id} (${why(id, error)})`).join(', ');
  const because = leftOut.length === 0 ? '' : `; left out because of that: ${leftOut.join(', ')}`;
  const message = `Measuring failed: ${named}${because}.${kept}`;
  const errors = [...failed.values()];
  if (errors.every((error) => error instanceof UserError))
    throw about(new UserError(message), ...errors.slice(0, 1));
  const all = new AggregateError(errors, message);
  all.stack = [message, ...[...failed].map(([id, error]) => `${id}: ${error.stack}`)].join('\n');
  throw all;
}

/**
 * Runs measurements in the given order, except those `done` before; gives results by id. When one fails, those that do
 * not need it still run, and then an error names all that failed or were left out. A lost model ends the run.
 */
export async function runMeasurements(
  measurements: readonly Measurement[],
  lm: LanguageModel,
  watcher: MeasureWatcher = {},
  done: ReadonlyMap<string, Result> = new Map(),
): Promise<Map<string, Result>> {
  const results = new Map(done);
  const kept = (): string =>
    watcher.saves && results.size > 0
      ? ` ${results.size} of ${measurements.length} results are kept: the same command goes on from there.`
      : '';
  const failed = new Map<string, Error>();
  const leftOut: string[] = [];
  for (const measurement of measurements) {
    const { id, needs } = measurement;
    if (done.has(id)) continue;
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
      if (error instanceof ModelLostError) throw new UserError(error.message + kept(), { cause: error });
      const known = error instanceof Error ? error : about(new Error(String(error)), measurement);
      failed.set(id, known);
      watcher.failed?.(measurement, known);
    }
  }
  assertNoneFailed(failed, leftOut, kept());
  return results;
}

/** What measuring needs to know besides what is to be measured. */
interface MeasureOptions {
  /** Earlier results, of whatever model, which tell what was asked of it. */
  readonly last: Store;
  /** May reject, once it is known what computes the results. */
  readonly beforeMeasuring?: (toolchain: Toolchain) => Promise<void>;
  /** The folder where results are saved as they come, and from which those of an unfinished run are taken over. */
  readonly checkpoints?: string;
  /** Earlier results that are taken over where today's code, data, model and packages would give them again. */
  readonly takeOver?: Store | undefined;
  /** Whether the model stays open: opening it takes longer than most measurements. */
  readonly keepsModel?: boolean;
}

export interface Measured {
  readonly toolchain: Toolchain;
  readonly stored: Stored;
}

/** Measures `todo`, given in running order; opens the model only if needed. Rejects as `runMeasurements` does. */
export async function measure(
  project: Project,
  todo: readonly Measurement[],
  services: Services,
  { last, beforeMeasuring = async () => {}, checkpoints, takeOver, keepsModel = false }: MeasureOptions,
): Promise<Measured> {
  const { progress } = services;
  const codes = await codeOfMeasurements(project, todo);
  const stores = [
    checkpoints === undefined ? new Map() : readCheckpoints(checkpoints),
    takeOver ?? new Map(),
  ];
  const withCode = (name: string, result: Result): StoredMeasurement => {
    const code = codes.get(name);
    if (!code) throw new Error(`measurement ${name} has no code hash`);
    return { id: name, code: code.hash, data: code.data, ...result };
  };
  const allOf = (results: ReadonlyMap<string, Result>): Stored =>
    new Map([...results].map(([name, one]) => [name, withCode(name, one)]));
  const toolchain = await toolchainWith(await measuringModel(services), services);
  await beforeMeasuring(toolchain);
  const { done, stale } = resultsToContinueFrom(todo, stores, codes, toolchain);
  if (done.size === todo.length) {
    if (takeOver) progress.note(`Nothing is stale: all ${todo.length} results are taken over.`);
    return { toolchain, stored: allOf(done) };
  }
  progress.stage('Opening the model');
  const lm = await services.openModel();
  try {
    assertAble(lm, todo, last);
    if (takeOver)
      progress.note(`Measuring ${stale.length} of ${todo.length} results anew: ${describeStale(stale)}.`);
    else if (done.size > 0)
      progress.note(`Going on from ${done.size} of ${todo.length} results that an earlier run has measured.`);
    progress.stage('Measuring');
    const rest = todo.filter((one) => !done.has(one.id));
    progress.plan(rest.reduce((sum, one) => sum + (last.get(one.id)?.forwardTokens ?? 0), 0));
    const shares = chapterShares(project.chapters);
    const titleOf = (one: Measurement): string =>
      `Chapter ${shares.find(({ measurements }) => measurements.includes(one))?.chapter.number}`;
    const watcher: MeasureWatcher = {
      saves: checkpoints !== undefined,
      measuring(one) {
        const before = lm.forwardTokens;
        progress.measuring(titleOf(one), one.id, () => lm.forwardTokens - before);
      },
      measured(one, result) {
        if (checkpoints !== undefined) saveCheckpoint(checkpoints, toolchain, withCode(one.id, result));
        progress.measured(titleOf(one), one.id, result.forwardTokens);
      },
      failed: (one, { message }) => progress.note(`${titleOf(one)}: ${one.id} failed: ${message}`),
    };
    return { toolchain, stored: allOf(await runMeasurements(todo, lm, watcher, done)) };
  } finally {
    if (!keepsModel) await lm.close();
  }
}

const ABILITIES: Readonly<Record<Ability, string>> = {
  predictions:
    'whole predictions, with the probability of every token (vLLM: start it with --max-logprobs -1)',
  scores: 'log-probabilities of a given text (vLLM: prompt_logprobs)',
};

/** Throws a UserError that names every measurement which asked for more, the last time, than this model can do. */
function assertAble({ lacks }: LanguageModel, todo: readonly Measurement[], last: Store): void {
  for (const ability of lacks) {
    const needing = todo.filter(({ id }) => (last.get(id)?.asked[ability] ?? 0) > 0).map(({ id }) => id);
    if (needing.length === 0) continue;
    throw new UserError(
      `This server does not give ${ABILITIES[ability]}, which is needed by ${needing.join(', ')}; nothing was measured.`,
    );
  }
}

/** The earlier results that today's code, data, model and packages would give again, and which there are none of. */
function resultsToContinueFrom(
  todo: readonly Measurement[],
  stores: readonly Store[],
  codes: ReadonlyMap<string, MeasurementCode>,
  toolchain: Toolchain,
): { readonly done: ReadonlyMap<string, Result>; readonly stale: readonly Stale[] } {
  const earlier = freshest(stores, codes, toolchain);
  const stale = staleMeasurements(todo, earlier, codes, toolchain);
  const isStale = new Set(stale.map(({ id }) => id));
  const done = todo.flatMap((one) => {
    const found = earlier.get(one.id);
    if (!found || isStale.has(one.id)) return [];
    const { output, forwardTokens, asked } = found;
    return [[one.id, { output: asSerialized(one, output), forwardTokens, asked }] as const];
  });
  return { done: new Map(done), stale };
}
