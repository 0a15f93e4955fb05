import type { Block, CodeBlock, ListingBlock, TableBlock, TokenStripBlock } from '#report/block';
import type { Prose } from '#report/part';
import { highlight, prettyJson, readRegion } from './code.ts';
import { escapeHtml } from './escape-html.ts';
import type { RenderedFigure } from './figure.ts';
import { figureHtml } from './figure-blocks.ts';
import { mathMl, texOf } from './math.ts';
import type { HtmlPlace } from './prose-html.ts';
import { renderInlineHtml, renderProseHtml, withNotes } from './prose-html.ts';
import { renderTableHtml, tableHtml } from './tables.ts';
import { tokenStripHtml } from './token-strip.ts';

/** Blocks of a section as HTML. */

export interface HtmlChapter {
  readonly place: HtmlPlace;
  readonly root: string;
  readonly stem: string;
  readonly number: number;
  readonly figures: ReadonlyMap<string, RenderedFigure>;
  /** How many of each unnamed block the chapter has so far. */
  readonly counts: { pitfall: number; exercise: number; recap: number; curious: number };
}

/** A heading that can be linked to. */
export function headingHtml(level: 2 | 3 | 4, id: string, content: string): string {
  return (
    `<h${level} id="${id}">${content} ` +
    `<a class="anchor" href="#${id}" aria-label="Link to this part">#</a></h${level}>`
  );
}

function codeHtml(block: CodeBlock, chapter: HtmlChapter): string {
  const { file, source } = readRegion(block.module, block.region, chapter.root);
  return (
    `<figure class="code"><figcaption><span class="file">${escapeHtml(file)}</span></figcaption>\n` +
    `<pre tabindex="0"><code>${highlight(source, 'ts')}</code></pre></figure>`
  );
}

function listingHtml(block: ListingBlock, chapter: HtmlChapter): string {
  return (
    `<figure class="code listing"><figcaption><span>${renderInlineHtml(block.caption, chapter.place)}</span></figcaption>\n` +
    `<pre tabindex="0"><code>${highlight(prettyJson(block.value), 'json')}</code></pre></figure>`
  );
}

/** A caption that begins with the number of what it stands under. */
function numberedCaption(block: TableBlock | TokenStripBlock, { place }: HtmlChapter): string {
  const label = escapeHtml(place.targets.get(block.id)?.label ?? block.id);
  return (
    `<figcaption id="${block.id}-caption"><a class="number" href="#${block.id}">${label}</a> ` +
    `${renderInlineHtml(block.caption, place)}</figcaption>`
  );
}

function tableBlockHtml(block: TableBlock, chapter: HtmlChapter): string {
  const caption = numberedCaption(block, chapter);
  const table = tableHtml(renderTableHtml(block, chapter.place), `${block.id}-caption`);
  return `<figure class="tabular" id="${block.id}">\n${caption}\n${table}\n</figure>`;
}

function stripBlockHtml(block: TokenStripBlock, chapter: HtmlChapter): string {
  const caption = numberedCaption(block, chapter);
  const strip = tokenStripHtml(block, chapter.place, `${block.id}-caption`);
  return `<figure class="token-strip" id="${block.id}">\n${strip}\n${caption}\n</figure>`;
}

function boxed(
  kind: string,
  id: string,
  label: string,
  title: Prose,
  body: string,
  chapter: HtmlChapter,
): string {
  const heading = `<span class="kind">${label}</span> ${renderInlineHtml(title, chapter.place, { plain: true })}`;
  return `<section class="boxed ${kind}">\n${headingHtml(4, id, heading)}\n${body}\n</section>`;
}

function exerciseHtml(block: Extract<Block, { type: 'exercise' }>, chapter: HtmlChapter): string {
  chapter.counts.exercise += 1;
  const number = `${chapter.number}.${chapter.counts.exercise}`;
  const id = `exercise-${chapter.number}-${chapter.counts.exercise}`;
  return (
    `<section class="boxed exercise">\n${headingHtml(4, id, `Exercise ${number}`)}\n${blocksHtml(block.task, chapter)}\n` +
    `<details class="fold answer"><summary>Answer</summary>\n${blocksHtml(block.answer, chapter)}\n</details>\n</section>`
  );
}

function curiousHtml(block: Extract<Block, { type: 'curious' }>, chapter: HtmlChapter): string {
  chapter.counts.curious += 1;
  const id = `curious-${chapter.number}-${chapter.counts.curious}`;
  const title = renderInlineHtml(block.title, chapter.place, { plain: true });
  return (
    `<details class="fold curious" id="${id}"><summary><span class="kind">For the curious</span> ${title}</summary>\n` +
    `<a class="anchor fold-anchor" href="#${id}" aria-label="Link to this part">#</a>\n` +
    `${blocksHtml(block.body, chapter)}\n</details>`
  );
}

function recapHtml(points: readonly Prose[], chapter: HtmlChapter): string {
  chapter.counts.recap += 1;
  const items = points.map((point) => `<li>${renderInlineHtml(point, chapter.place)}</li>`);
  return (
    `<section class="boxed recap">\n${headingHtml(4, `recap-${chapter.number}-${chapter.counts.recap}`, 'In short')}\n` +
    `<ul>\n${items.join('\n')}\n</ul>\n</section>`
  );
}

function blockHtml(block: Block, chapter: HtmlChapter): string {
  const { place } = chapter;
  switch (block.type) {
    case 'prose':
      return renderProseHtml(block, place);
    case 'math':
      return `<div class="equation" tabindex="0">${mathMl(texOf(block), true)}</div>`;
    case 'code':
      return codeHtml(block, chapter);
    case 'listing':
      return withNotes(place, () => listingHtml(block, chapter));
    case 'table':
      return withNotes(place, () => tableBlockHtml(block, chapter));
    case 'figure': {
      const figure = chapter.figures.get(block.id);
      if (!figure) throw new Error(`figure ${block.id} was not drawn`);
      return withNotes(place, () => figureHtml(block, figure, place));
    }
    case 'tokenStrip':
      return withNotes(place, () => stripBlockHtml(block, chapter));
    case 'pitfall': {
      chapter.counts.pitfall += 1;
      const id = `pitfall-${chapter.number}-${chapter.counts.pitfall}`;
      return boxed('pitfall', id, 'Pitfall', block.title, blocksHtml(block.body, chapter), chapter);
    }
    case 'box':
      return boxed('box', block.id, 'Keep in mind', block.title, blocksHtml(block.body, chapter), chapter);
    case 'exercise':
      return exerciseHtml(block, chapter);
    case 'recap':
      return withNotes(place, () => recapHtml(block.points, chapter));
    case 'curious':
      return curiousHtml(block, chapter);
  }
}

/** Blocks one after another. Throws an Error that names what cannot be shown. */
export function blocksHtml(blocks: readonly Block[], chapter: HtmlChapter): string {
  return blocks.map((block) => blockHtml(block, chapter)).join('\n');
}
