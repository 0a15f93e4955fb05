import { parseSync } from 'vite';

/**
 * Arithmetic that JavaScript engines may round differently: `**` and most functions of Math. A result, or the text that
 * it is printed in, must not depend on it where versions of Node differ.
 */

/** Exactly defined by the language. */
const EXACT = ['abs', 'ceil', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'];
/** Rounded as the engine likes; all versions of Node that the project runs on agree on them. */
export const AGREED = [
  ...[
    'acos',
    'atan2',
    'atanh',
    'cos',
    'exp',
    'expm1',
    'hypot',
    'log',
    'log10',
    'log1p',
    'log2',
    'sin',
    'tanh',
  ],
] as const;

const ALLOWED = new Set<string>([...EXACT, ...AGREED]);
const isAllowed = (name: string): boolean => ALLOWED.has(name) || /^[A-Z][A-Z\d_]*$/.test(name);

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';

/** A whole number as it is written: 53, or -1022. */
function wholeLiteral(node: unknown): number | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'UnaryExpression' && node.operator === '-') {
    const size = wholeLiteral(node.argument);
    return size === undefined ? undefined : -size;
  }
  return node.type === 'Literal' && Number.isInteger(node.value) ? Number(node.value) : undefined;
}

/** Engines agree in squares, which they take by multiplying, and in powers of two, which are exact. */
function isSurePower(base: unknown, exponent: unknown): boolean {
  return wholeLiteral(exponent) === 2 || (wholeLiteral(base) === 2 && wholeLiteral(exponent) !== undefined);
}

/** The functions that `const { exp, log } = Math` takes; undefined when it takes all that there are. */
function takenApart(pattern: Node): (string | undefined)[] {
  const properties = (pattern.properties as readonly Node[] | undefined) ?? [undefined];
  return properties.map((property) => {
    const key = property?.type === 'Property' && property.computed === false ? property.key : undefined;
    return isNode(key) && typeof key.name === 'string' ? key.name : undefined;
  });
}

/** The uses of such arithmetic in a TypeScript source, each as `line: what`. */
export function unportableMath(source: string): string[] {
  const { program, errors } = parseSync('source.ts', source);
  if (errors.length > 0) throw new Error(errors[0]?.message);
  const found: string[] = [];
  const report = (node: Node, what: string): void => {
    found.push(`${source.slice(0, node.start).split('\n').length}: ${what}`);
  };
  const isMath = (node: unknown): boolean =>
    isNode(node) && node.type === 'Identifier' && node.name === 'Math';
  const reportNames = (node: Node, names: readonly (string | undefined)[]): void => {
    for (const name of names)
      if (name === undefined || !isAllowed(name)) report(node, name === undefined ? 'Math' : `Math.${name}`);
  };
  const visit = (node: Node): void => {
    if (node.type === 'BinaryExpression' && node.operator === '**' && !isSurePower(node.left, node.right))
      report(node, '**');
    if (node.type === 'AssignmentExpression' && node.operator === '**=') report(node, '**=');
    if (isMath(node)) report(node, 'Math');
    if (node.type === 'MemberExpression' && isMath(node.object)) {
      const name = isNode(node.property) && node.computed === false ? node.property.name : undefined;
      reportNames(node, [typeof name === 'string' ? name : undefined]);
      return;
    }
    if (node.type === 'VariableDeclarator' && isMath(node.init) && isNode(node.id)) {
      reportNames(node, takenApart(node.id));
      return;
    }
    for (const child of Object.values(node).flat()) if (isNode(child)) visit(child);
  };
  visit(program as unknown as Node);
  return found;
}
