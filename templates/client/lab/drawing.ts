const SVG = 'http://www.w3.org/2000/svg';

/** An element of a drawing. */
export function shape(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...content: (Node | string)[]
): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...content);
  return made;
}

export const label = (x: number, y: number, text: string, className: string): SVGElement =>
  shape('text', { x, y, class: className }, text);

/** A drawing of a size, described for those who cannot see it. */
export function drawing(width: number, height: number, alt: string, ...content: Node[]): SVGElement {
  const box = { viewBox: `0 0 ${width} ${height}`, width, height };
  return shape('svg', { ...box, class: 'lab-drawing', role: 'img', 'aria-label': alt }, ...content);
}
