import type { Columns } from '../../scripts/page-model/client-data';
import { toCsv } from '../../scripts/page-model/csv';
import { announce } from './announce';
import { controlsOf, settingsInWords } from './controls';
import { element } from './element';
import { rowsOf } from './figure-data';
import { writeFormulasAsTex } from './formulas';
import type { Picture, PictureWords } from './save-drawing';
import { pictureOf, pngOf } from './save-drawing';
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

function captionOf(figure: HTMLElement): string {
  const caption = figure.querySelector('figcaption')?.cloneNode(true) as Element | undefined;
  if (!caption) return '';
  writeFormulasAsTex(caption);
  for (const extra of caption.querySelectorAll('.take')) extra.remove();
  return (caption.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** What a saved picture says of itself: its caption, what its controls are set to, and where it is from. */
function wordsOf(figure: HTMLElement): PictureWords {
  const name = figure.querySelector('title')?.textContent ?? '';
  const caption = captionOf(figure);
  const setting = settingsInWords(controlsOf(figure));
  const isSet = figure.querySelector('.drawing')?.classList.contains('live') ?? false;
  const model = document.querySelector('main')?.dataset.model;
  return {
    title: setting === '' ? name : `${name}, ${setting}`,
    // The alternative text of the page is about the drawing that came with it.
    description: isSet ? caption : (figure.querySelector('desc')?.textContent ?? caption),
    below: [
      caption,
      ...(setting === '' ? [] : [`Set to ${setting}.`]),
      `From “Nats & Bits”${model ? `, a report made with ${model}` : ''}.`,
    ],
  };
}

/** A choice that the stylesheet shows on dark paper only. */
function asSeenChoice(): [label: HTMLElement, choice: HTMLInputElement] {
  const choice = element('input');
  choice.type = 'checkbox';
  return [element('label', 'as-seen', choice, ' in dark colours'), choice];
}

/** What can be saved of a figure: by a button's name, what makes the file. */
function kindsOf(figure: HTMLElement, asSeen: HTMLInputElement): [string, () => void | Promise<void>][] {
  const { id } = figure;
  const sets = () => storedJson<Readonly<Record<string, Columns>>>(`${id}-data`);
  // The rest are marks and labels; all sets together are the JSON.
  const [main = 'rows'] = (figure.dataset.sets ?? '').split(' ');
  const drawing = (make: (picture: Picture) => void | Promise<void>) => () => {
    const svg = drawingOf(figure);
    return svg ? make(pictureOf(svg, wordsOf(figure), asSeen.checked)) : undefined;
  };
  return [
    ['SVG', drawing(({ svg }) => save(`${id}.svg`, textFile(svg, 'image/svg+xml')))],
    ['PNG', drawing(async (picture) => save(`${id}.png`, await pngOf(picture)))],
    [
      'CSV',
      () =>
        save(
          main === 'rows' ? `${id}.csv` : `${id}.${main}.csv`,
          textFile(toCsv(rowsOf(sets()[main] ?? {})), 'text/csv'),
        ),
    ],
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
    const [label, asSeen] = asSeenChoice();
    for (const [kind, take] of kindsOf(figure, asSeen)) {
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
    line.append(label);
    figure.querySelector('figcaption')?.append(line);
  }
}
