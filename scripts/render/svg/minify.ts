import type { SvgElement, SvgNode } from './tree.ts';
import { isElement, parseSvg, writeSvg } from './tree.ts';

/** Minifies what `normaliseSvg` gives; nothing looks different: fewer groups, shared attributes, discs as circles. */

const MOVED = /^translate\((-?[\d.]+),(-?[\d.]+)\)$/;

const sum = (a: string | undefined, b: string | undefined): string =>
  String(Number((Number(a ?? 0) + Number(b ?? 0)).toFixed(2)));

/** Takes out groups that say nothing, and lets a group that only moves its one child move it at once. */
function withoutEmptyGroups(element: SvgElement): SvgElement[] {
  const children = element.children.flatMap((child): SvgNode[] =>
    isElement(child) ? withoutEmptyGroups(child) : [child],
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
function shortened(element: SvgElement, hasLine: boolean): void {
  const { attributes } = element;
  const lined = attributes.has('stroke') ? attributes.get('stroke') !== 'none' : hasLine;
  if (!lined && element.children.length === 0) attributes.delete('stroke-width');
  const moved = MOVED.exec(attributes.get('transform') ?? '');
  const radius = DISC.exec(attributes.get('d') ?? '')?.[1];
  if (element.name === 'path' && radius !== undefined && moved) {
    element.name = 'circle';
    attributes.delete('d');
    attributes.delete('transform');
    const [, x = '0', y = '0'] = moved;
    element.attributes = new Map([['cx', x], ['cy', y], ['r', radius], ...attributes]);
  }
  if (element.name === 'text' && moved && element.children.every((child) => !isElement(child))) {
    attributes.delete('transform');
    element.attributes = new Map([['x', moved[1] ?? '0'], ['y', moved[2] ?? '0'], ...attributes]);
  }
  for (const child of element.children) if (isElement(child)) shortened(child, lined);
}

const INHERITED = [
  'fill stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity fill-opacity',
  'font-size font-weight font-family text-anchor',
].flatMap((names) => names.split(' '));

function hoistSharedAttributes(element: SvgElement): void {
  const children = element.children.filter(isElement);
  for (const child of children) hoistSharedAttributes(child);
  if (element.name !== 'g' || children.length < 2) return;
  for (const name of INHERITED) {
    const [value, ...others] = new Set(children.map((child) => child.attributes.get(name)));
    if (value === undefined || others.length > 0) continue;
    element.attributes.set(name, value);
    for (const child of children) child.attributes.delete(name);
  }
}

/** The same drawing in fewer characters. Throws an Error when the text is not one SVG element. */
export function minifySvg(svg: string): string {
  const root = parseSvg(svg);
  withoutEmptyGroups(root);
  // In a page of HTML an SVG needs no namespace.
  root.attributes.delete('xmlns');
  root.attributes.delete('xmlns:xlink');
  shortened(root, false);
  hoistSharedAttributes(root);
  return writeSvg(root);
}
