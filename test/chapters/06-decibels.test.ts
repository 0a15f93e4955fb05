import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { natsToDecibels } from '#numerics/decibel';
import { quantise } from '#numerics/quantise';
import { sigmoid } from '#numerics/sigmoid';
import { softmax } from '#numerics/softmax';
import { levelSums, phaseSums } from '../../chapters/06-decibels/adding-levels.ts';
import { ratioConverter } from '../../chapters/06-decibels/converter.ts';
import { passageEvidence } from '../../chapters/06-decibels/evidence.ts';
import { levelMeans } from '../../chapters/06-decibels/mean-levels.ts';
import { barsOnLogAxis, decibelMistakes } from '../../chapters/06-decibels/pitfalls.ts';
import { ratioLevels } from '../../chapters/06-decibels/ratios.ts';
import { referenceLevels } from '../../chapters/06-decibels/reference-levels.ts';
import { probabilityLevels } from '../../chapters/06-decibels/three-axes.ts';

describe('ratios in decibels', () => {
  it('have the published values', async () => {
    const found = (await ratioLevels.run({})) as {
      ratios: { ratio: number; power: number; amplitude: number }[];
      minusThree: { power: number; amplitude: number };
      one: number;
      nat: number;
      bit: number;
    };
    const at = (ratio: number) => found.ratios.find((row) => row.ratio === ratio);
    expect(at(2)?.power).toBeCloseTo(3.0103, 4);
    expect(at(2)?.amplitude).toBeCloseTo(6.0206, 4);
    expect(at(100)).toEqual({ ratio: 100, power: 20, amplitude: 40 });
    expect(found.minusThree.power).toBeCloseTo(0.501187, 6);
    expect(found.minusThree.amplitude).toBeCloseTo(0.707946, 6);
    expect(found.one).toBeCloseTo(1.258925, 6);
    expect(found.nat).toBeCloseTo(4.342945, 6);
    expect(found.bit).toBeCloseTo(3.0103, 5);
  });

  it('join each amplitude with its square at the same decibels', async () => {
    const { ladder } = (await ratioLevels.run({})) as {
      ladder: { amplitude: number; power: number; level: number }[];
    };
    for (const { amplitude, power, level } of ladder) {
      expect(power).toBeCloseTo(amplitude ** 2, 12);
      expect(10 ** (level / 10)).toBeCloseTo(power, 10);
    }
  });
});

describe('the converter', () => {
  it('reads ten and twenty times the exponent at every step, and shows one of its steps at first', async () => {
    const { rows, shown } = (await ratioConverter.run({})) as {
      rows: { exponent: number; ratio: string; power: number; amplitude: number }[];
      shown: { exponent: number; ratio: string };
    };
    expect(rows).toHaveLength(61);
    for (const { exponent, ratio, power, amplitude } of rows) {
      expect(power).toBeCloseTo(10 * exponent, 9);
      expect(amplitude).toBeCloseTo(20 * exponent, 9);
      expect(Math.log10(Number(ratio))).toBeCloseTo(exponent, 3);
      expect(ratio).not.toContain('e');
    }
    expect(rows).toContainEqual(shown);
  });
});

describe('levels added', () => {
  it('have the published values', async () => {
    const { pairs, equal } = (await levelSums.run({})) as {
      pairs: { a: number; b: number; incoherent: number; inPhase: number }[];
      equal: { incoherent: number; inPhase: number };
    };
    const sum = (a: number, b: number) => pairs.find((pair) => pair.a === a && pair.b === b);
    expect(sum(60, 60)?.incoherent).toBeCloseTo(63.0103, 4);
    expect(sum(60, 60)?.inPhase).toBeCloseTo(66.0206, 4);
    expect(sum(80, 85)?.incoherent).toBeCloseTo(86.1933, 4);
    expect(equal.inPhase).toBeCloseTo(6.0206, 4);
  });

  it('gain a softplus of their difference, whose slope is a sigmoid', async () => {
    const { curve } = (await levelSums.run({})) as { curve: { difference: number; incoherent: number }[] };
    for (const { difference, incoherent } of curve) {
      const x = (difference * Math.LN10) / 10;
      expect(incoherent).toBeCloseTo(natsToDecibels(Math.log1p(Math.exp(-x))), 9);
    }
    for (const [i, point] of curve.entries()) {
      const [before, after] = [curve[i - 1], curve[i + 1]];
      if (!before || !after) continue;
      const slope = (after.incoherent - before.incoherent) / (after.difference - before.difference);
      expect(slope).toBeCloseTo(-sigmoid((-point.difference * Math.LN10) / 10), 3);
    }
  });

  it('average over all phases to the sum of powers', async () => {
    const found = (await phaseSums.run({})) as { mean: number; incoherent: number; best: number };
    expect(found.mean).toBeCloseTo(found.incoherent, 9);
    expect(found.best).toBeCloseTo(6.0206, 4);
  });
});

describe('means of levels', () => {
  it('of 0 and 10 dB are 5 and 7.4036', async () => {
    const { pair } = (await levelMeans.run({})) as { pair: { arithmetic: number; energetic: number } };
    expect(pair.arithmetic).toBe(5);
    expect(pair.energetic).toBeCloseTo(7.4036, 4);
  });

  it('of a quiet day with one loud hour are the ones added up by hand', async () => {
    const { day } = (await levelMeans.run({})) as { day: { arithmetic: number; energetic: number } };
    expect(day.arithmetic).toBeCloseTo((23 * 40 + 80) / 24, 12);
    expect(day.energetic).toBeCloseTo(10 * Math.log10((23 * 1e4 + 1e8) / 24), 10);
  });
});

describe('levels with a reference', () => {
  it('have the published values', async () => {
    const found = (await referenceLevels.run({})) as {
      examples: { name: string; value: number; level: number }[];
      range: number;
      sineToNoise: number;
    };
    const level = (name: string, value: number) =>
      found.examples.find((row) => row.name === name && row.value === value)?.level;
    expect(level('dBm', 1)).toBeCloseTo(30, 10);
    expect(level('dB SPL', 20)).toBeCloseTo(120, 10);
    expect(found.range).toBeCloseTo(96.33, 2);
    expect(found.sineToNoise).toBeCloseTo(98.09, 2);
    expect(found.examples.at(-1)?.level).toBeCloseTo(-found.range, 9);
  });
});

describe('mistakes', () => {
  it('are as wrong as the text says', async () => {
    const found = (await decibelMistakes.run({})) as {
      voltage: { right: number; wrong: number };
      arithmetic: number;
      limit: number;
      energetic: number;
      twice: number;
      naive: number;
      names: { name: string; level: number }[];
    };
    expect(found.voltage).toMatchObject({ right: 20, wrong: 10 });
    expect(found.arithmetic).toBeLessThan(found.limit);
    expect(found.energetic).toBeGreaterThan(found.limit);
    expect(found.twice).toBeCloseTo(63.0103, 4);
    expect(found.naive).toBe(120);
    const level = new Map(found.names.map(({ name, level: value }) => [name, value]));
    expect(level.get('dBV')).toBe(0);
    expect(level.get('dBm, in 600 ohm')).toBeCloseTo(level.get('dBu') ?? Number.NaN, 12);
    expect(level.get('dBm, in 50 ohm')).toBeCloseTo(10 * Math.log10(20), 10);
  });

  it('bars on a log axis change their ratio with the base, which the values do not', async () => {
    const top = [0.5, 0.2, 0.05].map((probability, place) => ({ text: `${place}`, probability }));
    const found = (await barsOnLogAxis.run({ next: { prompt: 'p', top } })) as {
      panels: { base: number; ratioOfLengths: number }[];
      ratio: number;
    };
    expect(found.ratio).toBeCloseTo(10, 12);
    for (const { base, ratioOfLengths } of found.panels) {
      const length = (p: number) => Math.log10(p) - Math.log10(base);
      expect(ratioOfLengths).toBeCloseTo(length(0.5) / length(0.05), 10);
    }
  });
});

describe('a curve in decibels', () => {
  it('lies below its likeliest point by ten times the decimal logarithm of their ratio', async () => {
    const next = {
      prompt: 'p',
      vocabularySize: 4,
      top: [{ text: 'a', probability: 0.5 }],
      least: { probability: 5e-9 },
      curve: [0.5, 0.05, 4e-3, 5e-9].map((probability, index) => ({ rank: index + 1, probability })),
    };
    const found = (await probabilityLevels.run({ next })) as {
      curve: { level: number }[];
      belowHundredth: { rank: number };
      belowMillionth: { rank: number };
      least: { level: number };
    };
    expect(found.curve.map(({ level }) => Math.round(level * 100) / 100)).toEqual([0, -10, -20.97, -80]);
    expect(found.belowHundredth.rank).toBe(3);
    expect(found.belowMillionth.rank).toBe(4);
    expect(found.least.level).toBeCloseTo(-80, 10);
  });
});

describe('evidence', () => {
  const odds = fc.record({
    none: fc.double({ min: -50, max: 50, noNaN: true }),
    passage: fc.double({ min: -50, max: 50, noNaN: true }),
    contrary: fc.double({ min: -50, max: 50, noNaN: true }),
    twice: fc.double({ min: -50, max: 50, noNaN: true }),
  });

  it('is what takes the odds before to the odds after, for every question', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(odds, { minLength: 2, maxLength: 6 }), async (all) => {
        const questions = all.map((one, index) => ({
          name: `${index}`,
          about: index % 2 === 0 ? 'known' : 'invented',
          question: '?',
          right: 'r',
          rival: 'x',
          passage: 'p',
          odds: one,
        }));
        const found = (await passageEvidence.run({ scores: { questions } })) as {
          rows: { none: number; passage: number; contrary: number; evidence: number; against: number }[];
          raised: number;
          misled: number;
          exampleSide: string;
        };
        for (const row of found.rows) {
          expect(row.none + row.evidence).toBeCloseTo(row.passage, 10);
          expect(row.none + row.against).toBeCloseTo(row.contrary, 10);
        }
        expect(found.raised).toBe(all.filter((one) => one.passage > one.none).length);
        expect(found.misled).toBe(all.filter((one) => one.contrary < 0).length);
      }),
    );
  });
});

describe('rounded logits', () => {
  it('never lose the winner, and keep it alone while a step is smaller than its lead', () => {
    const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(logits, fc.integer({ min: 2, max: 8 }), (list, bits) => {
        const { values, step } = quantise(list, bits);
        const winner = list.indexOf(Math.max(...list));
        expect(softmax(values)[winner]).toBe(Math.max(...softmax(values)));
        const [first = 0, second = 0] = [...list].sort((a, b) => b - a);
        if (first - second > step * (1 + 1e-9)) {
          expect(values.filter((x) => x === Math.max(...values))).toHaveLength(1);
        }
      }),
    );
  });
});
