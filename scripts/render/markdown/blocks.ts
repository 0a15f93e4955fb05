import type {
  Block,
  ExerciseBlock,
  FigureBlock,
  RecapBlock,
  SourcesBlock,
  TableBlock,
  TokenStripBlock,
} from '#report/block';
import type { Prose } from '#report/prose-parts';
import type { WrittenChapter } from '#report/report-tree';
import { authorsOf } from '#report/sources';
import { dataFiles } from '../figures/files.ts';
import { basesOf, heldElsewhere, type OtherFindings, ofBlock, SERVE, TRY_IT } from '../shared/blocks.ts';
import { languageOf, readRegion, shownOutput } from '../shared/code.ts';
import { escapeHtml } from '../shared/escape-html.ts';
import type { FormatInput } from '../shared/format-input.ts';
import { displayMathMarkdown, texOf } from '../shared/math.ts';
import { renderTable } from '../shared/tables.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import type { MarkdownPlace } from './prose.ts';
import { linkTarget, quoted, renderInlineMarkdown, renderProseMarkdown, workAnchor } from './prose.ts';
import { stripKeyMarkdown, stripTableMarkdown, stripTextMarkdown, tableMarkdown } from './tables.ts';
import { codeFence, escapeMarkdown, fillParagraph, unbroken } from './text.ts';

export interface MarkdownChapter {
  readonly place: MarkdownPlace;
  readonly root: string;
  readonly stem: string;
  readonly number: number;
  /** Ids that some text refers to: only these get an anchor. */
  readonly referenced: ReadonlySet<string>;
  /** The id of the model that was measured. */
  readonly model: string;
  /** What another model's report found, where there is one. */
  readonly other: OtherFindings | undefined;
  readonly counts: { exercise: number };
}

export function markdownChapter(
  { stem, number }: Pick<WrittenChapter, 'stem' | 'number'>,
  place: MarkdownPlace,
  { root, provenance, comparison }: Pick<FormatInput, 'root' | 'provenance' | 'comparison'>,
  referenced: ReadonlySet<string> = new Set(),
): MarkdownChapter {
  const [model, other] = [provenance.model.id, comparison?.findings];
  return { place, root, stem, number, referenced, model, other, counts: { exercise: 0 } };
}

/** The drawing (on GitHub for light and for dark paper), the caption, and a link to the data. */
function figureMarkdown(block: FigureBlock, stem: string, place: MarkdownPlace): string {
  const label = place.targets.get(block.id)?.label ?? block.id;
  const path = `${place.toRoot}figures/${stem}/${block.id}`;
  const alt = textOfProse(block.alt, place.targets);
  const drawing = place.inNotebook
    ? `![${escapeMarkdown(alt)}](${path}.png)`
    : [
        '<picture>',
        `  <source media="(prefers-color-scheme: dark)" srcset="${path}.dark.svg">`,
        `  <img src="${path}.svg" alt="${escapeHtml(alt)}">`,
        '</picture>',
      ].join('\n');
  // What else is drawn, such as marks and labels, lies beside the first.
  const [file] = dataFiles(stem, block);
  const data = file ? unbroken(`([data](${place.toRoot}${file.path}))`) : '';
  const caption = renderInlineMarkdown(block.caption, place, { toFill: true });
  const sentences = block.scene?.sentences.map((one) => renderProseMarkdown(one, place)) ?? [];
  return [drawing, fillParagraph(`**${label}.** ${caption} ${data}`.trimEnd()), ...sentences].join('\n\n');
}

/** The title is HTML, in which Markdown is not read. */
function folded(title: string, body: string): string {
  return `<details>\n<summary>${escapeHtml(title)}</summary>\n\n${body}\n\n</details>`;
}

function labelled({ id, caption }: TableBlock | TokenStripBlock, { place }: MarkdownChapter): string {
  const label = place.targets.get(id)?.label ?? id;
  return `**${label}.** ${renderInlineMarkdown(caption, place, { toFill: true })}`;
}

/** A quote with a bold title: on GitHub in a colour of its own, where GitHub knows alerts (not inside other blocks). */
function alert(kind: 'WARNING' | 'IMPORTANT', title: string, body: string, outermost: boolean): string {
  return quoted(`${outermost ? `[!${kind}]\n` : ''}**${title}**\n\n${body}`);
}

function tableBlockMarkdown(block: TableBlock, chapter: MarkdownChapter): string {
  const caption = fillParagraph(labelled(block, chapter));
  const cells = renderTable(block, (prose, options) =>
    renderInlineMarkdown(prose, chapter.place, { ...options, inTable: true }),
  );
  return `${caption}\n\n${tableMarkdown(cells)}`;
}

function stripBlockMarkdown(block: TokenStripBlock, chapter: MarkdownChapter): string {
  const { place } = chapter;
  const caption = fillParagraph(`${labelled(block, chapter)} ${stripKeyMarkdown(block, place)}`);
  const strip = quoted(fillParagraph(stripTextMarkdown(block)));
  const table = folded('All tokens as a table (␣ is a space)', stripTableMarkdown(block, place));
  return `${caption}\n\n${strip}\n\n${table}`;
}

function exerciseMarkdown({ task, answer }: ExerciseBlock, chapter: MarkdownChapter): string {
  chapter.counts.exercise += 1;
  const number = `${chapter.number}.${chapter.counts.exercise}`;
  const asked = blocksMarkdown(task, chapter, false);
  return `**Exercise ${number}.**\n\n${asked}\n\n${folded('Answer', blocksMarkdown(answer, chapter, false))}`;
}

function recapMarkdown({ points }: RecapBlock, { place, model, other }: MarkdownChapter): string {
  const items = points.map((point) => {
    const elsewhere = heldElsewhere(point, other);
    const said = renderInlineMarkdown(point.prose, place);
    return `- *${point.basis}:* ${said}${elsewhere && ` (${escapeMarkdown(elsewhere)})`}`;
  });
  const legend = basesOf(points, model, other).map(
    ({ basis, means }) => `*${basis}*: ${escapeMarkdown(means)}`,
  );
  return `**In short**\n\n${items.join('\n')}\n\n${fillParagraph(legend.join(' · '))}`;
}

function sourcesMarkdown({ works }: SourcesBlock, { place }: MarkdownChapter): string {
  const items = works.map((work) => {
    const title = `*${escapeMarkdown(work.title)}*`;
    const linked = work.url === undefined ? title : `[${title}](${linkTarget(work.url)})`;
    const printed = `${escapeMarkdown(authorsOf(work))}: ${linked}. ${escapeMarkdown(work.where)}, ${work.year}.`;
    return `- <a id="${workAnchor(work.id)}"></a>${printed} ${renderInlineMarkdown(work.adds, place)}`;
  });
  return `**Sources**\n\n${items.join('\n')}`;
}

function blockMarkdown(block: Block, chapter: MarkdownChapter, outermost: boolean): string {
  const { place, root, stem } = chapter;
  const plain = (title: Prose): string => renderInlineMarkdown(title, place, { plain: true });
  const inside = (body: readonly Block[]): string => blocksMarkdown(body, chapter, false);
  switch (block.type) {
    case 'prose':
      return renderProseMarkdown(block, place);
    case 'math':
      return displayMathMarkdown(texOf(block), place.inNotebook);
    case 'code': {
      const { file, source } = readRegion(block.module, block.region, root);
      return `\`${file}\`:\n\n${codeFence(source, languageOf(file))}`;
    }
    case 'output':
      return `Output${block.from ? `, for ${renderInlineMarkdown(block.from, place)}` : ''}:\n\n${codeFence(shownOutput(block), 'text')}`;
    case 'table':
      return tableBlockMarkdown(block, chapter);
    case 'figure':
      return figureMarkdown(block, stem, place);
    case 'tokenStrip':
      return stripBlockMarkdown(block, chapter);
    case 'pitfall':
      return alert('WARNING', `Pitfall: ${plain(block.title)}`, inside(block.body), outermost);
    case 'box':
      return alert('IMPORTANT', plain(block.title), inside(block.body), outermost);
    case 'exercise':
      return exerciseMarkdown(block, chapter);
    case 'recap':
      return recapMarkdown(block, chapter);
    case 'sources':
      return sourcesMarkdown(block, chapter);
    case 'instrument':
      return `${TRY_IT} \`${SERVE}\` in the project’s folder.`;
    case 'curious':
      return folded(`${block.label}: ${textOfProse(block.title, place.targets)}`, inside(block.body));
  }
}

/** A block, behind an anchor where references lead to it; GitHub has anchors of its own for headings only. */
function anchoredMarkdown(block: Block, chapter: MarkdownChapter, outermost: boolean): string {
  const markdown = blockMarkdown(block, chapter, outermost);
  return 'id' in block && chapter.referenced.has(block.id)
    ? `<a id="${block.id}"></a>\n\n${markdown}`
    : markdown;
}

export function blocksMarkdown(blocks: readonly Block[], chapter: MarkdownChapter, outermost = true): string {
  return blocks
    .map((block) => ofBlock(block, () => anchoredMarkdown(block, chapter, outermost)))
    .join('\n\n');
}
