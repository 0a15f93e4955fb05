import type { Block } from '#report/block';
import { DIGITS } from '#report/format';
import type { Part, ValuePart } from '#report/part';
import type { WrittenChapter } from '#report/written';
import { allBlocks, allParts, chapterProses } from '#report/written';

/** No value may be printed with more digits than its kind makes meaningful. */

/** The digits of a printed number: in all, from its first that is not zero, and behind the point. */
function digitsOf(text: string): { readonly significant: number; readonly decimals: number } {
  const [mantissa = ''] = text.replaceAll(',', '').split(' × ');
  const [whole = '', fraction = ''] = mantissa.replace(/^[^\d]*/, '').split('.');
  return { significant: `${whole}${fraction}`.replace(/^0+/, '').length, decimals: fraction.length };
}

/** Whether a value's text shows more digits than its kind may show. */
export function showsTooManyDigits({ text, kind }: Pick<ValuePart, 'text' | 'kind'>): boolean {
  if (kind === 'given' || kind === 'exact') return false;
  const { as, most } = DIGITS[kind];
  const { significant, decimals } = digitsOf(text);
  if (as === 'significant') return decimals > 0 && significant > most;
  // What the decimals would show as zero is shown by its size, with two digits.
  return decimals > most && significant > 2;
}

function valuesOfPart(part: Part): ValuePart[] {
  if (part.type === 'value') return [part];
  return part.type === 'math' ? part.tex.filter((piece) => typeof piece !== 'string') : [];
}

function valuesOfBlock(block: Block): ValuePart[] {
  return block.type === 'math' ? valuesOfPart(block) : [];
}

/** Every value that a chapter prints, with the section it stands in ('' outside of any). */
export function printedValues(
  chapter: WrittenChapter,
): { readonly section: string; readonly value: ValuePart }[] {
  const inProse = chapterProses(chapter).flatMap(({ section, prose }) =>
    allParts(prose).flatMap((part) => valuesOfPart(part).map((value) => ({ section, value }))),
  );
  const inEquations = chapter.sections.flatMap(({ id, blocks }) =>
    allBlocks(blocks).flatMap((block) => valuesOfBlock(block).map((value) => ({ section: id, value }))),
  );
  return [...inProse, ...inEquations];
}
