import { assertJson, decodeJson, encodeJson } from '#base/json';
import type { LanguageModel } from '#lm/types';
import type { Measurement } from '#report/measurement';
import { readDataFile } from './code-hash.ts';
import { assertKinds } from './kinds.ts';

/** No list in the stored data may be longer: whoever reads a diff must be able to. */
export const LONGEST_ARRAY = 2000;

/** What one measurement gave, as it would be read back from a file. */
export interface Measured {
  readonly output: unknown;
  /** Tokens the model computed for it. */
  readonly forwardTokens: number;
}

/** Is told what is being measured; nothing depends on it. */
export interface MeasureWatcher {
  readonly measuring?: (measurement: Measurement, model: LanguageModel) => void;
  readonly measured?: (measurement: Measurement, result: Measured) => void;
}

/** Forbids changes to a value and all that is in it: outputs are shared, and what one reader changed others would see. */
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
  outputs: ReadonlyMap<string, Measured>,
): Promise<unknown> {
  const data: Record<string, string> = {};
  for (const [name, url] of Object.entries(measurement.data)) {
    data[name] = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      await readDataFile(measurement, name, url),
    );
  }
  const needs = Object.fromEntries(
    Object.entries(measurement.needs).map(([name, need]) => {
      const needed = outputs.get(need.id);
      if (!needed) throw new Error(`measurement ${measurement.id} came before ${need.id}, which it needs`);
      return [name, needed.output];
    }),
  );
  return measurement.run({ ...needs, lm, data });
}

/** Lets timers and signals have their turn: a line of progress is drawn, Ctrl-C is heard. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Runs measurements one after another, given in an order in which they can run. The outputs are by id; sections and
 * later measurements get exactly what a stored file would give. Throws what a measurement throws, a TypeError as
 * `asStored` does, and an Error when the order does not fit the needs.
 */
export async function runMeasurements(
  measurements: readonly Measurement[],
  lm: LanguageModel,
  watcher: MeasureWatcher = {},
): Promise<Map<string, Measured>> {
  const outputs = new Map<string, Measured>();
  for (const measurement of measurements) {
    watcher.measuring?.(measurement, lm);
    await breathe();
    const before = lm.forwardTokens;
    const output = asStored(measurement, await runOne(measurement, lm, outputs));
    const result = { output, forwardTokens: lm.forwardTokens - before };
    outputs.set(measurement.id, result);
    watcher.measured?.(measurement, result);
  }
  return outputs;
}
