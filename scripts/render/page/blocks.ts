import type {
  Block,
  CuriousBlock,
  ExerciseBlock,
  InstrumentBlock,
  RecapBlock,
  SourcesBlock,
  TableBlock,
  TokenStripBlock,
  Work,
} from '#report/block';
import type { Prose } from '#report/prose-parts';
import { authorsOf } from '#report/sources';
import type { RenderedFigure } from '../figures/figure.ts';
import { basesOf, heldElsewhere, type OtherFindings, ofBlock, SERVE, TRY_IT } from '../shared/blocks.ts';
import { languageOf, readRegion, shownOutput } from '../shared/code.ts';
import { projectFacts } from '../shared/colophon.ts';
import { escapeHtml, jsonForScript } from '../shared/escape-html.ts';
import { mathMl, texOf } from '../shared/math.ts';
import { renderTable } from '../shared/tables.ts';
import { figureHtml } from './figure.ts';
import type { HtmlPlace } from './prose.ts';
import { codeHtml, renderInlineHtml, renderProseHtml, workId } from './prose.ts';
import { tableHtml } from './tables.ts';
import { tokenStripHtml } from './token-strip.ts';

export interface HtmlChapter {
  readonly place: HtmlPlace;
  readonly root: string;
  readonly number: number;
  /** From the page to the project's folder, as the beginning of a link. */
  readonly toRoot: string;
  readonly figures: ReadonlyMap<string, RenderedFigure>;
  /** Where the files of its figures are, from the page; undefined for a page that may be alone. */
  readonly figureFolder?: string | undefined;
  /** The id of the model that was measured. */
  readonly model: string;
  /** What another model's report found, where there is one. */
  readonly other: OtherFindings | undefined;
  /** How many of each block without an id the chapter has so far. */
  readonly counts: Map<Block['type'], number>;
}

export function headingHtml(level: 2 | 3 | 4, id: string, content: string): string {
  return (
    `<h${level} id="${id}">${content} ` +
    `<a class="anchor" href="#${id}" aria-label="Link to this part">#</a></h${level}>`
  );
}

const codeFigure = (classes: string, caption: string, source: string, language: string): string =>
  `<figure class="${classes}"><figcaption>${caption}</figcaption>\n${codeHtml(source, language)}</figure>`;

function numberedCaption(block: TableBlock | TokenStripBlock, { place }: HtmlChapter): string {
  const label = escapeHtml(place.targets.get(block.id)?.label ?? block.id);
  return (
    `<figcaption id="${block.id}-caption"><a class="number" href="#${block.id}">${label}</a> ` +
    `${renderInlineHtml(block.caption, place)}</figcaption>`
  );
}

function tableBlockHtml(block: TableBlock, chapter: HtmlChapter): string {
  const caption = numberedCaption(block, chapter);
  const cells = renderTable(block, (prose, options) => renderInlineHtml(prose, chapter.place, options));
  const table = tableHtml(cells, `${block.id}-caption`);
  return `<figure class="tabular" id="${block.id}">\n${caption}\n${table}\n</figure>`;
}

function stripBlockHtml(block: TokenStripBlock, chapter: HtmlChapter): string {
  const caption = numberedCaption(block, chapter);
  const strip = tokenStripHtml(block, chapter.place, `${block.id}-caption`);
  return `<figure class="token-strip" id="${block.id}">\n${strip}\n${caption}\n</figure>`;
}

/** "1-2" for the second block of a type in chapter 1: ids and numbers of blocks without an id of their own. */
function nextOf(type: Block['type'], { number, counts }: HtmlChapter): string {
  const count = (counts.get(type) ?? 0) + 1;
  counts.set(type, count);
  return `${number}-${count}`;
}

function boxedHtml(kind: string, id: string, heading: string, body: string): string {
  return `<section class="boxed ${kind}">\n${headingHtml(4, id, heading)}\n${body}\n</section>`;
}

const kindHtml = (label: string, title: Prose, { place }: HtmlChapter): string =>
  `<span class="kind">${label}</span> ${renderInlineHtml(title, place, { plain: true })}`;

function exerciseHtml({ task, answer }: ExerciseBlock, chapter: HtmlChapter): string {
  const number = nextOf('exercise', chapter);
  const body =
    `${blocksHtml(task, chapter)}\n` +
    `<details class="fold answer"><summary>Answer</summary>\n${blocksHtml(answer, chapter)}\n</details>`;
  return boxedHtml('exercise', `exercise-${number}`, `Exercise ${number.replace('-', '.')}`, body);
}

function curiousHtml({ label, title, body }: CuriousBlock, chapter: HtmlChapter): string {
  const id = `curious-${nextOf('curious', chapter)}`;
  return (
    `<details class="fold curious" id="${id}"><summary>${kindHtml(label, title, chapter)}</summary>\n` +
    `<a class="anchor fold-anchor" href="#${id}" aria-label="Link to this part">#</a>\n` +
    `${blocksHtml(body, chapter)}\n</details>`
  );
}

function recapHtml({ points }: RecapBlock, chapter: HtmlChapter): string {
  const items = points.map((point) => {
    const elsewhere = heldElsewhere(point, chapter.other);
    return (
      `<li><span class="basis">${point.basis}<span class="visually-hidden">:</span></span> ` +
      `<span>${renderInlineHtml(point.prose, chapter.place)}` +
      `${elsewhere && ` <small>${escapeHtml(elsewhere)}</small>`}</span></li>`
    );
  });
  const legend = basesOf(points, chapter.model, chapter.other).map(
    ({ basis, means }) => `<span class="basis">${basis}</span>: ${escapeHtml(means)}`,
  );
  const id = `recap-${nextOf('recap', chapter)}`;
  return boxedHtml(
    'recap',
    id,
    'In short',
    `<ul>\n${items.join('\n')}\n</ul>\n<p class="bases">${legend.join(' · ')}</p>`,
  );
}

/** On paper the address is written out. */
function workHtml(work: Work, { place }: HtmlChapter): string {
  const { url, year } = work;
  const title = `<cite>${escapeHtml(work.title)}</cite>`;
  const address = url === undefined ? '' : escapeHtml(url);
  const linked =
    url === undefined
      ? title
      : `<a href="${address}" rel="noopener noreferrer">${title}</a><span class="static-only">, ${address}</span>`;
  return (
    `<li id="${workId(work.id, place)}">${escapeHtml(authorsOf(work))}: ${linked}. ` +
    `${escapeHtml(work.where)}, ${year}. ${renderInlineHtml(work.adds, place)}</li>`
  );
}

function sourcesHtml({ works }: SourcesBlock, chapter: HtmlChapter): string {
  const heading = headingHtml(4, `sources-${nextOf('sources', chapter)}`, 'Sources');
  const items = works.map((work) => workHtml(work, chapter));
  return `<section class="sources">\n${heading}\n<ul>\n${items.join('\n')}\n</ul>\n</section>`;
}

/** A line that says how to get a model, below what is `shown` without one. A script puts the instrument in their place. */
export function instrumentHtml({ kind, example }: InstrumentBlock, root: string, shown = ''): string {
  const { address, homepage } = projectFacts(root);
  const files = address
    ? `<a href="${escapeHtml(address)}" rel="noopener noreferrer">the project’s folder</a>`
    : 'the project’s folder';
  const site = homepage
    ? `, or open it at <a href="${escapeHtml(homepage)}" rel="noopener noreferrer">${escapeHtml(homepage)}</a>`
    : '';
  const data = `data-kind="${kind}" data-example="${escapeHtml(jsonForScript(example))}"`;
  return `<div class="instrument" ${data}>${shown}<p class="no-model">${TRY_IT} <code>${SERVE}</code> in ${files}${site}.</p></div>`;
}

function blockHtml(block: Block, chapter: HtmlChapter): string {
  const { place } = chapter;
  switch (block.type) {
    case 'prose':
      return renderProseHtml(block, place);
    case 'math':
      return `<div class="equation" tabindex="0">${mathMl(texOf(block), true)}</div>`;
    case 'code': {
      const { file, source } = readRegion(block.module, block.region, chapter.root);
      const name = escapeHtml(file);
      const link = `<a class="file" href="${chapter.toRoot}${name}" title="In the project’s folder">${name}</a>`;
      return codeFigure('code', link, source, languageOf(file));
    }
    case 'output': {
      const of = block.from ? `, for ${renderInlineHtml(block.from, place)}` : '';
      const caption = `<span>Output${of}</span>`;
      return codeFigure('code output', caption, shownOutput(block), 'text');
    }
    case 'table':
      return tableBlockHtml(block, chapter);
    case 'figure': {
      const figure = chapter.figures.get(block.id);
      if (!figure) throw new Error(`figure ${block.id} was not drawn`);
      return figureHtml(block, figure, place, chapter.figureFolder);
    }
    case 'tokenStrip':
      return stripBlockHtml(block, chapter);
    case 'pitfall': {
      const id = `pitfall-${nextOf('pitfall', chapter)}`;
      const body = blocksHtml(block.body, chapter);
      return boxedHtml('pitfall', id, kindHtml('Pitfall', block.title, chapter), body);
    }
    case 'box': {
      const body = blocksHtml(block.body, chapter);
      return boxedHtml('box', block.id, kindHtml('Keep in mind', block.title, chapter), body);
    }
    case 'exercise':
      return exerciseHtml(block, chapter);
    case 'recap':
      return recapHtml(block, chapter);
    case 'sources':
      return sourcesHtml(block, chapter);
    case 'curious':
      return curiousHtml(block, chapter);
    case 'instrument':
      return instrumentHtml(block, chapter.root);
  }
}

export function blocksHtml(blocks: readonly Block[], chapter: HtmlChapter): string {
  return blocks.map((block) => ofBlock(block, () => blockHtml(block, chapter))).join('\n');
}
