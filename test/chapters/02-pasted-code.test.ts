import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { committedOutputs } from './committed.ts';

/** The TypeScript that chapter 2 shows, run by itself: readers paste it without the code around it. */

const outputs = committedOutputs();
const stored = <T>(id: string) => outputs.get(id) as T;

interface Token {
  readonly text: string;
  readonly logprob: number;
}

const own = stored<{
  readonly harbour: readonly Token[];
}>('own-texts');
describe('the code that chapter 2 shows, pasted', () => {
  /** What a shown region of a file exports, run by itself: nothing around it is there. */
  function pasted(file: string): Record<string, (...given: unknown[]) => unknown> {
    const source = readFileSync(
      new URL(`../../chapters/02-cross-entropy-perplexity/${file}`, import.meta.url),
      'utf8',
    );
    const [, region = ''] = /\/\/ #region \w+\n([\s\S]*?)\/\/ #endregion/.exec(source) ?? [];
    const { code } = transformSync(region, { loader: 'ts', format: 'cjs' });
    const module = { exports: {} };
    new Function('module', 'exports', code)(module, module.exports);
    return module.exports;
  }

  it('finds in an answer with the tokens of a text the perplexity and the bits per byte that are stored', () => {
    const { surpriseOf } = pasted('reading.ts');
    const content = own.harbour.map(({ text, logprob }) => ({ token: text, logprob }));
    const found = surpriseOf?.(content) as { perplexity: number; bitsPerByte: number } | undefined;
    const { paragraph } = stored<{ readonly paragraph: { perplexity: number; bitsPerByte: number } }>(
      'digits-and-cuts',
    );
    expect((found?.perplexity ?? 0) / paragraph.perplexity).toBeCloseTo(1, 10);
    expect(found?.bitsPerByte).toBeCloseTo(paragraph.bitsPerByte, 10);
  });

  it('counts the bytes of an emoji that is two tokens once', () => {
    const { surpriseOf } = pasted('reading.ts');
    const halves = [
      { token: '\uFFFD', logprob: -4 * Math.LN2, bytes: [240, 159] },
      { token: '\uFFFD', logprob: -4 * Math.LN2, bytes: [154, 162] },
    ];
    expect(surpriseOf?.(halves)).toMatchObject({ bitsPerByte: 2 });
    expect(surpriseOf?.([{ token: 'é', logprob: -8 * Math.LN2, bytes: null }])).toMatchObject({
      bitsPerByte: 4,
    });
  });

  it('reads a text in the windows that are drawn', async () => {
    const { scoreLong, perplexity } = pasted('long-text.ts');
    const { rows, inputs, targets } = stored<{
      readonly inputs: number;
      readonly targets: number;
      readonly rows: readonly { stride: number; windows: unknown }[];
    }>('sliding-window');
    const ids = Array.from({ length: 1 + targets }, (_, id) => id);
    for (const { stride, windows } of rows) {
      const read: object[] = [];
      const logprobs = await scoreLong?.(
        ids,
        { inputs, stride },
        async (context: number[], news: number[]) => {
          expect(context.at(-1)).toBe((news[0] ?? 0) - 1);
          read.push({ start: context[0], from: news[0], to: news.at(-1) });
          return news.map((id) => -id);
        },
      );
      expect(read).toEqual(windows);
      expect(logprobs).toEqual(ids.slice(1).map((id) => -id));
    }
    expect(perplexity?.([-1, -3])).toBeCloseTo(Math.exp(2), 12);
    await expect(scoreLong?.(ids, { inputs: 8, stride: 9 }, async () => [])).rejects.toThrow(RangeError);
  });
});
