import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { significant, withThousands } from '#base/printed-number';
import { formatKind, general, shortest } from '#report/format-number';
import { KINDS, type Kind, statisticOf } from '#report/number-kinds';

/** Reads a number as people write it here: true minus, thousands, powers of ten in superscript. */
function readBack(text: string): number {
  const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const plain = text
    .replaceAll('−', '-')
    .replaceAll(',', '')
    .replace('∞', 'Infinity')
    .replace(/ × 10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/u, (_all, sign: string, digits: string) => {
      const exponent = [...digits].map((digit) => superscripts.indexOf(digit)).join('');
      return `e${sign === '⁻' ? '-' : ''}${exponent}`;
    });
  return Number(plain);
}

describe('thousands', () => {
  it.each([
    ['0', '0'],
    ['999', '999'],
    ['1000', '1,000'],
    ['1234567', '1,234,567'],
    ['1234.56789', '1,234.56789'],
    ['0.0001', '0.0001'],
  ])('of %s are %s', (plain, grouped) => {
    expect(withThousands(plain)).toBe(grouped);
  });
});

describe('a number in Python’s general format', () => {
  it.runIf(spawnSync('python3', ['--version']).status === 0)('is what Python prints', () => {
    const values = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 500);
    const program = `import json, sys; print("\\n".join(f"{x:.3g}" for x in json.load(sys.stdin)))`;
    // In JSON an integer has no point, and Python would take it for one; and minus zero has no sign.
    const input = JSON.stringify(values.map((value) => value + 0)).replaceAll(
      /(?<=[[,])(-?\d+)(?=[,\]])/g,
      '$1.0',
    );
    const { stdout } = spawnSync('python3', ['-c', program], { input, encoding: 'utf8' });
    expect(values.map((value) => general(value + 0, 3))).toEqual(stdout.trimEnd().split('\n'));
  });
});

describe('a number of significant digits', () => {
  it('agrees with the number to that many digits', () => {
    const finite = fc.double({ min: -1e300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(finite, fc.integer({ min: 1, max: 17 }), (value, digits) => {
        const text = significant(value, digits);
        const error = Math.abs(readBack(text) - value);
        const rounding = 0.5 * 10 ** (1 - digits) + Number.EPSILON / 2; // of the text, and of reading it back
        expect(error).toBeLessThanOrEqual(Math.abs(value) * rounding + Number.MIN_VALUE);
      }),
    );
  });
});

describe('the shortest text', () => {
  it.each([
    [0.1, '0.1'],
    [-2.5, '−2.5'],
    [49152, '49,152'],
    [1e21, '1 × 10²¹'],
    [5e-324, '5 × 10⁻³²⁴'],
    [709.782712893384, '709.782712893384'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('of %d is %s', (value, text) => {
    expect(shortest(value)).toBe(text);
  });
});

describe('a number of a kind', () => {
  it.each([
    ['perplexity', 1.2840254, '1.28'],
    ['float64', 0.6590011389, '0.6590'],
    [statisticOf(16), 0.8125, '0.813'],
    [{ kind: 'logit', within: 'probability' }, 0.0246813, '0.0247'],
  ] as const)('in %s: %d reads %s', (kind, value, text) => {
    expect(formatKind(value, kind)).toBe(text);
  });

  it('shows as many digits as asked, and never more than its tolerance gives meaning to', () => {
    for (const [
      name,
      {
        digits: { most },
      },
    ] of Object.entries(KINDS)) {
      const kind: Kind =
        name === 'statistic' ? statisticOf(40) : (name as Exclude<keyof typeof KINDS, 'statistic'>);
      expect(() => formatKind(0.5, kind, most)).not.toThrow();
      expect(() => formatKind(0.5, kind, most + 1)).toThrow(RangeError);
    }
    expect(formatKind(-2.345678, 'nats', 1)).toBe('−2.3');
    expect(() => formatKind(1, 'nats', 1.5)).toThrow(RangeError);
    expect(() => formatKind(1, 'nats', -1)).toThrow(RangeError);
  });

  it('of a model in sixteen bits shows noughts for what is not known before the point', () => {
    const kind: Kind = { kind: 'perplexity', within: 'perplexity', dtype: 'bfloat16' };
    expect(formatKind(31_956.91, kind)).toBe('32,000');
    expect(formatKind(114.25, kind, 2)).toBe('114');
    expect(formatKind(29.267, kind)).toBe('29.3');
    expect(formatKind(31_956.91, 'perplexity')).toBe('31,957');
  });
});
