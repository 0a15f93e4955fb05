/** An element with a class and content; texts stay text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...content);
  return made;
}

/** An SVG element with attributes and content. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | number>>,
  ...content: (Node | string)[]
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  made.append(...content);
  return made;
}

/** The drawing of a figure that is shown: the one for this width of the column, or what a control made of it. */
export function visibleDrawing(drawing: HTMLElement): SVGSVGElement | undefined {
  return [...drawing.querySelectorAll<SVGSVGElement>('svg.figure')].find((svg) => svg.checkVisibility());
}
