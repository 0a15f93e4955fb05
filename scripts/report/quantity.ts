import { isKind, type KindTree, kindsBelow, type NamedKind } from './kind-tree.ts';
import { KINDS, type Kind, type KindName, kindName } from './number-kinds.ts';

export interface Source {
  readonly measurement: string;
  /** "rows[].entropy" */
  readonly path: string;
  /** What goes between the brackets of the path. */
  readonly entries: readonly number[];
  readonly kind: Kind;
}

/** "temperatures: curve[3].entropy" */
export function placeOf({ measurement, path, entries }: Source): string {
  let next = 0;
  return `${measurement}: ${path.replaceAll('[]', () => `[${entries[next++]}]`)}`;
}

declare const kindBrand: unique symbol;
declare const aStoredStringNotATypedOne: unique symbol;

/** A number that a measurement stored. Arithmetic and comparisons throw a TypeError: sections make no new results. */
export class Quantity<K extends KindName = KindName> {
  declare readonly [kindBrand]: K;
  readonly #value: number;
  readonly source: Source;

  constructor(value: number, source: Source) {
    this.source = source;
    this.#value = value;
  }

  /** For what prints, draws and compares results; sections have `layout`. */
  static numberOf(quantity: Quantity): number {
    return quantity.#value;
  }

  [Symbol.toPrimitive](hint: string): never {
    const { helper } = KINDS[kindName(this.source.kind)];
    const where = placeOf(this.source);
    throw new TypeError(
      hint === 'string'
        ? `a string is made of a result (${where}); print it with ${helper}(…)`
        : `write calculates with a result (${where}); ${helper} prints results as they are stored, so let the measurement calculate`,
    );
  }
}

export const { numberOf } = Quantity;

/** A value in words, for errors. */
export function described(value: unknown): string {
  if (value instanceof Quantity) return 'a result';
  if (value instanceof Drawn) return 'a place made by layout';
  if (typeof value === 'string') return `the string "${value.slice(0, 60)}"`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (!('type' in value)) return 'an object';
  if (value.type === 'prose') return 'prose';
  if (value.type !== 'value' || !('kind' in value && 'text' in value))
    return `an object of type ${value.type}`;
  return value.kind === 'given' ? `given(${value.text})` : `the printed value ${value.text}`;
}

/** The same in the place of a result or of a stored string. */
export function notAResult(value: unknown): string {
  const what = described(value);
  if (typeof value === 'number')
    return `${what}, which was calculated in write or typed in: let a measurement store it, or use given(…) for a number you chose`;
  return value === undefined ? `${what}: is a field misspelt, or a list too short?` : what;
}

/** A string that a measurement stored: the only strings that prose takes. */
export type DataText = string & { readonly [aStoredStringNotATypedOne]: true };

type NameOf<K> = K extends { readonly kind: infer Name extends KindName } ? Name : Extract<K, KindName>;

/** Whether a type of strings is a choice of several words. */
type IsUnion<Whole, One = Whole> = One extends Whole
  ? [Extract<Whole, string>] extends [One]
    ? false
    : true
  : never;

/** A result as sections see it. A string that can only be one of a few words stays as it is, to choose by. */
export type Measured<M, K, Whole = M> = M extends number
  ? Quantity<NameOf<K>>
  : M extends string
    ? [IsUnion<Whole>] extends [true]
      ? M
      : DataText
    : M extends boolean | null
      ? M
      : M extends readonly (infer Element)[]
        ? readonly Measured<Element, K>[]
        : M extends object
          ? { readonly [Key in keyof M]: Measured<M[Key], Key extends keyof K ? K[Key] : NamedKind<Key>> }
          : never;

/** An output with each of its numbers as a Quantity. A number without a kind is an exact one. */
export function withSources(measurement: string, output: unknown, kinds: KindTree): unknown {
  type Tree = KindTree | undefined;
  const wrap = (value: unknown, tree: Tree, path: string, entries: readonly number[]): unknown => {
    if (typeof value === 'number')
      return new Quantity(value, { measurement, path, entries, kind: isKind(tree) ? tree : 'exact' });
    if (Array.isArray(value))
      return value.map((item, index) => wrap(item, tree, `${path}[]`, [...entries, index]));
    if (typeof value !== 'object' || value === null) return value;
    const children = Object.entries(value).map(([key, child]) => {
      const below = path === '' ? key : `${path}.${key}`;
      return [key, wrap(child, kindsBelow(tree, key), below, entries)];
    });
    return Object.fromEntries(children);
  };
  return wrap(output, kinds, '', []);
}

/** A number that only a drawing needs: a position, an offset. Figures take it, prose does not. */
export class Drawn {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Decides how a figure is drawn, such as the side of a label. A number that it returns can be drawn, not printed. */
export function layout<const Q extends readonly (Quantity | null | undefined)[], R>(
  results: Q,
  decide: (...numbers: { -readonly [I in keyof Q]: number }) => R,
): R extends number ? Drawn : R {
  const numbers = results.map((one) => (one instanceof Quantity ? numberOf(one) : Number.NaN));
  const decided = decide(...(numbers as { -readonly [I in keyof Q]: number }));
  return (typeof decided === 'number' ? new Drawn(decided) : decided) as R extends number ? Drawn : R;
}
