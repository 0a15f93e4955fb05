import { textOfProse } from '#render/shared/text-of-prose';
import type { Block } from '#report/block';
import type { DecidedSentence, ReportFacts } from '#report/measurement';
import type { ChoicePart, ClaimPart, Part, Prose } from '#report/part';
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

/** Prose as bare text, its formulas as one would type them: "k = 1/4". */
const asText = (prose: Prose, targets: Targets): string =>
  textOfProse(prose, targets)
    .replace(/\\t?frac\{([^{}]*)\}\{([^{}]*)\}/g, '$1/$2')
    .replace(/\\(ln|log|exp)\b/g, '$1')
    .replace(/\\boxplus\b/g, '⊞');

/** The words that an author typed into all branches of a decision, whatever came out. */
function wordsOf(part: Part): string {
  if (part.type === 'literal') return part.markdown;
  if (!isDecision(part)) return '·';
  const branches = Object.entries<Prose>(part.when).map(
    ([name, { parts }]) => `${name}: ${parts.map(wordsOf).join('')}`,
  );
  return `{${branches.join(' | ')}}`.replace(/\s+/g, ' ');
}

/** The sentence of a text that has a place in it: up to the ends of sentences on either side. */
function sentenceAround(before: string, own: string, after: string): string {
  // But for initials: “A. A. Milne”.
  const start = /[\s\S]*(?<!\b\p{Lu})[.?!:]\)?\s/u.exec(before)?.[0].length ?? 0;
  const isWhole = /[.?!]\)?$/.test(own.trim());
  const end = isWhole ? '' : (/^[\s\S]*?[.?!]\)?(?=\s|$)/.exec(after)?.[0] ?? after);
  return `${before.slice(start)}${own}${end}`.replace(/[ \t\r\n]+/g, ' ').trim();
}

/** Every decision in a prose, those inside the branch that was taken included. */
function decisionsIn(prose: Prose, section: string, targets: Targets): DecidedSentence[] {
  const textOf = (parts: readonly Part[]): string =>
    parts.length === 0 ? '' : asText({ type: 'prose', parts }, targets);
  // Text is trimmed where it is cut: a space at the border is set again.
  const spaced = (parts: readonly Part[], edge: 'start' | 'end'): string => {
    const part = edge === 'start' ? parts[0] : parts.at(-1);
    const markdown = part?.type === 'literal' ? part.markdown : '';
    const [lead, trail] = [/^\s/.test(markdown), /\s$/.test(markdown)];
    return `${edge === 'start' && lead ? ' ' : ''}${textOf(parts)}${edge === 'end' && trail ? ' ' : ''}`;
  };
  return prose.parts.flatMap((part, index): DecidedSentence[] => {
    if (part.type === 'note') return decisionsIn(part.prose, section, targets);
    if (part.type === 'medium') return decisionsIn(part.static, section, targets);
    if (!isDecision(part)) return [];
    const chosen = part.prose.parts[0];
    const opens = chosen?.type === 'literal' && /^\s/.test(chosen.markdown);
    const before = `${spaced(prose.parts.slice(0, index), 'end')}${opens ? ' ' : ''}`;
    const after = spaced(prose.parts.slice(index + 1), 'start');
    const own = {
      section,
      branches: wordsOf(part),
      by: part.type,
      branch: part.branch,
      sentence: sentenceAround(before, textOf([part]), after),
    };
    return [...(isByModel(part) ? [] : [own]), ...decisionsIn(part.prose, section, targets)];
  });
}

/** Its own proses, but for the description of a figure, which says again what the text says. */
function prosesOf(block: Block): readonly Prose[] {
  return block.type === 'figure' ? [block.caption] : (contentsOf(block).proses ?? []);
}

function decidedIn({ number, blocks }: WrittenSection, targets: Targets): DecidedSentence[] {
  return allBlocks(blocks)
    .filter(({ type }) => type !== 'recap')
    .flatMap((block) => prosesOf(block).flatMap((prose) => decisionsIn(prose, number, targets)))
    .filter(({ sentence }) => isSentence(sentence));
}

/** Of a report that a model wrote; what a recap says is among the takeaways alone. */
export function factsOf(
  { chapters }: WrittenParts,
  targets: Targets,
  model: Omit<ReportFacts, 'headlines' | 'decided' | 'takeaways'>,
): ReportFacts {
  const sections = chapters.flatMap((chapter) =>
    chapter.sections.map((section) => ({ chapter: chapter.number, section })),
  );
  return {
    ...model,
    headlines: chapters.map(({ number, headline }) => ({
      chapter: number,
      sentence: asText(headline, targets),
    })),
    decided: sections.flatMap(({ section }) => decidedIn(section, targets)),
    takeaways: sections.flatMap(({ chapter, section }) =>
      allBlocks(section.blocks)
        .flatMap((block) => (block.type === 'recap' ? block.points : []))
        .filter(({ basis }) => basis === 'measured')
        .map(({ prose }) => ({
          chapter,
          sentence: asText(prose, targets),
          decided: decisionsIn(prose, section.number, targets),
        })),
    ),
  };
}
