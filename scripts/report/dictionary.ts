import { isKind, type KindTree, kindsBelow } from './kind-tree.ts';
import { KINDS, type Kind, kindName, kindWords } from './number-kinds.ts';

/** One field of the data, for those who read the files. */
export interface DictionaryRow {
  /** Below the output folder. */
  readonly file: string;
  /** '' for a file that holds no measurements. */
  readonly measurement: string;
  /** 'rows[].probability', or the column of a table. */
  readonly field: string;
  /** 'number', or 'number or null'. */
  readonly type: string;
  /** What a number is, where a measurement declares it. */
  readonly kind: string;
  readonly unit: string;
  readonly meaning: string;
  readonly tolerance: string;
}

function kindColumns(kind: Kind) {
  const { meaning, certainty } = kindWords(kind);
  const name = kindName(kind);
  return { kind: name, unit: KINDS[name].unit, meaning, tolerance: certainty };
}

/** Every field of some values of one shape; entries of a list are one field. `kinds` are those of a measurement. */
export function fieldsOf(
  { file, measurement = '' }: { readonly file: string; readonly measurement?: string },
  values: readonly unknown[],
  kinds?: KindTree,
): DictionaryRow[] {
  const found = new Map<string, { readonly types: Set<string>; readonly kind: Kind | undefined }>();
  const visit = (value: unknown, tree: KindTree | undefined, path: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, tree, `${path}[]`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value))
        visit(child, kinds && kindsBelow(tree, key), path === '' ? key : `${path}.${key}`);
    } else {
      const isNumber = value === null || typeof value === 'number';
      const kind = isNumber && isKind(tree) ? tree : undefined;
      const field = found.get(path) ?? { types: new Set(), kind };
      field.types.add(value === null ? 'null' : typeof value);
      found.set(path, field);
    }
  };
  for (const value of values) visit(value, kinds, '');
  return [...found].map(([field, { types, kind }]) => ({
    file,
    measurement,
    field,
    type: [...types].join(' or '),
    ...(kind ? kindColumns(kind) : { kind: '', unit: '', meaning: '', tolerance: '' }),
  }));
}
