import type { Columns } from '#page-model/client-data';
import { rangeText } from '#page-model/client-data';
import type { DataRow, Datum, FigureBlock } from '#report/block';
import type { FigureControl } from '../figures/controls.ts';
import type { RenderedFigure } from '../figures/figure.ts';
import { dataFiles } from '../figures/files.ts';
import { escapeHtml, jsonScript } from '../shared/escape-html.ts';
import type { HtmlPlace } from './prose.ts';
import { renderInlineHtml, renderProseHtml } from './prose.ts';

function controlHtml(control: FigureControl, figureId: string): string {
  const id = `${figureId}-control-${escapeHtml(control.signal)}`;
  const signal = escapeHtml(control.signal);
  const label = `<label for="${id}">${escapeHtml(control.label)}</label>`;
  switch (control.type) {
    case 'range': {
      const { min, max, step, value, isDragged } = control;
      return (
        `<div class="control">${label} <output for="${id}" aria-live="off">${rangeText(value, String(step))}</output> ` +
        `<input type="range" id="${id}" data-signal="${signal}"${isDragged ? ' data-dragged' : ''} min="${min}" max="${max}" step="${step}" value="${value}"></div>`
      );
    }
    case 'select': {
      const options = control.options.map(
        (value) =>
          `<option value="${escapeHtml(JSON.stringify(value))}"${value === control.value ? ' selected' : ''}>${escapeHtml(String(value))}</option>`,
      );
      return `<div class="control">${label} <select id="${id}" data-signal="${signal}">${options.join('')}</select></div>`;
    }
  }
}

function controlsHtml(id: string, label: string, figure: RenderedFigure): string {
  if (!figure.interactive) return '';
  const controls = figure.interactive.controls.map((control) => controlHtml(control, id)).join('\n');
  return (
    `<div class="controls" role="group" aria-label="Controls of ${escapeHtml(label)}" data-figure="${id}" hidden>\n${controls}\n` +
    `<button type="button" class="reset unneeded">Reset</button>\n</div>\n`
  );
}

/** The slider of a scene, which goes through the frames of its dial. */
function dialHtml({ id, scene }: FigureBlock, place: HtmlPlace): string {
  if (!scene?.dial) return '';
  const { title, frames } = scene.dial;
  const [first, dial] = [scene.frames.length - frames.length, `${id}-dial`];
  return (
    `<div class="dial control" hidden><label for="${dial}">${renderInlineHtml(title, place)}</label> ` +
    `<output for="${dial}" aria-live="off"></output> ` +
    `<input type="range" id="${dial}" min="${first}" max="${scene.frames.length - 1}" autocomplete="off"></div>`
  );
}

/** The drawing for wide columns and the one for narrow ones, of which the stylesheet shows one; or one that scrolls. */
function drawingHtml(id: string, label: string, figure: RenderedFigure, dial: string): string {
  const [classes, rest] = figure.svgNarrow
    ? ['drawing two', '']
    : ['drawing', ` tabindex="0" role="group" aria-label="${escapeHtml(label)}"`];
  return `<div class="${classes}" data-drawing="${id}"${rest}>${figure.svgInline}${figure.svgNarrow ?? ''}${dial}</div>\n`;
}

/** Links to the drawing and to its data beside the page, whose numbers have all their digits. */
function filesHtml({ id, data }: FigureBlock, folder: string): string {
  const [first] = dataFiles('', { id, data });
  const csv = first ? first.path.slice(first.path.lastIndexOf('/') + 1) : '';
  const links = [`${id}.svg`, `${id}.png`, csv].map(
    (name) => `<a href="${folder}/${name}">${name.slice(-3).toUpperCase()}</a>`,
  );
  return ` <span class="take">${links.join(' ')}</span>`;
}

/**
 * A figure in the page; `folder` is where its files are, if they are beside the page. Throws an Error when the drawing
 * brings styles, which the page does not allow.
 */
export function figureHtml(
  block: FigureBlock,
  figure: RenderedFigure,
  place: HtmlPlace,
  folder?: string,
): string {
  if (/\sstyle="/.test(figure.svgInline))
    throw new Error(`the drawing of figure ${block.id} has style attributes`);
  const label = place.targets.get(block.id)?.label ?? block.id;
  const caption = `<figcaption><a class="number" href="#${block.id}">${escapeHtml(label)}</a> ${renderInlineHtml(block.caption, place)}${folder === undefined ? '' : filesHtml(block, folder)}</figcaption>\n`;
  const drawing = drawingHtml(block.id, label, figure, dialHtml(block, place));
  if (block.scene) {
    const sentences = block.scene.sentences.map((one) => renderProseHtml(one, place));
    return (
      `<figure class="drawn scene" id="${block.id}">\n${caption}${drawing}` +
      `<div class="sentences">\n${sentences.join('\n')}\n</div>\n</figure>`
    );
  }
  return (
    `<figure class="drawn" id="${block.id}">\n${drawing}` +
    `${controlsHtml(block.id, label, figure)}${caption}</figure>`
  );
}

/** The digits that a number keeps in the page: as many as the model's own 32-bit numbers have. */
const DIGITS = 7;

const shortened = (value: Datum = null): Datum =>
  typeof value !== 'number' || Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));

/** Rows as columns, numbers in seven digits (whole numbers in full); a field that a row lacks is null. */
export function columnsOf(rows: readonly DataRow[]): Columns {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Object.fromEntries(fields.map((field) => [field, rows.map((row) => shortened(row[field]))]));
}

/** The script elements that hold a figure's data, what is said of its rows, and the specifications of one with controls. */
export function figurePayload(block: FigureBlock, { interactive, readouts, scene }: RenderedFigure): string {
  const columns = Object.entries(block.data).map(([name, rows]) => [name, columnsOf(rows)]);
  return [
    jsonScript(`${block.id}-data`, Object.fromEntries(columns)),
    ...(readouts ? [jsonScript(`${block.id}-readouts`, readouts)] : []),
    ...(scene ? [jsonScript(`${block.id}-scene`, scene)] : []),
    ...(interactive ? [jsonScript(`${block.id}-specification`, interactive.forms)] : []),
  ].join('\n');
}
