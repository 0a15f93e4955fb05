import { about, madeHere } from '#base/source-location';
import type { LanguageModel } from '#lm/types';
import { assertId } from './ids.ts';
import { type Json, type KindsOf, type KindTree, unknownKind } from './kind-tree.ts';
import { KINDS } from './number-kinds.ts';
import type { FindingPart } from './prose-parts.ts';
import type { Measured } from './quantity.ts';

export { type Kind, statisticOf } from './number-kinds.ts';

declare const output: unique symbol;
declare const seen: unique symbol;

/** What is computed: run once a build, stored once under its id, used by any number of sections. */
export interface Measurement<Output = unknown, Seen = unknown> {
  readonly id: string;
  readonly needs: Needs;
  /** Text files it reads, by the name it uses; hashed with its code. */
  readonly data: Files;
  /** The kind of every number of its result, in the result's own shape. */
  readonly kinds: KindTree;
  /** Why another engine gives other results with the same weights, if it does; they are then not compared. */
  readonly dependsOnEngine?: string | undefined;
  /** Why the project's own model may give NaN. Without a reason NaN is a mistake. */
  readonly mayBeNaN?: string | undefined;
  /** Runs it; the result is checked to be JSON by whoever calls. */
  readonly run: (given: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Only types: what other measurements get, and what sections get. */
  readonly [output]?: Output;
  readonly [seen]?: Seen;
}

export type Needs = Readonly<Record<string, Measurement>>;
type Files = Readonly<Record<string, URL>>;

/** What a measurement gets of its needs: plain numbers to calculate with. */
type OutputsOf<N extends Needs> = {
  readonly [Name in keyof N]: N[Name] extends Measurement<infer Output, infer _Seen> ? Output : never;
};

/** What a section gets of a measurement: numbers that carry their source, to print and draw. */
export type Seen<M> = M extends Measurement<infer _Output, infer S> ? S : never;

export type SeenOf<N extends Needs> = { readonly [Name in keyof N]: Seen<N[Name]> };

/** A stored output is shared: what one reader changed others would see. */
type Stored<M> = M extends readonly (infer Element)[]
  ? readonly Stored<Element>[]
  : M extends object
    ? { readonly [Key in keyof M]: Stored<M[Key]> }
    : M;

/** What `measure` is given: the language model, its data files as text, and the outputs of its needs. */
type Given<N extends Needs, D extends Files> = OutputsOf<N> & {
  readonly lm: LanguageModel;
  readonly data: { readonly [Name in keyof D]: string };
};

/** Throws a TypeError unless `needs` names measurements: an import that is misspelt or goes in a circle gives none. */
export function assertNeeds(needs: unknown, what: string): void {
  if (typeof needs !== 'object' || needs === null)
    throw new TypeError(`${what} has no needs; needs: {} is for one without measurements`);
  for (const [name, need] of Object.entries(needs)) {
    if (need?.kinds === undefined)
      throw new TypeError(
        `${what} needs "${name}", which is no measurement: is its name misspelt, or do two files import each other?`,
      );
  }
}

/** Declares a measurement. Throws a TypeError on a malformed id, an unknown kind, or a need named `lm` or `data`. */
export function measurement<
  M,
  const K extends KindTree = Record<never, never>,
  const N extends Needs = Record<never, never>,
  const D extends Files = Record<never, never>,
>(spec: {
  readonly id: string;
  readonly needs?: N;
  readonly data?: D;
  /** Of the numbers whose names do not say it. */
  readonly kinds?: K & NoInfer<KindsOf<M>>;
  readonly dependsOnEngine?: string;
  readonly mayBeNaN?: string;
  /** Computes everything, as plain JSON. Runs the model through `lm` only, so that its cost is counted. */
  measure(given: Given<N, D>): Promise<M & Json<M>>;
}): Measurement<Stored<M>, Measured<M, K>> {
  assertId(spec.id, 'the measurement id');
  const { id, needs = {}, data = {}, kinds = {}, dependsOnEngine, mayBeNaN } = spec;
  assertNeeds(needs, `measurement ${id}`);
  const unknown = unknownKind(kinds);
  if (unknown !== undefined)
    throw new TypeError(
      `measurement ${id}: there is no kind "${unknown}"; kinds are ${Object.keys(KINDS).join(', ')}`,
    );
  const reserved = ['lm', 'data'].find((name) => Object.hasOwn(needs, name));
  if (reserved !== undefined) throw new TypeError(`measurement ${id}: a need may not be named "${reserved}"`);
  const run = (given: unknown): Promise<unknown> => spec.measure(given as Given<N, D>);
  return madeHere({ id, needs, data, kinds, dependsOnEngine, mayBeNaN, run }, measurement);
}

/** A finding as one report states it, in plain words. */
export interface StatedFinding {
  readonly id: string;
  /** The id of the section that states it. */
  readonly section: string;
  readonly outcome: FindingPart['outcome'] | 'reversed';
  /** The text where it holds; '' elsewhere. */
  readonly text: string;
  /** Its condition in words. */
  readonly condition: string;
  /** The numbers that decide it. */
  readonly numbers: string;
  /** The parts of its condition that are not met, with their numbers. */
  readonly unmet: string;
}

/** What a comparison is told about one of the two reports beside its results. */
export interface ReportFacts {
  readonly model: string;
  /** The server that ran the model, if not this project: "vLLM 0.32.0, float32". */
  readonly servedBy: string | null;
  /** The day on which it was recorded, for a report kept to compare with. */
  readonly recorded: string | null;
  /** How its weights were kept, if not as published: "GGUF Q4_K_M". */
  readonly weights: string | null;
  /** How many measurements the chapters have, and how many one of the reports lacks or made with other code. */
  readonly measurements: number;
  readonly older: number;
  readonly findings: readonly StatedFinding[];
}

/** One of the two reports: the outputs of the needs, and what it says. */
type Side<N extends Needs> = OutputsOf<N> & { readonly report: ReportFacts };

/** Declares what is computed from the stored results of two reports. Throws what `measurement` does. */
export function comparison<M, const K extends KindTree, const N extends Needs = Record<never, never>>({
  compare,
  ...rest
}: {
  readonly id: string;
  readonly needs?: N;
  readonly kinds: K & NoInfer<KindsOf<M>>;
  /** Pure: asks no model. */
  compare(sides: { readonly a: Side<N>; readonly b: Side<N> }): M & Json<M>;
}): Measurement<Stored<M>, Measured<M, K>> {
  const measure = async (sides: unknown) => compare(sides as Parameters<typeof compare>[0]);
  return measurement<M, K, N>({ ...rest, measure });
}

/** One kind for several numbers of a result, or the kinds of several objects: `...each('nats', 'own', 'all')`. */
export function each<const K extends KindTree, const Name extends string>(
  kind: K,
  ...names: readonly Name[]
): { readonly [Key in Name]: K } {
  return Object.fromEntries(names.map((name) => [name, kind])) as { readonly [Key in Name]: K };
}

/** A word for a section to choose a sentence by: one of two, in the type too. */
export function either<Yes extends string, No extends string>(holds: boolean, yes: Yes, no: No): Yes | No {
  return holds ? yes : no;
}

/** The measurements and their needs, each once, in running order. Throws an Error when two share an id. */
export function inRunningOrder(roots: readonly Measurement[]): Measurement[] {
  const ordered: Measurement[] = [];
  const byId = new Map<string, Measurement>();
  const visit = (current: Measurement): void => {
    const known = byId.get(current.id);
    if (known === current) return;
    if (known) throw about(new Error(`two measurements share the id "${current.id}"`), current, known);
    for (const need of Object.values(current.needs)) visit(need);
    byId.set(current.id, current);
    ordered.push(current);
  };
  for (const root of roots) visit(root);
  return ordered;
}
