import type { Block } from '#report/block';
import type { WrittenChapter } from '#report/report-tree';
import { allBlocks, worksById } from '#report/report-tree';
import { blocksMarkdown, type MarkdownChapter, markdownChapter } from '../markdown/blocks.ts';
import type { MarkdownPlace } from '../markdown/prose.ts';
import { proseBlocksMarkdown, renderInlineMarkdown } from '../markdown/prose.ts';
import {
  chapterAddress,
  INDEX,
  notebookPath,
  pageAddress,
  type ReportPage,
  targetAddress,
} from '../page/pages.ts';
import { termId } from '../page/prose.ts';
import { ofBlock } from '../shared/blocks.ts';
import { readRegion, shownOutput } from '../shared/code.ts';
import type { FormatInput } from '../shared/format-input.ts';
import { type BlockToken, parseBlocks } from '../shared/prose-tokens.ts';
import { fillTemplate } from '../shared/templates.ts';

/** Chapters as Jupyter notebooks: the text of their Markdown, the Python in cells of its own with what it prints. */

interface Cell {
  readonly type: 'markdown' | 'code';
  source: string;
  printed?: string;
}

type CodeToken = Extract<BlockToken, { readonly type: 'code' }>;

const isPython = (token: BlockToken): token is CodeToken =>
  token.type === 'code' && token.language === 'python';
/** Prose with a program in it, or the file of one. */
const holdsPython = (block: Block | undefined): boolean =>
  (block?.type === 'prose' && parseBlocks(block).some(isPython)) ||
  (block?.type === 'code' && block.module.endsWith('.py'));

function addMarkdown(cells: Cell[], markdown: string): void {
  const last = cells.at(-1);
  if (last?.type === 'markdown') last.source += `\n\n${markdown}`;
  else cells.push({ type: 'markdown', source: markdown });
}

/**
 * Adds blocks to the cells so far. Cells cannot be folded, so a fold with Python in it is open. Of a file of Python, what
 * prints something is a program and gets a cell; other regions are parts of one, to be read.
 */
function addBlocks(cells: Cell[], blocks: readonly Block[], chapter: MarkdownChapter): void {
  const { place } = chapter;
  for (const [index, block] of blocks.entries()) {
    const last = cells.at(-1);
    if (block.type === 'prose') {
      for (const { block: token, markdown } of ofBlock(block, () => proseBlocksMarkdown(block, place))) {
        if (isPython(token)) cells.push({ type: 'code', source: token.text });
        else addMarkdown(cells, markdown);
      }
    } else if (block.type === 'code' && holdsPython(block) && blocks[index + 1]?.type === 'output') {
      cells.push({ type: 'code', source: readRegion(block.module, block.region, chapter.root).source });
    } else if (block.type === 'output' && last?.type === 'code' && holdsPython(blocks[index - 1])) {
      last.printed = `${shownOutput(block)}\n`;
    } else if (block.type === 'curious' && allBlocks(block.body).some(holdsPython)) {
      const title = renderInlineMarkdown(block.title, place, { plain: true });
      addMarkdown(cells, `**${block.label}: ${title}**`);
      addBlocks(cells, block.body, chapter);
    } else addMarkdown(cells, blocksMarkdown([block], chapter, false));
  }
}

const IN_PROJECT = `# Paths in the cells begin in the project's folder.
here = Path.cwd()
os.chdir(next((one for one in [here, *here.parents] if (one / "package.json").exists()), here))`;

/** Lets later cells import what an earlier one defines, as a program does that is saved under this name. */
const savedAs = (name: string): string => `# The names of ${name}.py are those of this notebook.
sys.modules["${name}"] = sys.modules["__main__"]`;

/** What the cells need that a program run in the project's folder has. */
function setupOf(cells: readonly Cell[], python: string): string {
  const imported = [...python.matchAll(/^from (\w+) import/gm)].map(([, name = '']) => name);
  const saved = [...new Set(imported)].filter((name) =>
    cells.some(({ type, source }) => type === 'markdown' && source.includes(`\`${name}.py\``)),
  );
  const usesFiles = python.includes('"chapters/');
  if (!usesFiles && saved.length === 0) return '';
  const imports = 'import os\nimport sys\nfrom pathlib import Path';
  return [imports, ...(usesFiles ? [IN_PROJECT] : []), ...saved.map(savedAs)].join('\n\n');
}

const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

/** As Jupyter writes its files: format 4.5, keys in the order of the alphabet. */
function encodeNotebook(cells: readonly (Cell & { readonly id: string })[]): string {
  let count = 0;
  const encoded = cells.map(({ type, id, source, printed }) => {
    const [metadata, text] = [{}, linesOf(source)];
    if (type === 'markdown') return { cell_type: type, id, metadata, source: text };
    const isRun = printed !== undefined;
    const outputs = isRun ? [{ name: 'stdout', output_type: 'stream', text: linesOf(printed) }] : [];
    return {
      cell_type: type,
      execution_count: isRun ? ++count : null,
      id,
      metadata,
      outputs,
      source: text,
    };
  });
  const kernelspec = { display_name: 'Python 3', language: 'python', name: 'python3' };
  const metadata = { kernelspec, language_info: { name: 'python' } };
  return `${JSON.stringify({ cells: encoded, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

/** References lead to the report's pages: programs that show notebooks name headings each in its own way. */
function placeIn(page: ReportPage, { sections }: WrittenChapter, { report }: FormatInput): MarkdownPlace {
  return {
    targets: report.targets,
    toRoot: '../',
    inNotebook: true,
    linkTo: (target) => targetAddress(page, target),
    linkToTerm: (term) => `${pageAddress(page, INDEX)}#${termId(term)}`,
    termsSeen: new Set(),
    works: worksById(sections),
  };
}

/** Packages that Python does not come with. */
const PACKAGES = ['openai'];

function notebookOf(chapter: WrittenChapter, input: FormatInput): string {
  const { stem, number, sections } = chapter;
  const page = { path: notebookPath(stem), stems: [], isWhole: false };
  const place = placeIn(page, chapter, input);
  const context = markdownChapter(chapter, place, input);
  const opening = {
    number,
    title: renderInlineMarkdown(chapter.title, place, { plain: true }),
    question: renderInlineMarkdown(chapter.question, place),
    abilities: chapter.abilities.map((ability) => renderInlineMarkdown(ability, place)),
    page: chapterAddress(page, stem),
  };
  const firstFurther = sections.find(({ goesFurther }) => goesFurther);
  const body = sections.flatMap((section) => {
    const { id, number: at, title, blocks } = section;
    const cells: Cell[] = [];
    if (section === firstFurther) addMarkdown(cells, fillTemplate(input.root, 'markdown/further', {}).trim());
    addMarkdown(cells, `## ${at} ${renderInlineMarkdown(title, place, { plain: true })}`);
    addBlocks(cells, blocks, context);
    return cells.map((cell, index) => ({ ...cell, id: `${id}-${index + 1}` }));
  });
  const python = body.flatMap(({ type, source }) => (type === 'code' ? [source] : [])).join('\n');
  const source = fillTemplate(input.root, 'markdown/notebook', {
    ...opening,
    address: /http:\/\/127\.0\.0\.1:\d+/.exec(python)?.[0] ?? false,
    hasCode: python !== '',
    packages: PACKAGES.filter((name) => new RegExp(`^(?:from|import) ${name}\\b`, 'm').test(python)).join(
      ' ',
    ),
  }).trimEnd();
  const setup = setupOf(body, python);
  return encodeNotebook([
    { type: 'markdown', id: 'start', source },
    ...(setup === '' ? [] : [{ type: 'code' as const, id: 'setup', source: setup }]),
    ...body,
  ]);
}

/** A notebook a chapter. Throws an Error that names what cannot be shown. */
export function renderNotebooks(input: FormatInput): Map<string, string> {
  return new Map(
    input.report.chapters.map((chapter) => [notebookPath(chapter.stem), notebookOf(chapter, input)]),
  );
}
