import { textOfProse, textsOfBlocks } from '#render/shared/text-of-prose';
import type { Block, Work } from '#report/block';
import type { DecidedSentence, ReportFacts } from '#report/measurement';
import type { ChoicePart, ClaimPart, Part, Prose } from '#report/part';
import { workLabel } from '#report/work';
import { allBlocks, contentsOf, type Target, type WrittenParts, type WrittenSection } from '#report/written';

/** What a written report says, as the plain words that a comparison is made of. */

type Targets = ReadonlyMap<string, Target>;

const isDecision = (part: Part): part is ClaimPart | ChoicePart =>
  part.type === 'claim' || part.type === 'choice';

/** Fewer words are a label in a table, and no sentence; so is what does not end like one. */
const FEWEST_WORDS = 4;
const isSentence = (text: string): boolean =>
  text.split(' ').length >= FEWEST_WORDS && /[.?!:][”’)]*$/.test(text);

/** A choice by which model it is says nothing of what the model did. */
const isByModel = (part: ClaimPart | ChoicePart): boolean =>
  part.type === 'choice' && Object.hasOwn(part.when, 'embedded');

/** The words that an author typed into all branches of a decision, whatever came out. */
function wordsOf(part: Part): string {
  if (part.type === 'literal') return part.markdown;
  if (!isDecision(part)) return '·';
  const branches = Object.entries<Prose>(part.when).map(
    ([name, { parts }]) => `${name}: ${parts.map(wordsOf).join('')}`,
  );
  return `{${branches.join(' | ')}}`.replace(/\s+/g, ' ');
}

/** What is borrowed from each chapter to say a prose in plain words. */
interface Speech {
  readonly targets: Targets;
  /** By the ids that the chapter cites them by. */
  readonly works: ReadonlyMap<string, Work>;
}

/** A work is called by its authors and its year, wherever it is cited in a prose. */
function withWorks({ parts }: Prose, works: Speech['works']): Prose {
  const named = (part: Part): Part => {
    switch (part.type) {
      case 'cite': {
        const work = works.get(part.work);
        return work ? { type: 'text', text: workLabel(work), style: 'plain' } : part;
      }
      case 'claim':
      case 'choice':
      case 'note':
        return { ...part, prose: withWorks(part.prose, works) };
      case 'medium':
        return { ...part, static: withWorks(part.static, works) };
      default:
        return part;
    }
  };
  return { type: 'prose', parts: parts.map(named) };
}

/** Set around the branch that was taken; marks of punctuation, beside which emphasis begins and ends as before a space. */
const [OPENS, CLOSES] = ['⦗', '⦘'];
const literal = (markdown: string): Part => ({ type: 'literal', markdown });
const hasBlocks = (part: Part): boolean => part.type === 'literal' && /\n\s*\n|^\s*```/.test(part.markdown);

function marked(parts: readonly Part[]): readonly Part[] {
  const gap = parts.some(hasBlocks) ? '\n\n' : '';
  return [literal(`${OPENS}${gap}`), ...parts, literal(`${gap}${CLOSES}`)];
}

/** Where a sentence ends, but for initials, “A. A. Milne”, abbreviations, and ends of what is quoted inside another. */
const END =
  /(?<!(?:^|[“(]|\p{Lu}\p{L}*\s|\p{Lu}\.\s?)\p{Lu}|\b(?:al|cf|vs|e\.g|i\.e))[.?!][.?!”’)\]]*;?(?=\s+(?!\p{Ll})|\s*$)/u;
const ENDS = new RegExp(END, 'gu');

/** The last sentence of a text, which may have begun there only; '' where a text ends with a space behind a whole one. */
function lastSentence(text: string): string {
  const starts = [...text.matchAll(ENDS)].map((end) => end.index + end[0].length);
  const start = starts.findLast((place) => place < text.length) ?? 0;
  return text.slice(start).trimStart();
}

function firstSentence(text: string): string {
  const end = END.exec(text);
  return end ? text.slice(0, end.index + end[0].length) : text;
}

/** What stands between the marks, up to the ends of sentences on either side. */
function sentenceAround(blocks: readonly string[]): string {
  const [ahead = '', rest = ''] = blocks.join('\n\n').split(OPENS);
  const [inside = '', behind = ''] = rest.split(CLOSES);
  // Of several blocks the last: what stands before it is a listing or a list.
  const own = (inside.trim().split('\n\n').at(-1) ?? '').trim();
  const before = `${ahead.slice(ahead.lastIndexOf('\n\n') + 1)}${/^\s/.test(inside) ? ' ' : ''}`;
  const after = behind.split('\n\n')[0] ?? '';
  const isWhole = (text: string): boolean => text === '' || lastSentence(`${text} `) === '';
  // An empty branch adds nothing to the sentence in front of it.
  if (own === '' && before.trim() !== '' && isWhole(before.trim())) return lastSentence(before.trim());
  const end = own !== '' && isWhole(own) ? '' : firstSentence(`${/\s$/.test(inside) ? ' ' : ''}${after}`);
  return `${lastSentence(before)}${own}${end}`
    .replace(/\s+/g, (space) => (/[\n ]/.test(space) ? ' ' : space))
    .trim();
}

type Around = (parts: readonly Part[]) => readonly Part[];

/** Every decision in a prose, those inside the branch that was taken included, each with what stands around it. */
function decisionsIn(prose: Prose, section: string, speech: Speech): DecidedSentence[] {
  const inside = ({ parts }: Prose, outside: Around): DecidedSentence[] =>
    parts.flatMap((part, index): DecidedSentence[] => {
      const inPlace: Around = (own) => outside([...parts.slice(0, index), ...own, ...parts.slice(index + 1)]);
      if (part.type === 'note') return inside(part.prose, (own) => own);
      if (part.type === 'medium') return inside(part.static, inPlace);
      if (!isDecision(part)) return [];
      const around = inPlace(marked(part.prose.parts));
      const own = {
        section,
        branches: wordsOf(part),
        by: part.type,
        branch: part.branch,
        sentence: sentenceAround(textsOfBlocks({ type: 'prose', parts: around }, speech.targets)),
      };
      return [...(isByModel(part) ? [] : [own]), ...inside(part.prose, inPlace)];
    });
  return inside(withWorks(prose, speech.works), (own) => own);
}

/** Its own proses, but for the description of a figure, which says again what the text says. */
function prosesOf(block: Block): readonly Prose[] {
  return block.type === 'figure' ? [block.caption] : (contentsOf(block).proses ?? []);
}

function decidedIn({ number, blocks }: WrittenSection, speech: Speech): DecidedSentence[] {
  return allBlocks(blocks)
    .filter(({ type }) => type !== 'recap')
    .flatMap((block) => prosesOf(block).flatMap((prose) => decisionsIn(prose, number, speech)))
    .filter(({ sentence }) => isSentence(sentence));
}

/** Of a report that a model wrote; what a recap says is among the takeaways alone. */
export function factsOf(
  { chapters }: WrittenParts,
  targets: Targets,
  model: Omit<ReportFacts, 'headlines' | 'decided' | 'takeaways'>,
): ReportFacts {
  const sections = chapters.flatMap((chapter) => {
    const blocks = chapter.sections.flatMap((section) => allBlocks(section.blocks));
    const works = blocks.flatMap((block) => (block.type === 'sources' ? block.works : []));
    const speech = { targets, works: new Map(works.map((work) => [work.id, work])) };
    return chapter.sections.map((section) => ({ chapter: chapter.number, section, speech }));
  });
  return {
    ...model,
    headlines: chapters.map(({ number, headline }) => ({
      chapter: number,
      sentence: textOfProse(headline, targets),
    })),
    decided: sections.flatMap(({ section, speech }) => decidedIn(section, speech)),
    takeaways: sections.flatMap(({ chapter, section, speech }) =>
      allBlocks(section.blocks)
        .flatMap((block) => (block.type === 'recap' ? block.points : []))
        .filter(({ basis }) => basis === 'measured')
        .map(({ prose }) => ({
          chapter,
          sentence: textOfProse(withWorks(prose, speech.works), targets),
          decided: decisionsIn(prose, section.number, speech),
        })),
    ),
  };
}
