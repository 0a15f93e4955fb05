import type { KindTree } from '#report/kind';
import { isKind } from '#report/kind';

export { isKind };

/** A kind tree is checked at compile time; types can be cast away, so what is stored is checked once more. */
function problemAt(value: unknown, kinds: KindTree | undefined, path: string): string | undefined {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      const problem = problemAt(element, kinds, `${path}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (typeof value === 'object' && value !== null) {
    if (kinds === undefined || isKind(kinds)) return `${path} is an object, its kinds are not`;
    for (const [key, child] of Object.entries(value)) {
      const problem = problemAt(child, Object.hasOwn(kinds, key) ? kinds[key] : undefined, `${path}.${key}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (!isKind(kinds)) return `${path} has no kind`;
  if (typeof value === 'string' && kinds !== 'exact')
    return `${path} is a string, so its kind must be 'exact'`;
  if (typeof value === 'boolean' && kinds !== 'exact')
    return `${path} is a boolean, so its kind must be 'exact'`;
  return undefined;
}

/** Throws a TypeError that names the first value of a result which has no kind, or not one that fits. */
export function assertKinds(value: unknown, kinds: KindTree, name: string): void {
  const problem = problemAt(value, kinds, name);
  if (problem !== undefined) throw new TypeError(problem);
}
