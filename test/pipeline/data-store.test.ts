import { describe, expect, it } from 'vitest';
import { UserError } from '#base/user-error';
import type { ChapterData, StoredMeasurement, Toolchain } from '#pipeline/data-store';
import { chapterData, decodeChapterData, encodeChapterData } from '#pipeline/data-store';
import { chapterShares, loadProject } from '#pipeline/project';
import { scratchProject } from './fixtures/scratch.ts';

const HASH = '12'.repeat(32);
const TOOLCHAIN: Toolchain = {
  model: { id: 'a/b', sha256: 'ab'.repeat(32) },
  lmCode: HASH,
  measuredWith: { runtime: '1.0.0' },
};

function stored(id: string, change: Partial<StoredMeasurement> = {}): StoredMeasurement {
  return {
    id,
    code: HASH,
    data: { facts: HASH },
    forwardTokens: 7,
    asked: { predictions: 0, scores: 0 },
    output: { a: 1 },
    ...change,
  };
}

const FILE: ChapterData = {
  chapter: '01-first',
  ...TOOLCHAIN,
  measurements: [stored('one', { output: { list: [Number.NEGATIVE_INFINITY, 0.1], word: 'ế' } })],
};

describe('a data file', () => {
  it('reads back as it was written', () => {
    expect(decodeChapterData(encodeChapterData(FILE), 'x.json')).toEqual(FILE);
  });

  const text = encodeChapterData(FILE);
  it.each([
    ['cut short', text.slice(0, 200), /it is not JSON/],
    ['empty', '', /it is not JSON/],
    ['a list', '[]', /the file: /],
    ['without the hash of the code behind lm', text.replace('"lmCode"', '"code"'), /lmCode: /],
    ['without a model', text.replace('"model"', '"modle"'), /model: /],
    [
      'with a code hash that is none',
      text.replace(`"code": "${HASH}"`, '"code": "xyz"'),
      /measurements\[0\]\.code: expected a SHA-256/,
    ],
    ['without an output', text.replace('"output"', '"outputs"'), /measurements\[0\]/],
    ['with half a token', text.replace('"forwardTokens": 7', '"forwardTokens": 7.5'), /forwardTokens/],
    ['with a number that is none', text.replace('"-Infinity"', '"minus"'), /it is not JSON/],
  ])('that is %s is damaged: one sentence names the file and the place', (_what, damaged, message) => {
    const reading = () => decodeChapterData(damaged, 'output/data/01-first.json');
    expect(reading).toThrow(UserError);
    expect(reading).toThrow(
      /^output\/data\/01-first\.json is damaged: [^\n]*; run npm run build to measure anew\.$/,
    );
    expect(reading).toThrow(message);
  });
});

describe('the data files of a report', () => {
  it('store a shared measurement once, with the first chapter that needs it', async () => {
    const { chapters } = await loadProject(scratchProject());
    const all = new Map(['lengths', 'vocabulary', 'doubled'].map((id) => [id, stored(id)]));
    const files = chapterData(chapterShares(chapters), all, TOOLCHAIN);
    expect(files.map(({ chapter, measurements }) => [chapter, measurements.map(({ id }) => id)])).toEqual([
      ['01-first', ['lengths', 'vocabulary']],
      ['02-second', ['doubled']],
    ]);
  });
});
