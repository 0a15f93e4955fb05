import { svgElement } from './element';

/** The page's few icons, as paths in a square of 24. */
const PATHS = {
  light:
    'M12 4V2.5M12 21.5V20M4 12H2.5M21.5 12H20M6.3 6.3 5.3 5.3M18.7 18.7l-1-1M6.3 17.7l-1 1M18.7 5.3l-1 1M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  auto: 'M12 3.5a8.5 8.5 0 1 0 0 17ZM12 3.5a8.5 8.5 0 0 1 0 17',
  search: 'M15.5 10.5a5 5 0 1 1-10 0 5 5 0 0 1 10 0ZM14.3 14.3 20 20',
} as const;

/** An icon that says nothing by itself: the button around it has the name. */
export function icon(name: keyof typeof PATHS): SVGSVGElement {
  const attributes = { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: `icon icon-${name}` };
  return svgElement('svg', attributes, svgElement('path', { d: PATHS[name] }));
}
