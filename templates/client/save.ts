import type { Columns } from '../../scripts/render/shared/client-data';
import { toCsv } from '../../scripts/render/shared/csv';
import { announce } from './announce';
import { rowsOf } from './figure-data';
import { pngOf, svgText } from './save-drawing';
import { storedJson } from './stored-script';

/** Hands a file to the reader. */
function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  announce(`${name} was saved`);
}

const textFile = (text: string, type: string): Blob => new Blob([text], { type: `${type};charset=utf-8` });

/**
 * What a reader sees of a figure: the drawing made by its controls, else the one of those that came with the page (for
 * a column of text, for a phone) that the stylesheet shows.
 */
function drawingOf(figure: HTMLElement): SVGSVGElement | undefined {
  const drawings = figure.querySelectorAll<SVGSVGElement>('.drawing > svg, .drawing > .stage > svg');
  return [...drawings].find((svg) => svg.checkVisibility());
}

/** What can be saved of a figure: by a button's name, what makes the file. */
function kindsOf(figure: HTMLElement): [string, () => void | Promise<void>][] {
  const { id } = figure;
  const sets = () => storedJson<Readonly<Record<string, Columns>>>(`${id}-data`);
  const names = (figure.dataset.sets ?? '').split(' ').filter((name) => name !== '');
  const drawing = (make: (svg: SVGSVGElement) => void | Promise<void>) => () => {
    const svg = drawingOf(figure);
    return svg ? make(svg) : undefined;
  };
  return [
    ['SVG', drawing((svg) => save(`${id}.svg`, textFile(svgText(svg), 'image/svg+xml')))],
    ['PNG', drawing(async (svg) => save(`${id}.png`, await pngOf(svg)))],
    ...names.map((name): [string, () => void] => [
      names.length === 1 ? 'CSV' : `CSV: ${name === 'rows' ? 'main' : name}`,
      () =>
        save(
          name === 'rows' ? `${id}.csv` : `${id}.${name}.csv`,
          textFile(toCsv(rowsOf(sets()[name] ?? {})), 'text/csv'),
        ),
    ]),
    [
      'JSON',
      () => {
        const rows = Object.fromEntries(
          Object.entries(sets()).map(([name, columns]) => [name, rowsOf(columns)]),
        );
        save(`${id}.json`, textFile(`${JSON.stringify(rows, null, 1)}\n`, 'application/json'));
      },
    ],
  ];
}

/** Gives every drawn figure a line of buttons that save it and its data. */
export function startSaving(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('figure.drawn')) {
    const name = figure.querySelector('title')?.textContent ?? 'the figure';
    const line = document.createElement('div');
    line.className = 'take';
    line.setAttribute('role', 'group');
    line.setAttribute('aria-label', `Save ${name}`);
    line.append('Save ');
    for (const [kind, take] of kindsOf(figure)) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'small-button';
      button.textContent = kind;
      button.addEventListener('click', async () => {
        try {
          await take();
        } catch {
          announce(`${kind} could not be made`);
        }
      });
      line.append(button);
    }
    figure.querySelector('figcaption')?.append(line);
  }
}
