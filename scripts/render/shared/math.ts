import temml from 'temml';
import { memoise } from '#base/memoise';
import type { MathPart, ValuePart } from '#report/prose-parts';

/** A value as TeX: `−1,234.5` is `-1{,}234.5`, powers of ten get their exponent, units are upright. */
function valueToTex(part: ValuePart): string {
  const number = part.text
    .replaceAll('−', '-')
    .replaceAll(',', '{,}')
    .replaceAll(' × ', ' \\times ')
    .replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (exponent) => `^{${exponent.normalize('NFKC').replace('−', '-')}}`)
    .replaceAll('∞', '\\infty ')
    .replaceAll('NaN', '\\text{NaN}');
  if (part.unit === '') return number;
  return part.unit === '%' ? `${number}\\%` : `${number}\\,\\text{${part.unit}}`;
}

export function texOf(part: MathPart): string {
  return part.tex.map((piece) => (typeof piece === 'string' ? piece : valueToTex(piece))).join('');
}

interface MathNode {
  type?: string;
  style?: Record<string, unknown>;
  attributes?: Record<string, string>;
  classes?: string[];
  children?: MathNode[];
  text?: string;
  toMarkup(): string;
}

/** Temml's types do not know that its module exports one object. */
const { __renderToMathMLTree: renderToTree } = temml as unknown as {
  __renderToMathMLTree(tex: string, options: Readonly<Record<string, unknown>>): MathNode;
};

/** Styles that only repeat what the stylesheet says. */
const REDUNDANT = new Set(['display', 'paddingRight']);

/**
 * The page allows no style attributes: the space between the columns of an alignment and the size of a brace become
 * classes, what the stylesheet says anyway is dropped. Throws an Error on any other style (a colour, say).
 */
function stylesToClasses(node: MathNode, tex: string): void {
  const classes = [...(node.classes ?? [])];
  if (node.type === 'mtd') classes.push(node.style?.paddingLeft === '1em' ? 'wide-gap' : 'no-gap');
  for (const [name, value] of Object.entries(node.style ?? {})) {
    if (name === 'math-depth' && String(value) === '0') classes.push('depth-zero');
    else if (node.type !== 'mtd' && !REDUNDANT.has(name))
      throw new Error(`math sets its own ${name}, which the page does not allow: ${tex}`);
  }
  if (node.type !== undefined) node.classes = classes;
  if (node.style) node.style = {};
  for (const child of node.children ?? []) stylesToClasses(child, tex);
}

/** The operator with which a formula begins or ends, if it does. */
function operatorAt(end: 0 | -1, node: MathNode | undefined): MathNode | undefined {
  const { type, children = [] } = node ?? {};
  if (type === 'mo') return node?.attributes?.fence ? undefined : node;
  if (type === 'msub' || type === 'msup') return operatorAt(end, children[0]);
  if (type !== 'mrow' && children.length !== 1) return undefined;
  if (end === -1 && children.at(-1)?.type === 'mspace') children.pop();
  return operatorAt(end, children.at(end));
}

/** No space beside that of the sentence where a formula begins or ends with an operator: "a =", "max". */
function trimEnds(formula: MathNode | undefined): void {
  const [first, last] = [operatorAt(0, formula), operatorAt(-1, formula)];
  if (first) first.attributes = { ...first.attributes, lspace: '0em' };
  if (last) last.attributes = { ...last.attributes, rspace: '0em' };
}

/**
 * Signs in their usual size. The font's prime is raised by itself: raised again, it would be small and far from its
 * letter. Firefox takes ⊗ in a formula on a line of its own for the sign of a long product.
 */
function resizeSigns(node: MathNode): void {
  const { type, children = [] } = node;
  if (type === 'msup' && children[1]?.classes?.includes('tml-prime')) node.type = 'mrow';
  if (type === 'mo' && children[0]?.text === '⊗') node.attributes = { ...node.attributes, largeop: 'false' };
  for (const child of children) resizeSigns(child);
}

function drawn(tex: string, display: boolean): string {
  let tree: MathNode;
  try {
    const oneLine = tex.replace(/\s+/g, ' ').trim();
    tree = renderToTree(oneLine, { displayMode: display, annotate: true, throwOnError: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`math is not understood (${message.split('\n')[0]}): ${tex}`, { cause: error });
  }
  stylesToClasses(tree, tex);
  resizeSigns(tree);
  if (!display) trimEnds(tree.children?.[0]?.children?.[0]);
  return tree.toMarkup();
}

const rendered = memoise((display: boolean) => memoise((tex: string) => drawn(tex, display)));

/** TeX as MathML, with the TeX beside it for whoever copies it. Throws an Error with the TeX when it is not understood. */
export function mathMl(tex: string, display: boolean): string {
  return rendered(display)(tex);
}

/** TeX that Markdown would read as markup or unescape before GitHub sees the math, whose second form keeps it whole. */
const NEEDS_QUOTING = /\\[^A-Za-z]|[*<>|`~]|[^\p{L}\p{N}]_/u;

/**
 * TeX in a line of Markdown: `$…$`, or on GitHub its quoted form where Markdown would change the TeX. In a table cell
 * a bar is written as `\vert`, because a pipe would end the cell. A notebook reads math before Markdown.
 */
export function inlineMathMarkdown(tex: string, inTable = false, inNotebook = false): string {
  const oneLine = (inTable ? tex.replaceAll('\\|', '\\Vert ').replaceAll('|', '\\vert ') : tex)
    .replace(/\s+/g, ' ')
    .trim();
  return !inNotebook && NEEDS_QUOTING.test(oneLine) ? `$\`${oneLine}\`$` : `$${oneLine}$`;
}

/** TeX on lines of its own: between `$$`, or in GitHub's math fence where GitHub's Markdown would change the TeX. */
export function displayMathMarkdown(tex: string, inNotebook = false): string {
  const lines = tex
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  return !inNotebook && NEEDS_QUOTING.test(lines) ? `\`\`\`math\n${lines}\n\`\`\`` : `$$\n${lines}\n$$`;
}
