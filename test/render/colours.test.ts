import { describe, expect, test } from 'vitest';
import { CATEGORICAL, COLOURS, ownColour } from '#page-model/colours';
import { surpriseStep } from '#page-model/surprise-picture';
import { PAGE_COLOURS, STRIP_TINTS } from '#render/page/page-colours';

type Side = 'light' | 'dark';
const SIDES: readonly Side[] = ['light', 'dark'];

/** Linear light of a colour's channels (IEC 61966-2-1). */
function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
}

const dot = (weights: readonly number[], values: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * (values[i] ?? 0), 0);

const luminance = (hex: string): number => dot([0.2126, 0.7152, 0.0722], linear(hex));

/** Contrast as WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** What full colour vision deficiencies make of linear light (Machado, Oliveira and Fernandes 2009, severity 1). */
const VISION: Readonly<Record<string, readonly (readonly number[])[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** A colour in Oklab as someone with this vision sees it. */
function seen(hex: string, vision: readonly (readonly number[])[]): number[] {
  const light = vision.map((row) => Math.max(0, dot(row, linear(hex))));
  const cones = [
    Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], light)),
    Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], light)),
    Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], light)),
  ];
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], cones),
    dot([1.9779984951, -2.428592205, 0.4505937099], cones),
    dot([0.0259040371, 0.7827717662, -0.808675766], cones),
  ];
}

describe.each(SIDES)('on %s paper', (side) => {
  const paper = COLOURS.paper[side];

  test('marks stand out three to one, words four and a half to one', () => {
    for (const name of [...CATEGORICAL, 'faint', 'slate'] as const) {
      expect(contrast(COLOURS[name][side], paper), name).toBeGreaterThanOrEqual(3);
    }
    // Dark paper is where a reader finds the lighter of two colours hard to read.
    for (const name of ['soft', 'ink', ...(side === 'dark' ? CATEGORICAL : [])] as const) {
      expect(contrast(COLOURS[name][side], paper), name).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('text stands out from every background of a page and every tint of a token strip', () => {
    const washes = ['wash-blue', 'wash-orange', 'wash-teal', 'wash-violet'] as const;
    const backgrounds = [PAGE_COLOURS.page, COLOURS.panel, ...washes.map((name) => PAGE_COLOURS[name])];
    const words = ['link', 'quiet', 'text-violet', 'text-teal', 'text-plum', 'text-orange'] as const;
    for (const ink of [COLOURS.ink, COLOURS.soft, ...words.map((name) => PAGE_COLOURS[name])])
      for (const background of backgrounds)
        expect(contrast(ink[side], background[side])).toBeGreaterThanOrEqual(4.5);
    for (const tint of STRIP_TINTS)
      expect(contrast(COLOURS.ink[side], tint[side])).toBeGreaterThanOrEqual(4.5);
    const [first, last] = [STRIP_TINTS[0], STRIP_TINTS.at(-1)];
    expect(contrast(first?.[side] ?? '', last?.[side] ?? '')).toBeGreaterThan(1.7);
  });

  test.each(Object.entries(VISION))('series can be told apart with %s', (_name, vision) => {
    for (const [i, one] of CATEGORICAL.entries()) {
      for (const other of CATEGORICAL.slice(0, i)) {
        const [a, b] = [seen(COLOURS[one][side], vision), seen(COLOURS[other][side], vision)];
        const distance = Math.hypot(...a.map((coordinate, at) => coordinate - (b[at] ?? 0)));
        expect(distance, `${other} and ${one}`).toBeGreaterThan(0.1);
      }
    }
  });
});

describe('a colour in a drawing', () => {
  test('is ours in either notation', () => {
    expect(ownColour('#1F58B5')).toBe('#1f58b5');
    expect(ownColour('rgb(31, 88, 181)')).toBe('#1f58b5');
  });

  test('is not ours when it is far from all', () => {
    expect(ownColour('#ff00ff')).toBeUndefined();
    expect(ownColour('steelblue')).toBeUndefined();
  });
});

test('a surprisal beyond the scale has the tint of its end', () => {
  expect([-0.1, 0, 6, 12, 40].map((surprisal) => surpriseStep(surprisal, 5))).toEqual([0, 0, 2, 4, 4]);
});
