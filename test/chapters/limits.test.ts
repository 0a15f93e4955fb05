import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Limits {
  /** In the main line: prose without code, tables, captions, labels of takeaways, displayed formulas and folds. */
  readonly words: number;
  readonly folds: number;
  /** Of TypeScript in the chapter's folder. */
  readonly lines: number;
}

/**
 * The most that a chapter may have. Readers lose the thread in a longer one, so cut something before you add something.
 * A chapter has a few percent of headroom; the limits of those that are still too long may only fall.
 */
const LIMITS: Readonly<Record<string, Limits>> = {
  '01-logits-logprobs-softmax': { words: 2000, folds: 4, lines: 1650 },
  '02-cross-entropy-perplexity': { words: 2100, folds: 4, lines: 1950 },
  '03-logprobs-as-confidence': { words: 2600, folds: 5, lines: 3060 },
  '04-log-space-joint-probability': { words: 1990, folds: 3, lines: 1490 },
  '05-log-semiring-on-graphs': { words: 1840, folds: 4, lines: 1620 },
  '06-decibels': { words: 1800, folds: 4, lines: 1400 },
  '07-custom-algebra': { words: 1720, folds: 4, lines: 1070 },
};

function mainLineWords(markdown: string): number {
  const prose = markdown
    .replaceAll(/<details>.*?<\/details>/gs, '')
    .replaceAll(/```.*?```/gs, '')
    .replaceAll(/^\|.*$/gm, '')
    .replaceAll(/^\*\*(Figure|Table).*?(?=\n\n)/gms, '')
    .replaceAll(/^- \*(?:always|measured)[^*]*\*|^\*always\*.*?(?=\n\n)/gms, '')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\$\$.*?\$\$/gs, '');
  return prose.match(/[A-Za-z][A-Za-z'’-]*/g)?.length ?? 0;
}

describe.each(Object.entries(LIMITS))('chapter %s', (stem, { words, folds, lines }) => {
  const markdown = readFileSync(`${ROOT}output/chapters/${stem}.md`, 'utf8');

  it(`has at most ${words} words in its main line`, () => {
    expect(mainLineWords(markdown)).toBeLessThanOrEqual(words);
  });

  it(`has at most ${folds} folds`, () => {
    expect(markdown.match(/<details>/g)?.length ?? 0).toBeLessThanOrEqual(folds);
  });

  it(`has at most ${lines} lines of TypeScript`, () => {
    const folder = `${ROOT}chapters/${stem}`;
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    const text = sources.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('');
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(lines);
  });
});
