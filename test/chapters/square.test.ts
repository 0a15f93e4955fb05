import { describe, expect, it } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { SQUARES, type SquareName, squareOf } from '../../chapters/commuting-square.ts';

const NAMES = Object.keys(SQUARES) as SquareName[];
const WORDS = { title: 'a square', description: 'a square' };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const product = (values: readonly number[]): number => values.reduce((total, value) => total * value, 1);

/** What the signs at the arrows down and up stand for. */
const MAPS: Readonly<Record<string, (x: number) => number>> = {
  exp: Math.exp,
  ln: Math.log,
  'P = 10^(L/10)': (level) => 10 ** (level / 10),
  'L = 10 log₁₀ P': (power) => 10 * Math.log10(power),
  'φ(a) = 1 + a/4': (a) => 1 + a / 4,
  '4 (φ − 1)': (factor) => 4 * (factor - 1),
};
/** What the signs along the bottom stand for. */
const BELOW: Readonly<Record<string, (values: readonly number[]) => number[]>> = {
  '÷ sum': (values) => values.map((value) => value / sum(values)),
  mean: (values) => [sum(values) / values.length],
  '+': (values) => [sum(values)],
  '×': (values) => [product(values)],
};
/** Numbers above, and what the operation along the top makes of them, by hand. */
const ABOVE: Readonly<Record<SquareName, readonly [readonly number[], readonly number[]]>> = {
  softmax: [
    [2, 1, 0.1],
    [-0.417030016, -1.417030016, -2.317030016],
  ],
  perplexity: [[0.5, 0.125], [0.25]],
  confidence: [
    [-1, -3],
    [-0.126928011, -2.126928011],
  ],
  joint: [[0.5, 0.2, 0.9], [0.09]],
  paths: [[-10, -10], [-10 + Math.LN2]],
  levels: [[60, 60], [63.010299957]],
  custom: [[2, 6], [11]],
};

describe('the square of each chapter', () => {
  it.each(NAMES)('ends in one corner both ways: %s', (name) => {
    const { map, back, operation } = SQUARES[name];
    const [start, end] = ABOVE[name];
    const mapped = start.map((value) => MAPS[map]?.(value) ?? Number.NaN);
    const up = (BELOW[operation.there]?.(mapped) ?? []).map((value) => MAPS[back]?.(value) ?? Number.NaN);
    expect(up).toHaveLength(end.length);
    for (const [index, value] of up.entries()) expect(value).toBeCloseTo(end[index] ?? Number.NaN, 8);
  });

  it.each(NAMES)('is low, and drawn for a phone with all its words: %s', async (name) => {
    const block = squareOf(name);
    const { svgInline, svgNarrow = '', width, height } = await renderFigure(block, WORDS);
    expect(width).toBeLessThanOrEqual(610);
    expect(height).toBeLessThanOrEqual(200);
    const [row = {}] = block.data.rows ?? [];
    expect(Object.keys(row)).toHaveLength(10);
    for (const drawing of [svgInline, svgNarrow])
      for (const text of Object.values(row)) expect(drawing).toContain(`>${text}</text>`);
  });

  it('has ids of its own, and another one on demand', () => {
    expect(NAMES.map((name) => squareOf(name).id)).toEqual(NAMES.map((name) => `square-${name}`));
    expect(squareOf('joint', { id: 'thread' }).id).toBe('thread');
  });
});

describe('a square', () => {
  /** Words of a drawing by where their middle is. */
  const placesIn = (svg: string): Map<string, { x: number; y: number }> =>
    new Map(
      [...svg.matchAll(/<text[^>]*transform="translate\(([-\d.]+),([-\d.]+)\)"[^>]*>([^<]*)</g)].map(
        ([, x, y, text = '']) => [text, { x: Number(x), y: Number(y) }],
      ),
    );

  it.each(['wide', 'narrow'])('goes down at the left and up at the right in a %s drawing', async (which) => {
    const drawn = await renderFigure(squareOf('joint'), WORDS);
    const places = placesIn(which === 'wide' ? drawn.svgInline : (drawn.svgNarrow ?? ''));
    const { given: start, mapped, combined, result } = SQUARES.joint;
    const [from, low, far, end] = [start, mapped, combined, result].map(
      (text) => places.get(text) ?? { x: Number.NaN, y: Number.NaN },
    );
    expect(low?.x).toBe(from?.x);
    expect(low?.y).toBeGreaterThan(from?.y ?? 0);
    expect(far?.y).toBe(low?.y);
    expect(far?.x).toBeGreaterThan(low?.x ?? 0);
    expect(end).toEqual({ x: far?.x, y: from?.y });
    const { map, back } = SQUARES.joint;
    expect(places.get(map)?.x).toBeLessThan(places.get(back)?.x ?? 0);
  });
});
