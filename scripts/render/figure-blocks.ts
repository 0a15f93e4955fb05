import type { FigureBlock } from '#report/block';
import type { Target } from '#report/written';
import { escapeHtml } from './escape-html.ts';
import type { RenderedFigure } from './figure.ts';
import type { FigureControl } from './figure-controls.ts';
import type { HtmlPlace } from './prose-html.ts';
import { renderInlineHtml } from './prose-html.ts';
import { slimSvg } from './slim-svg.ts';
import { textOfProse } from './text-of-prose.ts';

/** Figures as they stand in the page: drawing, controls, caption, links to the data. */

/** What a figure is called and what it shows, for those who cannot see it. */
export function figureText(
  block: FigureBlock,
  targets: ReadonlyMap<string, Target>,
): { title: string; description: string } {
  const label = targets.get(block.id)?.label ?? block.id;
  return { title: label, description: textOfProse(block.alt, targets) };
}

/** A range's value with as many decimals as its step has. */
function rangeText(value: number, step: number): string {
  const decimals = (String(step).split('.')[1] ?? '').length;
  return value.toFixed(decimals).replace('-', '−');
}

function controlHtml(control: FigureControl, figureId: string): string {
  const id = `${figureId}-control-${escapeHtml(control.signal)}`;
  const signal = escapeHtml(control.signal);
  const label = `<label for="${id}">${escapeHtml(control.label)}</label>`;
  switch (control.type) {
    case 'range': {
      const { min, max, step, value } = control;
      return (
        `<div class="control">${label} <input type="range" id="${id}" data-signal="${signal}" min="${min}" max="${max}" step="${step}" value="${value}"> ` +
        `<output for="${id}" aria-live="off">${rangeText(value, step)}</output></div>`
      );
    }
    case 'select': {
      const options = control.options.map(
        ({ value, label: shown }) =>
          `<option value="${escapeHtml(JSON.stringify(value))}"${value === control.value ? ' selected' : ''}>${escapeHtml(shown)}</option>`,
      );
      return `<div class="control">${label} <select id="${id}" data-signal="${signal}">${options.join('')}</select></div>`;
    }
    case 'checkbox':
      return `<div class="control">${label} <input type="checkbox" id="${id}" data-signal="${signal}"${control.value ? ' checked' : ''}></div>`;
  }
}

/** The controls, hidden until the page's script is there to answer them, and the specification they set. */
function controlsHtml(id: string, label: string, figure: RenderedFigure): string {
  if (!figure.interactive) return '';
  const controls = figure.interactive.controls.map((control) => controlHtml(control, id)).join('\n');
  return (
    `<div class="controls" role="group" aria-label="Controls of ${escapeHtml(label)}" data-figure="${id}" hidden>\n${controls}\n` +
    `<button type="button" class="reset">Reset</button>\n</div>\n`
  );
}

/** The drawing for wide columns and the one for narrow ones, of which the stylesheet shows one; or one that scrolls. */
function drawingHtml(id: string, label: string, { svgInline, svgNarrow }: RenderedFigure): string {
  const [classes, rest] = svgNarrow
    ? ['drawing two', '']
    : ['drawing', ` tabindex="0" role="group" aria-label="${escapeHtml(label)}"`];
  return `<div class="${classes}" data-drawing="${id}"${rest}>${slimSvg(svgInline)}${svgNarrow ? slimSvg(svgNarrow) : ''}</div>\n`;
}

/** A figure in the page. Throws an Error when the drawing brings styles, which the page does not allow. */
export function figureHtml(block: FigureBlock, figure: RenderedFigure, place: HtmlPlace): string {
  if (/\sstyle="/.test(figure.svgInline))
    throw new Error(`the drawing of figure ${block.id} has style attributes`);
  const label = place.targets.get(block.id)?.label ?? block.id;
  return (
    `<figure class="drawn" id="${block.id}" data-sets="${escapeHtml(Object.keys(block.data).join(' '))}">\n` +
    drawingHtml(block.id, label, figure) +
    controlsHtml(block.id, label, figure) +
    `<figcaption><a class="number" href="#${block.id}">${escapeHtml(label)}</a> ${renderInlineHtml(block.caption, place)}</figcaption>\n` +
    `</figure>`
  );
}
