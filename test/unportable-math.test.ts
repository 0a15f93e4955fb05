import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AGREED, unportableMath } from './architecture/unportable-math.ts';

const ROOT = join(import.meta.dirname, '..');

/** What decides bytes of output/; the converted model is compared by its checksum instead. */
function sourcesOfTheReport(): string[] {
  return ['chapters', 'scripts']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(folder, path),
      ),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('scripts/convert/'));
}

describe('arithmetic that JavaScript engines may round differently', () => {
  it('decides no number of the report where engines differ', () => {
    const sources = sourcesOfTheReport();
    expect(sources).toContain('scripts/numerics/pow.ts');
    expect(sources.some((path) => path.endsWith('.measure.ts'))).toBe(true);
    const uses = sources.flatMap((path) =>
      unportableMath(readFileSync(join(ROOT, path), 'utf8')).map((use) => `${path}:${use}`),
    );
    expect(uses, 'take pow of #numerics/pow for a power').toEqual([]);
  });

  it.each([
    ['a power of two numbers', 'const y = a ** b;', ['1: **']],
    ['a root in a list', '\nconst f = (a: number) => [{ y: 1 + a ** 0.5 }];', ['2: **']],
    ['a power of two that only a run knows', 'const y = 2 ** n;', ['1: **']],
    ['a variable raised', 'let y = 3; y **= n;', ['1: **=']],
    ['Math.pow', 'const y = Math.pow(2, n);', ['1: Math.pow']],
    ['a function taken out of Math', 'const { exp, sinh: s } = Math;', ['1: Math.sinh']],
    ['a function of Math by a name in a string', "const y = Math['pow'](2, n);", ['1: Math']],
    ['Math under another name', 'const M = Math;', ['1: Math']],
  ])('is found: %s', (_what, source, uses) => {
    expect(unportableMath(source)).toEqual(uses);
  });

  it.each([
    ['a square', 'const y = (a - b) ** 2;'],
    ['a power of two that is written out', 'const y = 2 ** -1022 * 2 ** 53;'],
    ['what the language defines', 'const y = Math.max(Math.abs(a), Math.sqrt(b));'],
    ['constants', 'const y = Math.LN10 * Math.SQRT1_2;'],
    ['functions that engines agree in', 'const { exp, LN2 } = Math; const ys = xs.map(Math.log1p);'],
    ['words in a comment or a text', '// a ** b\nconst y = `**bold**, Math.pow`;'],
  ])('is not taken for %s', (_what, source) => {
    expect(unportableMath(source)).toEqual([]);
  });

  // Elsewhere a compiler may have fused a product and a sum, and results may drift.
  it.runIf(process.platform === 'linux' && process.arch === 'x64').each(AGREED)(
    'is the same in every version of Node: Math.%s',
    (name) => {
      expect(createHash('sha256').update(valuesOf(name)).digest('hex').slice(0, 16)).toBe(HASHES[name]);
    },
  );
});

/** Of what each function gives at the places below, on Linux x64: the same in Node 22, 24 and 26. */
const HASHES: Readonly<Record<(typeof AGREED)[number], string>> = {
  acos: '874fd5c80382718d',
  atan2: '2883a112d6120872',
  atanh: 'eecc3e74fded5a18',
  cos: 'f854c859a8a4d6bb',
  exp: 'fa4f80fa1ed7b1b3',
  expm1: 'b8abdac2b1804c29',
  hypot: 'd9dc08a180fb2f46',
  log: 'af35efba4a4195ed',
  log10: 'c0b6a64591906462',
  log1p: '87c1e4733f99ea01',
  log2: 'b4a81129e432fe66',
  sin: '220e74034991ddf2',
  tanh: 'c810b18f089bf122',
};

/** A function's results at 100,000 places of all sizes, NaN left out: engines may write it in several ways. */
function valuesOf(name: (typeof AGREED)[number]): Float64Array {
  let state = 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const argument = (index: number): number => {
    const share = uniform() + uniform() / 2 ** 32;
    if (index % 4 === 0) return share;
    if (index % 4 === 1) return 40 * (share - 0.5);
    if (index % 4 === 2) return 1400 * (share - 0.5);
    return (1 + share) * 2 ** 1000 * Number(`1e-${Math.floor(600 * uniform())}`);
  };
  return Float64Array.from({ length: 100_000 }, (_, index) => {
    const value = Math[name](argument(index), argument(index + 1));
    return Number.isNaN(value) ? 0 : value;
  });
}
