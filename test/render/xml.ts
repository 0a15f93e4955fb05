/** An element of an XML text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const NAME = '[A-Za-z_][\\w:.-]*';
const OPENING = new RegExp(`<(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`, 'y');
const CLOSING = new RegExp(`</(${NAME})\\s*>`, 'y');
const TEXT = /[^<]+/y;
const ENTITY = /&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[0-9a-f]+);)/i;

/** Reads an XML text strictly: what XML would refuse (a stray `<` or `&`, an unclosed element) throws an Error. */
export function readXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(xml);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (at < xml.length) {
    const parent = open.at(-1) ?? root;
    const text = take(TEXT);
    if (text) {
      if (ENTITY.test(text[0])) throw new Error(`a stray & in "${text[0].slice(0, 60)}"`);
      parent.text += text[0];
      continue;
    }
    const closing = take(CLOSING);
    if (closing) {
      if (open.length === 1 || open.pop()?.name !== closing[1]) throw new Error(`stray ${closing[0]}`);
      continue;
    }
    const opening = take(OPENING);
    if (!opening) throw new Error(`not XML at "${xml.slice(at, at + 60)}"`);
    const [, name = '', own = '', empty] = opening;
    if (ENTITY.test(own)) throw new Error(`a stray & in ${opening[0]}`);
    const pairs = [...own.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))];
    const attributes = new Map(pairs.map(([, key = '', value = '']) => [key, value]));
    if (attributes.size !== pairs.length) throw new Error(`an attribute stands twice in ${opening[0]}`);
    const element: XmlElement = { name, attributes, children: [], text: '' };
    parent.children.push(element);
    if (empty !== '/') open.push(element);
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  const [only, ...others] = root.children;
  if (!only || others.length > 0) throw new Error(`${root.children.length} root elements`);
  return only;
}

/** An element and all inside it, outer before inner. */
export function allElements(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(allElements)];
}

/** A drawing without its fonts, in whose bytes any word may stand. */
export const withoutFonts = (svg: string): string => svg.replace(/@font-face\{[^}]*\}/g, '');
