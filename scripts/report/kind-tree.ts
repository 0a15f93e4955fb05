import type { Dtype } from '#lm/types';
import { KINDS, type Kind, precisionOf } from './number-kinds.ts';

/** The kinds of a whole result, in its shape. A list has the kinds of its elements; fields without numbers have none. */
export type KindTree = Kind | { readonly [key: string]: KindTree };

/** Whether a node of a tree of kinds is a kind itself, not the kinds of an object's keys. */
export function isKind(tree: KindTree | undefined): tree is Kind {
  if (typeof tree === 'string') return true;
  return typeof tree === 'object' && ('items' in tree || 'within' in tree) && typeof tree.kind === 'string';
}

/** Fields that are named after what they hold need no other kind. */
const NAMED = {
  entropy: 'nats',
  surprisal: 'nats',
  logprob: 'nats',
  nats: 'nats',
  bits: 'bits',
  decibels: 'decibels',
  logit: 'logit',
  probability: 'probability',
  perplexity: 'perplexity',
  rank: 'rank',
} as const satisfies Readonly<Record<string, Kind>>;

/** The kind that the name of a field says. */
export type NamedKind<Key> = Key extends keyof typeof NAMED ? (typeof NAMED)[Key] : undefined;

/** Beside the kinds of an object: what its model computed in. */
const DTYPE = Symbol('dtype');

/** The kinds below a key of an object: as declared, or as the name says. */
export function kindsBelow(tree: KindTree | undefined, key: string): KindTree {
  if (isKind(tree)) return {};
  if (tree && Object.hasOwn(tree, key)) return tree[key] ?? {};
  const { [DTYPE]: dtype = 'float32' } = (tree ?? {}) as { readonly [DTYPE]?: Dtype };
  return kindsIn(dtype, Object.hasOwn(NAMED, key) ? NAMED[key as keyof typeof NAMED] : {});
}

/** The kinds of a result that a model computed in a dtype; counts and plain arithmetic do not depend on it. */
export function kindsIn(dtype: Dtype, tree: KindTree): KindTree {
  if (dtype === 'float32') return tree;
  if (!isKind(tree)) {
    const below = Object.entries(tree).map(([key, child]) => [key, kindsIn(dtype, child)]);
    return Object.assign(Object.fromEntries(below), { [DTYPE]: dtype });
  }
  if ([KINDS.exact, KINDS.float64].includes(precisionOf(tree))) return tree;
  return typeof tree === 'object' ? { ...tree, dtype } : { kind: tree, within: tree, dtype };
}

/** The first name in a tree that is no kind, if there is one: the build runs without a type check. */
export function unknownKind(tree: KindTree): string | undefined {
  if (!isKind(tree)) {
    const unknown = Object.values(tree ?? {}).map(unknownKind);
    return unknown.find((name) => name !== undefined);
  }
  const names = typeof tree === 'string' ? [tree] : [tree.kind, 'within' in tree ? tree.within : tree.kind];
  return names.find((name) => !Object.hasOwn(KINDS, name));
}

/** The path to the first value whose kind is missing or wrong, and what is wrong with it. */
function problemOf(value: unknown, kinds: KindTree | undefined): string | undefined {
  if (typeof value === 'number')
    return isKind(kinds)
      ? undefined
      : ` has no kind; give it one in kinds, or a name that says it: ${Object.keys(NAMED).join(', ')}`;
  if (typeof value === 'string' || typeof value === 'boolean')
    return kinds === undefined ? undefined : ` is a ${typeof value}, so it has no kind`;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value) && isKind(kinds)) return ' is an object, its kinds are not';
  const tree = (isKind(kinds) ? {} : (kinds ?? {})) as Readonly<Record<string, KindTree>>;
  for (const [key, child] of Object.entries(value)) {
    const isList = Array.isArray(value);
    const own = Object.hasOwn(tree, key) ? tree[key] : undefined;
    const named = [child].flat().every((one) => typeof one === 'number') ? kindsBelow(tree, key) : undefined;
    const problem = problemOf(child, isList ? kinds : (own ?? named));
    if (problem !== undefined) return `${isList ? `[${key}]` : `.${key}`}${problem}`;
  }
  return undefined;
}

/** Throws a TypeError that names the first value of a result which has no kind, or one that does not fit. */
export function assertKinds(value: unknown, kinds: KindTree, name: string): void {
  const problem = problemOf(value, kinds);
  if (problem !== undefined) throw new TypeError(name + problem);
}

type HasNumbers<M> = M extends number
  ? true
  : M extends string | boolean | null | undefined
    ? false
    : M extends readonly (infer Element)[]
      ? HasNumbers<Element>
      : M extends object
        ? { [Key in keyof M]: HasNumbers<M[Key]> }[keyof M]
        : false;

type KeysWithNumbers<M> = { [Key in keyof M]: true extends HasNumbers<M[Key]> ? Key : never }[keyof M];

/** Keys whose numbers are all named after their kinds. */
type NamedKeys<M> = {
  [Key in KeysWithNumbers<M>]: Key extends keyof typeof NAMED
    ? Key
    : Record<never, never> extends KindsOf<M[Key]>
      ? Key
      : never;
}[KeysWithNumbers<M>];

/** The kinds that a result needs: one for each number whose name does not say it. */
export type KindsOf<M> = [M] extends [number | null]
  ? Kind
  : [M] extends [readonly (infer Element)[]]
    ? KindsOf<Element>
    : [M] extends [Json<M>]
      ? { readonly [Key in Exclude<KeysWithNumbers<M>, NamedKeys<M>>]: KindsOf<M[Key]> } & {
          readonly [Key in NamedKeys<M>]?: KindsOf<M[Key]>;
        } & { readonly [Key in Exclude<keyof M, KeysWithNumbers<M>>]?: never }
      : unknown;

/** M where JSON can hold it; never where it cannot (undefined, typed arrays, Map, Date, functions). */
export type Json<M> = M extends number | string | boolean | null
  ? M
  : M extends readonly (infer Element)[]
    ? readonly Json<Element>[]
    : M extends (...args: never[]) => unknown
      ? never
      : M extends object
        ? { readonly [Key in keyof M]: Json<M[Key]> }
        : never;
