import { describe, expect, it } from 'vitest';
import { type Block, code, curious, exercise, figure, prose, source, sources, table } from '#report';
import { asProse } from '#report/prose';
import { readingMinutes, totalMinutes } from '#report/reading-time';
import { equation, given } from '#report/values';

const words = (count: number) => asProse('word '.repeat(count));
const small = (id: string) => table({ id, caption: prose`T`, rows: [{}], columns: [['n', () => prose`x`]] });
/** Twelve lines of code. */
const sourceOf = () => 'line\n\n'.repeat(12);

const written = (blocks: readonly Block[], goesFurther = false) => ({
  id: 's',
  number: '1.1',
  title: prose`S`,
  blocks,
  goesFurther,
});
const minutesOf = (...blocks: Block[]): number =>
  readingMinutes({ sections: [written(blocks)] }, sourceOf).core;

describe('the minutes of a chapter', () => {
  it('count 220 words, and 15 percent for what is read twice', () => {
    expect(minutesOf(words(2200))).toBe(12); // 11.5
    expect(minutesOf(words(4400))).toBe(23);
  });

  it('count 45 seconds a table, 40 a figure, 20 a formula and 5 a line of code', () => {
    const tables = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(small);
    expect(minutesOf(...tables)).toBe(7); // 6 × 1.15, and eight words
    const drawn = (id: string) =>
      figure({ id, caption: prose`F`, alt: words(500), data: [{ x: given(1) }], spec: { mark: 'point' } });
    expect(minutesOf(...['a', 'b', 'c', 'd', 'e', 'f'].map(drawn))).toBe(5); // 4 × 1.15, and six words
    expect(minutesOf(...Array.from({ length: 30 }, () => equation`x`))).toBe(12); // 10 × 1.15
    expect(minutesOf(...Array.from({ length: 10 }, () => code('#numerics/softmax', 'softmax')))).toBe(12);
    const listing = () => prose`\`\`\`python\n${asProse('line\n'.repeat(2))}\`\`\``;
    expect(minutesOf(...Array.from({ length: 60 }, listing))).toBe(12);
  });

  it('leave out what is folded, and the sources', () => {
    expect(minutesOf(words(2200), curious(prose`Why?`, [words(2200)]))).toBe(12);
    expect(minutesOf(exercise(words(2200), words(2200)))).toBe(12);
    const work = (id: string) =>
      source({ id, authors: ['A. Author'], title: 'T', where: 'W', year: 2000, adds: words(2200) });
    expect(minutesOf(words(2200), sources(['a', 'b', 'c'].map(work)))).toBe(12);
  });

  it('tell the core from what goes further, and add up over a report', () => {
    const minutes = readingMinutes(
      { sections: [written([words(2200)]), written([words(10)], true), written([words(440)], true)] },
      sourceOf,
    );
    expect(minutes).toEqual({ core: 12, further: 1 + 2 });
    expect(totalMinutes([minutes, minutes])).toEqual({ coreMinutes: 24, allMinutes: 30 });
  });
});
