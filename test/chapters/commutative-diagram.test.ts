import { describe, expect, it } from 'vitest';
import { renderFigure } from '#render/figures/figure';
import { italics } from '#report/marks';
import { given } from '#report/values';
import { SQUARES, squareOf } from '../../chapters/commutative-diagram-figure.ts';

type SquareName = keyof typeof SQUARES;
const NAMES = Object.keys(SQUARES) as SquareName[];
const WORDS = { title: 'a square', description: 'a square' };

/** What the signs at the arrows down and up stand for. */
const MAPS: Readonly<Record<string, (x: number) => number>> = {
  exp: Math.exp,
  ln: Math.log,
  'P = 10^(L/10)': (level) => 10 ** (level / 10),
  'L = 10 log₁₀ P': (power) => 10 * Math.log10(power),
};
/** What the signs along the bottom stand for. */
const BELOW: Readonly<Record<string, (values: readonly number[]) => number>> = {
  '+': (values) => values.reduce((total, value) => total + value, 0),
};
/** Numbers above, and what the operation along the top makes of them, by hand. */
const ABOVE: Readonly<Record<SquareName, readonly [readonly number[], number]>> = {
  joint: [[0.5, 0.2, 0.9], 0.09],
  paths: [[-10, -10], -10 + Math.LN2],
  levels: [[60, 60], 63.010299957],
};
const NUMBERS = {
  given: [given(101), given(102)],
  mapped: [given(103), given(104)],
  combined: [given(105)],
  result: [given(106)],
};
const drawn = (name: SquareName) => renderFigure(squareOf(name, { numbers: NUMBERS }), WORDS);

describe('a square of the report', () => {
  it.each(NAMES)('ends in one corner both ways: %s', (name) => {
    const { map, back, operation } = SQUARES[name];
    const [start, end] = ABOVE[name];
    const mapped = start.map((value) => MAPS[map]?.(value) ?? Number.NaN);
    expect(MAPS[back]?.(BELOW[operation.there]?.(mapped) ?? Number.NaN)).toBeCloseTo(end, 8);
  });

  it.each(NAMES)('is low, and drawn for a phone with all its words: %s', async (name) => {
    const { svgInline, svgNarrow = '', width, height } = await drawn(name);
    expect(width).toBeLessThanOrEqual(770);
    expect(height).toBeLessThanOrEqual(240);
    const { operation, steps: _, above, below, ...signs } = SQUARES[name];
    const words = [
      above,
      below,
      ...Object.values(signs).map(italics),
      operation.here,
      operation.there,
      '101, 102',
      '103, 104',
      '105',
      '106',
    ];
    for (const drawing of [svgInline, svgNarrow])
      for (const text of words) expect(drawing).toContain(`>${text}</text>`);
  });

  /** Words of a drawing by where their middle is. */
  const placesIn = (svg: string): Map<string, { x: number; y: number }> =>
    new Map(
      [...svg.matchAll(/<text[^>]*transform="translate\(([-\d.]+),([-\d.]+)\)"[^>]*>([^<]*)</g)].map(
        ([, x, y, text = '']) => [text, { x: Number(x), y: Number(y) }],
      ),
    );

  it.each(['wide', 'narrow'])('goes down at the left and up at the right in a %s drawing', async (which) => {
    const { svgInline, svgNarrow = '' } = await drawn('joint');
    const places = placesIn(which === 'wide' ? svgInline : svgNarrow);
    const { given: start, mapped, combined, result } = SQUARES.joint;
    const [from, low, far, end] = [start, mapped, combined, result].map(
      (text) => places.get(italics(text)) ?? { x: Number.NaN, y: Number.NaN },
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
