import { createRequire } from 'node:module';
import { createCanvas } from 'canvas';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  FACES,
  fontFaceRules,
  fontMetrics,
  nearestFace,
  registerFonts,
  subsetFace,
  textWidth,
} from '#render/fonts/fonts';
import { type FontMetrics, readFontMetrics } from '#render/fonts/metrics';
import { drawable, pageFontRules } from '#render/fonts/page';

const fontverter = createRequire(import.meta.url)('fontverter') as {
  convert(font: Uint8Array, format: 'sfnt'): Promise<Buffer>;
};

const SAMPLE = 'AZaz09 .,-−+×%()⁻⁰¹²³éüßαβσφ→≤≈∞·—“”ﬁ⊕𝑝';

beforeAll(registerFonts);

/** The tables of a WOFF2 font by tag, with their lengths. */
async function tablesOf(woff2: Uint8Array): Promise<Map<string, number>> {
  const font = await fontverter.convert(woff2, 'sfnt');
  return new Map(
    Array.from({ length: font.readUInt16BE(4) }, (_, i) => {
      const record = 12 + 16 * i;
      return [font.toString('latin1', record, record + 4), font.readUInt32BE(record + 12)];
    }),
  );
}

async function metricsOf(woff2: Uint8Array) {
  return readFontMetrics(await fontverter.convert(woff2, 'sfnt'));
}

describe('metrics', () => {
  test.each(FACES.map((face) => [face.file, face] as const))(
    'of %s agree with what a drawing library measures',
    (_file, face) => {
      const context = createCanvas(10, 10).getContext('2d');
      context.font = `${face.style} ${face.weight} 1000px ${face.family}`;
      const metrics = fontMetrics(face);
      for (const character of SAMPLE) {
        const width = metrics.advance(character.codePointAt(0) ?? 0);
        if (width !== undefined)
          expect(width * 1000, character).toBeCloseTo(context.measureText(character).width, 0);
      }
    },
  );

  test('know what a font lacks', () => {
    const mono = fontMetrics(nearestFace('RptMono', 400));
    expect(mono.has('a'.charCodeAt(0))).toBe(true);
    expect(mono.has('␣'.charCodeAt(0))).toBe(false);
    expect(mono.advance('日'.charCodeAt(0))).toBeUndefined();
  });
});

describe('the width of a text', () => {
  test('takes what a face lacks from the next, and an em for what all of them lack', () => {
    expect(textWidth('␣', 'RptMono', 400)).toBe(textWidth('␣', 'RptSans', 400));
    expect(textWidth('😀', 'RptSans', 400)).toBe(
      fontMetrics(nearestFace('RptFallback', 400)).advance(0x1f600),
    );
    expect(textWidth('日', 'RptSans', 400)).toBe(1);
  });
});

describe('a subset', () => {
  test('holds the characters asked for, as wide as before, and no others', async () => {
    const face = FACES.find(({ style }) => style === 'italic') ?? nearestFace('RptSerif', 400);
    const subset = await metricsOf(await subsetFace(face, 'entropy−⁰'));
    for (const character of 'entropy−⁰') {
      const codePoint = character.codePointAt(0) ?? 0;
      expect(subset.advance(codePoint)).toBe(fontMetrics(face).advance(codePoint));
    }
    expect(subset.has('z'.charCodeAt(0))).toBe(false);
  });

  test('of the math font keeps what lets roots and brackets grow', async () => {
    const woff2 = await subsetFace(nearestFace('RptMath', 400), '√(∑)𝑥0123456789');
    const tables = await tablesOf(woff2);
    expect(tables.get('MATH')).toBeGreaterThan(500);
    expect(woff2.length).toBeLessThan(40_000);
  });
});

describe('the fonts of a page', () => {
  /** The font for formulas in a page's rules. */
  const mathFont = async (body: string) => {
    const { rest } = await pageFontRules(body, '');
    const found = /font-family:RptMath;.*?base64,([^)]*)/.exec(rest)?.[1] ?? '';
    return metricsOf(Buffer.from(found, 'base64'));
  };

  test('hold the sign of a root, which stands nowhere in the text', async () => {
    const root = '√'.charCodeAt(0);
    expect((await mathFont('<math><msqrt><mi>x</mi></msqrt></math>')).has(root)).toBe(true);
    expect((await mathFont('<math><mroot><mi>x</mi><mn>4</mn></mroot></math>')).has(root)).toBe(true);
    expect((await mathFont('<math><mi>x</mi></math>')).has(root)).toBe(false);
  });

  test('hold variables of one letter in the italics that browsers draw, and no others', async () => {
    const font = await mathFont(
      '<math><mi>x</mi><mi class="tml-sml-pad">h</mi><mi>σ</mi><mi mathvariant="normal">Δ</mi><mi>ln</mi></math>',
    );
    const held = (letters: string) => [...letters].map((letter) => font.has(letter.codePointAt(0) ?? 0));
    expect(held('𝑥ℎ𝜎Δln')).toEqual([true, true, true, true, true, true]);
    expect(held('𝛥𝑙𝑛')).toEqual([false, false, false]);
  });

  test('hold what the labels of figures set as formulas', async () => {
    const label = (font: string) => `<svg><text font-family="${font}">ln 𝑝</text></svg>`;
    expect((await mathFont(label('RptMath, serif'))).has('l'.charCodeAt(0))).toBe(true);
    const beside = await mathFont(label('RptSans, RptMath'));
    expect([beside.has('𝑝'.codePointAt(0) ?? 0), beside.has('l'.charCodeAt(0))]).toEqual([true, false]);
  });

  test('hold every digit that such a label may change to, and none without one', async () => {
    const five = '5'.charCodeAt(0);
    const font = await mathFont('<svg><text font-family="RptMath, serif">𝑇 = 2</text></svg>');
    expect(font.has(five)).toBe(true);
    expect((await mathFont('<math><mi>T</mi></math>')).has(five)).toBe(false);
  });

  test('draw the signs of code as wide as its letters', async () => {
    const { rest } = await pageFontRules('<code>a ⊕ b</code>', '');
    const [, percent, data = ''] =
      /RptMono;font-weight:400;size-adjust:(\d+)%;font-display:block;unicode-range:U\+2295;.*?base64,([^)]*)/.exec(
        rest,
      ) ?? [];
    const sign = await metricsOf(Buffer.from(data, 'base64'));
    const width = ((sign.advance('⊕'.charCodeAt(0)) ?? 0) * Number(percent)) / 100;
    const letter = fontMetrics(nearestFace('RptMono', 400)).advance('a'.charCodeAt(0)) ?? 0;
    expect(width).toBeCloseTo(letter, 2);
  });

  test('leave circled signs to the font for formulas, since they are large in fonts for text', async () => {
    const { first, rest } = await pageFontRules('<table>⊕</table>', '');
    expect(first).not.toContain('U+2295');
    expect(rest).toMatch(/RptMath;/);
  });

  test('hold what is common to all pages once, and beside it what this page shows', async () => {
    const { first } = await pageFontRules('<p>σ(x) ⊕ é</p>', 'ω');
    const serif = [
      ...first.matchAll(
        /RptSerif;font-weight:400;font-display:block;(?:unicode-range:([^;]*);)?.*?base64,([^)]*)/g,
      ),
    ];
    const fonts: FontMetrics[] = [];
    for (const [, , data = ''] of serif) fonts.push(await metricsOf(Buffer.from(data, 'base64')));
    const held = [...'x7≤σéω'].map((one) => fonts.map((font) => font.has(one.codePointAt(0) ?? 0)));
    expect(held.slice(0, 3)).toEqual(Array(3).fill([true, false]));
    expect(held.slice(3)).toEqual(Array(3).fill([false, true]));
    expect(serif.map(([, range]) => range?.split(',').sort())).toEqual([
      undefined,
      ['U+3c3', 'U+3c9', 'U+e9'],
    ]);
    const { first: blank } = await pageFontRules('<p>\u2003</p>', '');
    expect(blank).not.toContain('unicode-range');
  });

  test('are spared characters that none of them has, which are written out', () => {
    expect(drawable('é ␣ → ⊕︎ 日本 🙂')).toBe('é ␣ → ⊕︎ \\u65E5\\u672C \\u{1F642}');
    expect(drawable('<math><mi>⫝</mi></math> 日')).toBe('<math><mi>⫝</mi></math> \\u65E5');
  });
});

describe('font-face rules', () => {
  test('hold one face for each that shows a character, fallbacks included', async () => {
    const rules = await fontFaceRules([
      { text: '␣Paris', family: 'RptMono', weight: 400 },
      { text: 'ŝ😀𝑝', family: 'RptSans', weight: 600 },
      { text: '', family: 'RptSerif', weight: 400 },
    ]);
    const faces = [...rules.matchAll(/font-family:(\w+);font-weight:(\d+)/g)].map(([, family, weight]) => [
      family,
      weight,
    ]);
    expect(faces).toEqual([
      ['RptSans', '400'],
      ['RptSans', '600'],
      ['RptMono', '400'],
      ['RptFallback', '400'],
      ['RptMath', '400'],
    ]);
  });
});
