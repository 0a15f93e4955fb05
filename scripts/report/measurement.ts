import type { LanguageModel } from '#lm/types';
import type { Json, KindsOf, KindTree, Measured } from './kind.ts';

declare const output: unique symbol;

/** What is computed: run once a build, stored once under its id, used by any number of sections. */
export interface Measurement<Output = unknown> {
  readonly id: string;
  /** What it uses of other measurements, by the name it uses. */
  readonly needs: Needs;
  /** Text files it reads, by the name it uses; hashed with its code. */
  readonly data: Readonly<Record<string, URL>>;
  /** The kind of every value of its result, in the result's own shape. */
  readonly kinds: KindTree;
  /** Runs it; the result is checked to be JSON by whoever calls. */
  readonly run: (given: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Only a type: what sections get. */
  readonly [output]?: Output;
}

export type Needs = Readonly<Record<string, Measurement>>;

/** The outputs of needs, by the names they are needed under. */
export type OutputsOf<N extends Needs> = {
  readonly [Name in keyof N]: N[Name] extends Measurement<infer Output> ? Output : never;
};

/** What `measure` is given: the language model, its data files as text, and the outputs of its needs. */
export type Given<N extends Needs, D extends Readonly<Record<string, URL>>> = OutputsOf<N> & {
  readonly lm: LanguageModel;
  readonly data: { readonly [Name in keyof D]: string };
};

export interface MeasurementSpec<
  N extends Needs,
  D extends Readonly<Record<string, URL>>,
  M,
  K extends KindTree,
> {
  /** Unique in the report; words joined by hyphens. */
  readonly id: string;
  readonly needs?: N;
  readonly data?: D;
  readonly kinds: K & NoInfer<KindsOf<M>>;
  /** Computes everything, as plain JSON. Runs the model through `lm` only, so that its cost is counted. */
  measure(given: Given<N, D>): Promise<M & Json<M>>;
}

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Throws a TypeError unless `id` is made of small letters, digits and single hyphens. */
export function assertId(id: string, what: string): void {
  if (!ID.test(id))
    throw new TypeError(`${what} "${id}" must be small letters and digits joined by single hyphens`);
}

/**
 * Declares a measurement. Its type carries the result through `needs` into a section's `write`; a result that JSON
 * cannot hold, or a value without a kind, is a type error. Throws a TypeError on a malformed id or a need named
 * `lm` or `data`.
 */
export function measurement<
  M,
  const K extends KindTree,
  const N extends Needs = Record<never, never>,
  const D extends Readonly<Record<string, URL>> = Record<never, never>,
>(spec: MeasurementSpec<N, D, M, K>): Measurement<Measured<M, K>> {
  assertId(spec.id, 'the measurement id');
  for (const name of Object.keys(spec.needs ?? {})) {
    if (name === 'lm' || name === 'data') {
      throw new TypeError(`measurement ${spec.id}: a need may not be named "${name}"`);
    }
  }
  return {
    id: spec.id,
    needs: spec.needs ?? {},
    data: spec.data ?? {},
    kinds: spec.kinds,
    run: (given) => spec.measure(given as Given<N, D>),
  };
}

/**
 * A measurement's needs before itself, each once, in an order in which they can run. Throws an Error when needs go
 * round in a circle or two measurements share an id.
 */
export function inRunningOrder(roots: readonly Measurement[]): Measurement[] {
  const ordered: Measurement[] = [];
  const byId = new Map<string, Measurement>();
  const visit = (current: Measurement, path: readonly string[]): void => {
    if (path.includes(current.id)) {
      throw new Error(`measurements need each other in a circle: ${[...path, current.id].join(' -> ')}`);
    }
    const known = byId.get(current.id);
    if (known === current) return;
    if (known) throw new Error(`two measurements share the id "${current.id}"`);
    for (const need of Object.values(current.needs)) visit(need, [...path, current.id]);
    byId.set(current.id, current);
    ordered.push(current);
  };
  for (const root of roots) visit(root, []);
  return ordered;
}
