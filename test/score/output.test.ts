import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showProbability } from '#base/printed-number';
import { bar, displayWidth, inColumns } from '../../scripts/score/output.ts';

describe('the score table', () => {
  it('knows how wide a terminal draws a text', () => {
    expect(displayWidth('Paris')).toBe(5);
    expect(displayWidth('東京')).toBe(4);
    expect(displayWidth('🙂')).toBe(2);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth('')).toBe(0);
  });

  it('puts a text into exactly as many columns as asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(displayWidth(inColumns(text, width))).toBe(width);
      }),
    );
    expect(inColumns('Paris', 7)).toBe('Paris  ');
    expect(inColumns('a longer token', 6)).toBe('a lon…');
    expect(inColumns('東京東京', 4)).toBe('東… ');
  });

  it('shows probabilities with three digits, the small ones by their exponent', () => {
    expect(showProbability(0)).toBe('100%');
    expect(showProbability(Math.log(0.684123))).toBe('68.4%');
    expect(showProbability(Math.log(0.00001234))).toBe('0.00123%');
    expect(showProbability(-20)).toBe('2.1e-7%');
    expect(showProbability(-1e-5)).toBe('99.999%'); // nearly certain is not certain
    expect(showProbability(-1e-7)).toBe('>99.999%');
    expect(showProbability(-3e-6)).toBe('>99.999%');
    expect(showProbability(-1e-20)).toBe('>99.999%');
    expect(showProbability(-Infinity)).toBe('0%');
  });

  it('draws a bar of one column a nat', () => {
    expect(bar(0)).toBe('');
    expect(bar(-2.5)).toBe('██▌');
    expect(bar(-2.99)).toBe('███');
    expect(bar(-30)).toBe('█'.repeat(30));
    expect(bar(-Infinity)).toBe(`${'█'.repeat(29)}+`);
  });
});
