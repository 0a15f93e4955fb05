import { describe, expect, it } from 'vitest';
import { type Block, code, curious, exercise, table } from '#report/block';
import { asProse, prose } from '#report/prose';
import { readingMinutes } from '#report/reading-time';

const words = (count: number) => asProse('word '.repeat(count));
const minutesOf = (...blocks: Block[]): number =>
  readingMinutes({ sections: [{ id: 's', number: '1.1', title: prose`S`, blocks }] });

describe('the minutes of a chapter', () => {
  it('grow with its words, tables and programs', () => {
    const small = (id: string) =>
      table({ id, caption: prose`T`, rows: [{}], columns: [['n', () => prose`x`]] });
    const program = prose`\`\`\`python
print("${words(500)}")
\`\`\``;
    expect(minutesOf(words(2200))).toBe(10);
    expect(minutesOf(words(2200), small('a'), small('b'), small('c'))).toBe(11);
    expect(minutesOf(words(2200), program, code('#numerics/softmax', 'softmax'))).toBe(11);
  });

  it('leave out what is folded', () => {
    expect(minutesOf(words(2200), curious(prose`Why?`, [words(2200)]))).toBe(10);
    expect(minutesOf(exercise(words(2200), words(2200)))).toBe(10);
  });
});
