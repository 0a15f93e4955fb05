import { describe, expect, it } from 'vitest';
import { passes, VERDICTS } from '#check/check-result';
import { sameUpToCoordinates } from '#check/compare-files';
import { problemOfPicture } from '#render/figures/png';
import { formatKind } from '#report/format-number';
import { showsTooManyDigits } from './digits.ts';
import { smallPng } from './small-png.ts';

describe('a verdict', () => {
  it('lets drift pass and nothing worse', () => {
    expect(VERDICTS.filter(passes)).toEqual(['same', 'drift']);
  });
});

describe('drawings', () => {
  const drawing = (d: string, label = '1.50', fill = '#123456') =>
    `<p>7</p><svg width="10.5"><path d="${d}" fill="${fill}"/><text>${label}</text></svg>`;

  it('are close when coordinates differ by a twentieth of a pixel', () => {
    expect(sameUpToCoordinates(drawing('M1,2L3.25,-4'), drawing('M1.05,2L3.2,-4.05'))).toBe(true);
    expect(sameUpToCoordinates(drawing('M1,2L3.25,-4'), drawing('M1.06,2L3.2,-4'))).toBe(false);
  });

  it('may be moved by as little, but neither turned nor stretched', () => {
    const placed = (transform: string) => `<svg><path transform="${transform}" d="M0,0L9,0"/></svg>`;
    const closeTo = (transform: string) =>
      sameUpToCoordinates(placed('translate(10,20) rotate(30) scale(2)'), placed(transform));
    expect(closeTo('translate(10.05,19.95) rotate(30) scale(2)')).toBe(true);
    expect(closeTo('translate(10.06,20) rotate(30) scale(2)')).toBe(false);
    expect(closeTo('translate(10,20) rotate(30.01) scale(2)')).toBe(false);
    expect(closeTo('translate(10,20) rotate(30) scale(2.04)')).toBe(false);
    expect(sameUpToCoordinates(placed('matrix(1,0,0,1,5,5)'), placed('matrix(1.01,0,0,1,5,5)'))).toBe(false);
  });

  it.each([
    ['a label', drawing('M1,2', '1.51')],
    ['a colour', drawing('M1,2', '1.50', '#123457')],
    ['a command', drawing('L1,2')],
    ['a point more', drawing('M1,2L3,4')],
    ['a number outside of a drawing', drawing('M1,2').replace('7', '7.01')],
  ])('are not when %s differs', (_what, other) => {
    expect(sameUpToCoordinates(drawing('M1,2'), other)).toBe(false);
  });
});

describe('a picture', () => {
  const shades = (index: number) => index % 200;
  const drawn = smallPng(40, 25, shades);
  const problem = (png: Uint8Array, isHome = true) => problemOfPicture(png, drawn, isHome);

  it('is the same while no pixel differs by more than the edges of a line do', async () => {
    expect(await problem(smallPng(40, 25, shades, 0))).toBeUndefined();
    expect(await problem(smallPng(40, 25, (index) => shades(index) + 16))).toBeUndefined();
  });

  it('is another one when a single pixel differs by more', async () => {
    const retouched = smallPng(40, 25, (index) => shades(index) + (index === 999 ? 17 : 0));
    expect(await problem(retouched)).toBe('is another picture: 0.1% of it differs from what is drawn');
    expect(await problem(retouched, false)).toBeUndefined();
  });

  it('may have other edges elsewhere, but not another word', async () => {
    const rest = (height: number) => (index: number) => (Math.floor(index / 40) < height ? 0 : 255);
    const [bar, lower, higher] = [rest(8), rest(9), rest(10)].map((grey) => smallPng(40, 25, grey));
    if (!bar || !lower || !higher) throw new Error('there are three');
    expect(await problemOfPicture(lower, bar, false)).toBeUndefined();
    expect(await problemOfPicture(lower, bar, true)).toMatch(/^is another picture: 4% of it/);
    expect(await problemOfPicture(higher, bar, false)).toMatch(/^is another picture: 25% of it/);
  });

  it('is another one when it has another shape', async () => {
    const what = 'is another picture: 25 x 40 pixels, where 40 x 25 are drawn';
    expect(await problem(smallPng(25, 40, shades))).toBe(what);
  });

  it.each([
    ['empty', Buffer.of()],
    ['cut off before its last chunk', drawn.subarray(0, -12)],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="25"/>')],
    ['without a size', Buffer.from(drawn).fill(0, 16, 24)],
  ])('is none when it is %s', async (_what, damaged) => {
    expect(await problem(damaged)).toBe('is not a whole PNG');
  });
});

describe('a printed value', () => {
  it('never has too many when it is printed as its kind is', () => {
    const kinds = ['float64', 'nats', 'logit', 'bits', 'decibels', 'probability', 'perplexity'] as const;
    const values = [0, 1, -1, 1e-9, 123456.789, -0.00049, 0.0005, 1 / 3, 2e7, -99999.9996, Infinity, NaN];
    for (const kind of kinds) {
      for (const value of values) {
        const text = formatKind(value, kind);
        expect(showsTooManyDigits({ text, kind }), `${text} in ${kind}`).toBe(false);
      }
    }
  });
});
