import type { Columns, DataRow } from '../../scripts/page-model/client-data';
import { toCsv, withRealTokens } from '../../scripts/page-model/csv';
import { announce } from './announce';
import { controlsOf, settingsInWords } from './controls';
import { element, visibleDrawing } from './element';
import { storedJson } from './embedded-json';
import { rowsOf } from './figure-data';
import { icon } from './icons';
import type { Picture, PictureWords } from './save-drawing';
import { pictureOf, pngOf } from './save-drawing';
import { rowsOfTable, writtenIn } from './save-table';

/** Hands a file to the reader. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  announce(`${name} was saved`);
}

const textFile = (text: string, type: string): Blob => new Blob([text], { type: `${type};charset=utf-8` });

/** What a saved picture says of itself: its caption, what its controls are set to, and where it is from. */
function wordsOf(figure: HTMLElement): PictureWords {
  const name = figure.querySelector('title')?.textContent ?? '';
  const caption = writtenIn(figure.querySelector('figcaption'));
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

/** By a button's name, what makes the file. */
type Kinds = [name: string, take: () => void | Promise<void>][];

/** A figure's drawing as files; the choice of its colours is shown on dark paper only. */
function drawingKinds(figure: HTMLElement, inDark: HTMLInputElement): Kinds {
  const drawing = (make: (picture: Picture) => void | Promise<void>) => () => {
    const svg = visibleDrawing(figure);
    return svg ? make(pictureOf(svg, wordsOf(figure), inDark.checked)) : undefined;
  };
  return [
    ['SVG', drawing(({ svg }) => saveFile(`${figure.id}.svg`, textFile(svg, 'image/svg+xml')))],
    ['PNG', drawing(async (picture) => saveFile(`${figure.id}.png`, await pngOf(picture)))],
  ];
}

/** Rows as files: CSV holds the `main` ones, JSON all that there are. */
function dataKinds(name: string, main: () => [string, DataRow[]], all: () => unknown): Kinds {
  return [
    [
      'CSV',
      () => {
        const [file, rows] = main();
        saveFile(`${file}.csv`, textFile(toCsv(withRealTokens(rows)), 'text/csv'));
      },
    ],
    [
      'JSON',
      () => saveFile(`${name}.json`, textFile(`${JSON.stringify(all(), null, 1)}\n`, 'application/json')),
    ],
  ];
}

function figureKinds(figure: HTMLElement): Kinds {
  const { id } = figure;
  const sets = () => storedJson<Readonly<Record<string, Columns>>>(`${id}-data`);
  // The rest are marks and labels; all sets together are the JSON.
  const [main = 'rows'] = (figure.dataset.sets ?? '').split(' ');
  return dataKinds(
    id,
    () => [main === 'rows' ? id : `${id}.${main}`, rowsOf(sets()[main] ?? {})],
    () =>
      Object.fromEntries(
        Object.entries(sets()).map(([name, columns]) => [name, withRealTokens(rowsOf(columns))]),
      ),
  );
}

function tableKinds({ id }: HTMLElement, table: HTMLTableElement): Kinds {
  return dataKinds(
    id,
    () => [id, rowsOfTable(table)],
    () => withRealTokens(rowsOfTable(table)),
  );
}

function buttonFor([kind, take]: Kinds[number]): HTMLElement {
  const button = element('button', 'small-button', kind);
  button.type = 'button';
  button.addEventListener('click', async () => {
    try {
      await take();
    } catch {
      announce(`${kind} could not be made`);
    }
  });
  return button;
}

/** The icon of a figure or a table that opens what can be saved of it. */
function menuFor(figure: HTMLElement): HTMLElement {
  const name = figure.querySelector('figcaption > .number')?.textContent ?? figure.id;
  const table = figure.querySelector<HTMLTableElement>('.scroll > table');
  const inDark = element('input');
  inDark.type = 'checkbox';
  const kinds = table ? tableKinds(figure, table) : [...drawingKinds(figure, inDark), ...figureKinds(figure)];
  const summary = element('summary', '', icon('save'));
  summary.setAttribute('aria-label', `Save ${name}`);
  summary.title = 'Save';
  const choices = element('div', 'take-choices', ...kinds.map(buttonFor));
  if (!table) choices.append(element('label', 'dark-choice', inDark, ' in dark colours'));
  return element('details', 'take', summary, choices);
}

/** Gives every figure and table a small icon that saves it and its data. */
export function startSaving(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('figure:is(.drawn, .tabular, .token-strip)'))
    figure.querySelector('figcaption')?.append(menuFor(figure));
  const closeOthers = (target: EventTarget | null): void => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('.take[open]'))
      if (!(target instanceof Node && menu.contains(target))) menu.open = false;
  };
  document.addEventListener('click', ({ target }) => closeOthers(target));
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') closeOthers(null);
  });
}
