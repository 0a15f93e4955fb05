import type { Block } from '#report/block';
import type { Prose } from '#report/part';
import { prettyJson, readRegion } from './code.ts';
import { escapeHtml } from './escape-html.ts';
import { codeFence } from './escape-markdown.ts';
import { figureMarkdown } from './figure-markdown.ts';
import { displayMathMarkdown, texOf } from './math.ts';
import type { MarkdownPlace } from './prose-markdown.ts';
import { fillParagraph, quoted, renderInlineMarkdown, renderProseMarkdown } from './prose-markdown.ts';
import { renderTableMarkdown, tableMarkdown } from './tables.ts';
import { textOfProse } from './text-of-prose.ts';
import { stripKeyMarkdown, stripTextMarkdown, tokenStripMarkdown } from './token-strip.ts';

/** Blocks of a section as GitHub-flavoured Markdown. */

export interface MarkdownChapter {
  readonly place: MarkdownPlace;
  readonly root: string;
  readonly stem: string;
  readonly number: number;
  /** Ids that some text refers to: only these get an anchor. */
  readonly referenced: ReadonlySet<string>;
  readonly counts: { exercise: number };
}

/** Something that references lead to; GitHub has anchors of its own for headings only. */
function anchored(id: string, markdown: string, { referenced }: MarkdownChapter): string {
  return referenced.has(id) ? `<a id="${id}"></a>\n\n${markdown}` : markdown;
}

/** Folded away. The title stands in HTML, where Markdown is not read. */
function folded(title: string, body: string): string {
  return `<details>\n<summary>${escapeHtml(title)}</summary>\n\n${body}\n\n</details>`;
}

function labelled(
  block: { readonly id: string; readonly caption: Prose },
  { place }: MarkdownChapter,
): string {
  const label = place.targets.get(block.id)?.label ?? block.id;
  return `**${label}.** ${renderInlineMarkdown(block.caption, place, { toFill: true })}`;
}

/** A quote with a bold title: on GitHub in a colour of its own, where GitHub knows alerts (not inside other blocks). */
function alert(kind: 'WARNING' | 'IMPORTANT', title: string, body: string, outermost: boolean): string {
  return quoted(`${outermost ? `[!${kind}]\n` : ''}**${title}**\n\n${body}`);
}

function exerciseMarkdown(block: Extract<Block, { type: 'exercise' }>, chapter: MarkdownChapter): string {
  chapter.counts.exercise += 1;
  const number = `${chapter.number}.${chapter.counts.exercise}`;
  const task = blocksMarkdown(block.task, chapter, false);
  const answer = folded('Answer', blocksMarkdown(block.answer, chapter, false));
  return `**Exercise ${number}.**\n\n${task}\n\n${answer}`;
}

function blockMarkdown(block: Block, chapter: MarkdownChapter, outermost: boolean): string {
  const { place } = chapter;
  switch (block.type) {
    case 'prose':
      return renderProseMarkdown(block, place);
    case 'math':
      return displayMathMarkdown(texOf(block));
    case 'code': {
      const { file, source } = readRegion(block.module, block.region, chapter.root);
      return `\`${file}\`:\n\n${codeFence(source, 'ts')}`;
    }
    case 'listing':
      return `${renderInlineMarkdown(block.caption, place)}\n\n${codeFence(prettyJson(block.value), 'json')}`;
    case 'table':
      return anchored(
        block.id,
        `${fillParagraph(labelled(block, chapter))}\n\n${tableMarkdown(renderTableMarkdown(block, place))}`,
        chapter,
      );
    case 'figure':
      return anchored(block.id, figureMarkdown(block, chapter.stem, place), chapter);
    case 'tokenStrip': {
      const caption = fillParagraph(`${labelled(block, chapter)} ${stripKeyMarkdown(block, place)}`);
      const strip = quoted(fillParagraph(stripTextMarkdown(block)));
      const table = folded('All tokens as a table', tokenStripMarkdown(block, place));
      return anchored(block.id, `${caption}\n\n${strip}\n\n${table}`, chapter);
    }
    case 'pitfall': {
      const title = `Pitfall: ${renderInlineMarkdown(block.title, place, { plain: true })}`;
      return alert('WARNING', title, blocksMarkdown(block.body, chapter, false), outermost);
    }
    case 'box': {
      const title = renderInlineMarkdown(block.title, place, { plain: true });
      return anchored(
        block.id,
        alert('IMPORTANT', title, blocksMarkdown(block.body, chapter, false), outermost),
        chapter,
      );
    }
    case 'exercise':
      return exerciseMarkdown(block, chapter);
    case 'recap':
      return `**In short**\n\n${block.points.map((point) => `- ${renderInlineMarkdown(point, place)}`).join('\n')}`;
    case 'curious':
      return folded(
        `For the curious: ${textOfProse(block.title, place.targets)}`,
        blocksMarkdown(block.body, chapter, false),
      );
  }
}

/** Blocks one after another. Throws an Error that names what cannot be shown. */
export function blocksMarkdown(blocks: readonly Block[], chapter: MarkdownChapter, outermost = true): string {
  return blocks.map((block) => blockMarkdown(block, chapter, outermost)).join('\n\n');
}
