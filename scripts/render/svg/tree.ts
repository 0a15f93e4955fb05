/**
 * The one reader of SVG text: Vega's and our own, in which every attribute is in double quotes and every `<` of a text
 * is escaped. Attributes and texts keep their escapes, so that writing a tree gives the bytes that were read.
 */

export interface SvgElement {
  name: string;
  attributes: Map<string, string>;
  children: SvgNode[];
}

/** An element, or text as it is in the file, still escaped. */
export type SvgNode = SvgElement | string;

export const isElement = (node: SvgNode): node is SvgElement => typeof node !== 'string';

const PIECE = /<(\/?)([A-Za-z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|[^<]+/g;

function attributesOf(text: string): Map<string, string> {
  const pairs = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)];
  return new Map(pairs.map(([, key = '', value = '']) => [key, value]));
}

/** Throws an Error when the text is not one element. */
export function parseSvg(svg: string): SvgElement {
  const top: SvgElement = { name: '', attributes: new Map(), children: [] };
  const open = [top];
  for (const [piece, closing, name, attributes = '', empty] of svg.matchAll(PIECE)) {
    if (closing) open.pop();
    else if (name === undefined) open.at(-1)?.children.push(piece);
    else {
      const element: SvgElement = { name, attributes: attributesOf(attributes), children: [] };
      open.at(-1)?.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [root] = top.children;
  if (typeof root !== 'object' || open.length !== 1) throw new Error('this is not one SVG element');
  return root;
}

export function writeSvg(node: SvgNode): string {
  if (!isElement(node)) return node;
  const { name, attributes, children } = node;
  const start = `<${name}${[...attributes].map(([key, value]) => ` ${key}="${value}"`).join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.map(writeSvg).join('')}</${name}>`;
}

export function allElements(element: SvgElement): SvgElement[] {
  return [element, ...element.children.filter(isElement).flatMap(allElements)];
}

/** The size in px that the root says; NaN where there is none, as in a damaged file. */
export function sizeOfSvg(svg: string): { readonly width: number; readonly height: number } {
  const [, , , attributes = ''] = new RegExp(PIECE.source).exec(svg) ?? [];
  const root = attributesOf(attributes);
  return { width: Number(root.get('width')), height: Number(root.get('height')) };
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', '\u00A0')
    .replaceAll('&amp;', '&');
}

export function textOf(node: SvgNode): string {
  return isElement(node) ? node.children.map(textOf).join('') : unescapeXml(node);
}
