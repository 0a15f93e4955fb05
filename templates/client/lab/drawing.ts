import { svgElement } from '../element';

/** Drawings of the instruments. */

export const label = (x: number, y: number, text: string, className: string): SVGElement =>
  svgElement('text', { x, y, class: className }, text);

/** A drawing of a size, described for those who cannot see it. */
export function drawing(width: number, height: number, alt: string, ...content: Node[]): SVGElement {
  const box = { viewBox: `0 0 ${width} ${height}`, width, height };
  return svgElement('svg', { ...box, class: 'lab-drawing', role: 'img', 'aria-label': alt }, ...content);
}
