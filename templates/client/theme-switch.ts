import { currentTheme, rememberTheme, showTheme, type Theme } from './theme';

const SUN =
  'M12 4V2.5M12 21.5V20M4 12H2.5M21.5 12H20M6.3 6.3 5.3 5.3M18.7 18.7l-1-1M6.3 17.7l-1 1M18.7 5.3l-1 1M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z';
const MOON = 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z';

function icon(path: string): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(namespace, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

/** Brings the theme buttons to life; each offers the theme that is not shown. */
export function startThemeSwitch(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('.theme-switch')];
  const label = (): void => {
    const other: Theme = currentTheme() === 'dark' ? 'light' : 'dark';
    for (const button of buttons) {
      button.setAttribute('aria-label', `Use ${other} colours`);
      button.title = `Use ${other} colours`;
      button.replaceChildren(icon(other === 'dark' ? MOON : SUN));
    }
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const other: Theme = currentTheme() === 'dark' ? 'light' : 'dark';
      showTheme(other);
      rememberTheme(other);
      label();
    });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', label);
  label();
}
