import { COLOURS } from '#page-model/colours';
import { INSTRUMENTS, type InstrumentKind, type StoredToken } from '#page-model/lab';
import { drawSurprise, PICTURE_SIZE } from '#page-model/surprise-picture';
import type { InstrumentBlock, TokenStripBlock } from '#report/block';
import { allBlocks, instrumentsOf, type WrittenReport } from '#report/report-tree';
import { registerFonts } from '../fonts/fonts.ts';
import { escapeHtml, jsonScript } from '../shared/escape-html.ts';
import type { FormatInput } from '../shared/format-input.ts';
import { fillTemplate } from '../shared/templates.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import { headingHtml, instrumentHtml } from './blocks.ts';
import { STRIP_TINTS } from './page-colours.ts';
import { LAB_PAGE, targetAddress } from './pages.ts';
import type { HtmlPlace } from './prose.ts';
import { inspectorPayload, openStripHtml } from './token-strip.ts';

/** The page of all instruments, and the first of them as it opens a page: with results that the report has stored. */

interface Opening {
  readonly strip: TokenStripBlock;
  readonly example: Extract<InstrumentBlock, { kind: 'score' }>['example'];
  readonly tokens: readonly StoredToken[];
}

/** The beginning of a text that the report shows token by token beside an instrument for the whole; undefined without. */
export function openingOf(report: WrittenReport): Opening | undefined {
  for (const { section, block } of instrumentsOf(report)) {
    if (block.kind !== 'score') continue;
    const { before, texts } = block.example;
    for (const strip of allBlocks(section.blocks)) {
      if (strip.type !== 'tokenStrip' || strip.tokens.some(({ insight }) => !insight)) continue;
      // The bytes of a broken character are no text that a reader could go on with.
      if (strip.tokens.some((token) => token.text.includes('\\x'))) continue;
      const text = strip.tokens.map((token) => token.text).join('');
      if (!texts[0]?.startsWith(text)) continue;
      const tokens = strip.tokens.map(({ text: shown, value, insight }): StoredToken => {
        const logprob = value === null ? null : -value;
        return [shown, logprob, insight?.rank.value ?? null, insight?.entropy.value ?? null];
      });
      return { strip: { ...strip, id: 'opening' }, example: { before, texts: [text] }, tokens };
    }
  }
  return undefined;
}

/** The first instrument with its text coloured, below a heading. */
export function openingHtml({ report, root }: FormatInput, place: HtmlPlace, id: string): string | false {
  const opening = openingOf(report);
  if (!opening) return false;
  const { strip, example } = opening;
  return fillTemplate(root, 'page/opening', {
    heading: headingHtml(2, id, INSTRUMENTS.score),
    id,
    instrument: instrumentHtml(
      { type: 'instrument', kind: 'score', example },
      root,
      openStripHtml(strip, place),
    ),
  });
}

/** What scripts know of the opening: what was expected at each token, and the scores. */
export function openingPayload(report: WrittenReport): string[] {
  const opening = openingOf(report);
  return opening ? [inspectorPayload(opening.strip), jsonScript('opening-scores', opening.tokens)] : [];
}

/** The kinds of instruments in a report, each with its first example and where that is. */
function listed(report: WrittenReport) {
  const all = instrumentsOf(report);
  return (Object.keys(INSTRUMENTS) as InstrumentKind[]).flatMap((kind) => {
    const found = all.find(({ block }) => block.kind === kind);
    return found ? [{ kind, title: INSTRUMENTS[kind], ...found }] : [];
  });
}

/** The entries of the contents that lead to the instruments. */
export const instrumentLinks = (report: WrittenReport) =>
  listed(report).map(({ kind, title }) => ({ title, address: `#lab-${kind}` }));

/** What is on the page, between its bars. */
export function labHtml(input: FormatInput, place: HtmlPlace, restOfStyles: string): string {
  const { report, root } = input;
  const opening = openingHtml(input, place, 'lab-score');
  const others = listed(report).filter(({ kind }) => kind !== 'score' || !opening);
  return fillTemplate(root, 'page/lab', {
    opening,
    restOfStyles,
    others: others.map(({ kind, title, stem, section, block }) => {
      const chapter = report.chapters.find((one) => one.stem === stem);
      const name = chapter ? `Chapter ${chapter.number}` : textOfProse(section.title, report.targets);
      return {
        id: `lab-${kind}`,
        heading: headingHtml(2, `lab-${kind}`, title),
        about: { score: false, next: false, answers: false, generate: false, cuts: false, [kind]: true },
        source: {
          name: escapeHtml(name),
          address: targetAddress(LAB_PAGE, { stem, type: 'section', id: section.id }),
        },
        instrument: instrumentHtml(block, root),
      };
    }),
  });
}

/** The picture that programs show with a link to the report: its opening text, coloured; undefined without one. */
export async function previewPicture({
  report,
  provenance,
}: Pick<FormatInput, 'report' | 'provenance'>): Promise<Uint8Array | undefined> {
  const opening = openingOf(report);
  if (!opening) return undefined;
  await registerFonts();
  const { createCanvas } = await import('canvas');
  const canvas = createCanvas(PICTURE_SIZE.width, PICTURE_SIZE.height);
  drawSurprise(canvas.getContext('2d') as unknown as CanvasRenderingContext2D, {
    tokens: opening.tokens.map(([text, logprob]) => ({ text, logprob })),
    model: provenance.model.id,
    colours: {
      paper: COLOURS.paper.light,
      ink: COLOURS.ink.light,
      soft: COLOURS.soft.light,
      tints: STRIP_TINTS.map(({ light }) => light),
    },
  });
  return canvas.toBuffer('image/png');
}
