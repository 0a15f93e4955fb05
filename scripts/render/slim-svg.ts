/**
 * The drawings of the page, written shorter: groups that do nothing are taken out, what all of a group's children have in
 * common is said once by the group, and discs are circles. Nothing looks different. Works on the SVG text that
 * `tidySvg` gives.
 */

interface Element {
  name: string;
  attributes: Map<string, string>;
  children: Node[];
}

/** An element, or text as it stands in SVG, still escaped. */
type Node = Element | string;

const PIECE = /<(\/?)([A-Za-z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|[^<]+/g;

/** Throws an Error when the text is not one element. */
function parse(svg: string): Element {
  const top: Element = { name: '', attributes: new Map(), children: [] };
  const open = [top];
  for (const [piece, closing, name, attributes = '', empty] of svg.matchAll(PIECE)) {
    if (closing) open.pop();
    else if (name === undefined) open.at(-1)?.children.push(piece);
    else {
      const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)];
      const element: Element = {
        name,
        attributes: new Map(pairs.map(([, key = '', value = '']) => [key, value])),
        children: [],
      };
      open.at(-1)?.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [root] = top.children;
  if (typeof root !== 'object' || open.length !== 1) throw new Error('this is not one SVG element');
  return root;
}

function write(node: Node): string {
  if (typeof node === 'string') return node;
  const attributes = [...node.attributes].map(([key, value]) => ` ${key}="${value}"`).join('');
  const inside = node.children.map(write).join('');
  return inside === ''
    ? `<${node.name}${attributes}/>`
    : `<${node.name}${attributes}>${inside}</${node.name}>`;
}

const isElement = (node: Node): node is Element => typeof node !== 'string';

const MOVED = /^translate\((-?[\d.]+),(-?[\d.]+)\)$/;

const sum = (a: string | undefined, b: string | undefined): string =>
  String(Number((Number(a ?? 0) + Number(b ?? 0)).toFixed(2)));

/** Takes out groups that say nothing, and lets a group that only moves its one child move it at once. */
function withoutEmptyWords(element: Element): Element[] {
  const children = element.children.flatMap((child): Node[] =>
    isElement(child) ? withoutEmptyWords(child) : [child],
  );
  element.children = children;
  if (element.name !== 'g') return [element];
  if (element.attributes.size === 0) return children.filter(isElement);
  const [only] = children;
  const own = MOVED.exec(element.attributes.get('transform') ?? '');
  if (children.length !== 1 || !only || !isElement(only) || element.attributes.size > 1 || !own)
    return [element];
  const inner = MOVED.exec(only.attributes.get('transform') ?? 'translate(0,0)');
  if (!inner || ['linearGradient', 'clipPath', 'defs'].includes(only.name)) return [element];
  only.attributes.set('transform', `translate(${sum(own[1], inner[1])},${sum(own[2], inner[2])})`);
  return [only];
}

/** What Vega draws a disc as: two arcs around where it is moved. */
const DISC = /^M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0$/;

/** A disc as a circle, a moved text by its own place; a line's width only where there is a line. */
function shortened(element: Element, hasLine: boolean): void {
  const { attributes } = element;
  const lined = attributes.has('stroke') ? attributes.get('stroke') !== 'none' : hasLine;
  if (!lined && element.children.length === 0) attributes.delete('stroke-width');
  const moved = MOVED.exec(attributes.get('transform') ?? '');
  const radius = DISC.exec(attributes.get('d') ?? '')?.[1];
  if (element.name === 'path' && radius !== undefined && moved) {
    element.name = 'circle';
    attributes.delete('d');
    attributes.delete('transform');
    element.attributes = new Map([
      ['cx', moved[1] ?? '0'],
      ['cy', moved[2] ?? '0'],
      ['r', radius],
      ...attributes,
    ]);
  }
  if (element.name === 'text' && moved && element.children.every((child) => !isElement(child))) {
    attributes.delete('transform');
    element.attributes = new Map([['x', moved[1] ?? '0'], ['y', moved[2] ?? '0'], ...attributes]);
  }
  for (const child of element.children) if (isElement(child)) shortened(child, lined);
}

/** Attributes that children take from their group. */
const INHERITED: readonly string[] = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'fill-opacity',
  'font-size',
  'font-weight',
  'font-family',
  'text-anchor',
];

/** Lets a group say once what each of its children says. */
function withCommonWords(element: Element): void {
  const children = element.children.filter(isElement);
  for (const child of children) withCommonWords(child);
  if (element.name !== 'g' || children.length < 2) return;
  for (const name of INHERITED) {
    const [value, ...others] = new Set(children.map((child) => child.attributes.get(name)));
    if (value === undefined || others.length > 0) continue;
    element.attributes.set(name, value);
    for (const child of children) child.attributes.delete(name);
  }
}

/** The same drawing in fewer characters. Throws an Error when the text is not one SVG element. */
export function slimSvg(svg: string): string {
  const root = parse(svg);
  root.children = root.children.flatMap((child): Node[] =>
    isElement(child) ? withoutEmptyWords(child) : [child],
  );
  // In a page of HTML an SVG needs no namespace.
  root.attributes.delete('xmlns');
  root.attributes.delete('xmlns:xlink');
  shortened(root, false);
  withCommonWords(root);
  return write(root);
}
