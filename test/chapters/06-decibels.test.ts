import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveModel } from '#lm/identity';
import { Tokenizer } from '#lm/tokenizer';
import { natsToDecibels } from '#numerics/decibel';
import { quantise } from '#numerics/quantise';
import { sigmoid } from '#numerics/sigmoid';
import { softmax } from '#numerics/softmax';
import { levelSums, phaseSums } from '../../chapters/06-decibels/adding-levels.measure.ts';
import { ratioConverter } from '../../chapters/06-decibels/converter.measure.ts';
import { levelMeans } from '../../chapters/06-decibels/mean-levels.measure.ts';
import { passageEvidence, sideOf } from '../../chapters/06-decibels/passage-evidence.measure.ts';
import { barsOnLogAxis, basesFor, decibelMistakes } from '../../chapters/06-decibels/pitfalls.measure.ts';
import { ratioLevels } from '../../chapters/06-decibels/ratios.measure.ts';
import { referenceLevels } from '../../chapters/06-decibels/reference-levels.measure.ts';
import { RETRIEVAL_FILE } from '../../chapters/06-decibels/retrieval.ts';
import { probabilityLevels } from '../../chapters/06-decibels/three-axes.measure.ts';

describe('ratios in decibels', () => {
  it('have the published values', async () => {
    const found = (await ratioLevels.run({})) as {
      ratios: { ratio: number; power: number; amplitude: number }[];
      levels: { level: number; power: number; amplitude: number }[];
      one: number;
      nat: number;
      bit: number;
    };
    const at = (ratio: number) => found.ratios.find((row) => row.ratio === ratio);
    expect(at(2)?.power).toBeCloseTo(3.0103, 4);
    expect(at(2)?.amplitude).toBeCloseTo(6.0206, 4);
    expect(at(100)).toEqual({ ratio: 100, power: 20, amplitude: 40 });
    const minusThree = found.levels.find(({ level }) => level === -3);
    expect(minusThree?.power).toBeCloseTo(0.501187, 6);
    expect(minusThree?.amplitude).toBeCloseTo(0.707946, 6);
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
    const { pairs } = (await levelSums.run({})) as {
      pairs: { a: number; b: number; incoherent: number; inPhase: number }[];
    };
    const sum = (a: number, b: number) => pairs.find((pair) => pair.a === a && pair.b === b);
    expect(sum(60, 60)?.incoherent).toBeCloseTo(63.0103, 4);
    expect(sum(60, 60)?.inPhase).toBeCloseTo(66.0206, 4);
    expect(sum(80, 85)?.incoherent).toBeCloseTo(86.1933, 4);
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

  it('are drawn down to the floor on both sides of half a turn, with no jump before it', async () => {
    const { curve, floor } = (await phaseSums.run({})) as {
      curve: { degrees: number; gain: number; side: string }[];
      floor: number;
    };
    for (const { degrees, gain } of curve) {
      const amplitude = Math.abs(2 * Math.cos((degrees * Math.PI) / 360));
      expect(gain).toBeCloseTo(20 * Math.log10(amplitude), 9);
    }
    for (const side of ['before', 'after']) {
      const part = curve.filter((point) => point.side === side).map(({ gain }) => gain);
      expect(part.at(-1)).toBeCloseTo(floor, 9);
      for (const [i, gain] of part.entries()) expect((part[i - 1] ?? gain) - gain).toBeLessThan(3);
    }
  });
});

describe('means of levels', () => {
  it('of 0 and 10 dB are 5 and 7.4036', async () => {
    const { pair } = (await levelMeans.run({})) as { pair: { arithmetic: number; energetic: number } };
    expect(pair.arithmetic).toBe(5);
    expect(pair.energetic).toBeCloseTo(7.4036, 4);
  });

  it('of two probabilities are far apart when one is hopeless', async () => {
    const { cases } = (await levelMeans.run({})) as {
      cases: { sure: number; hopeless: number; arithmetic: number; geometric: number };
    };
    expect(cases.arithmetic).toBeCloseTo((cases.sure + cases.hopeless) / 2, 12);
    expect(cases.geometric).toBeCloseTo(Math.sqrt(cases.sure * cases.hopeless), 12);
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
      step: number;
      sinePeak: number;
      sineRms: number;
    };
    const level = (name: string, value: number) =>
      found.examples.find((row) => row.name === name && row.value === value)?.level;
    expect(level('dBm', 1)).toBeCloseTo(30, 10);
    expect(level('dB SPL', 20)).toBeCloseTo(120, 10);
    expect(found.range).toBeCloseTo(96.33, 2);
    expect(found.step).toBeCloseTo(-90.31, 2);
    expect(found.examples.at(-1)).toMatchObject({ name: 'dBFS', level: found.step });
    expect(found.sinePeak).toBeCloseTo(3.0103, 4);
    expect(found.sineRms).toBeCloseTo(-3.0103, 4);
    // The whole range is twice the largest amplitude.
    expect(found.range + found.step).toBeCloseTo(20 * Math.log10(2), 9);
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
    expect(level.get('dBm in 600 ohm')).toBeCloseTo(level.get('dBu') ?? Number.NaN, 12);
    expect(level.get('dBm in 50 ohm')).toBeCloseTo(10 * Math.log10(20), 10);
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

  it('bars have a length, whatever the shortest probability', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1, noNaN: true }), (shortest) => {
        const [near = 0, far = 0] = basesFor(shortest);
        expect(near).toBeLessThan(shortest);
        expect(far / near).toBeCloseTo(1e-4, 9);
      }),
    );
    expect(basesFor(0.0125)).toEqual([1e-2, 1e-6]);
    expect(basesFor(4.5e-13)).toEqual([1e-13, 1e-17]);
  });

  it('one bar is left of a certainty', async () => {
    const top = [1, 0, 0].map((probability, place) => ({ text: `${place}`, probability }));
    expect(await barsOnLogAxis.run({ next: { prompt: 'p', top } })).toMatchObject({
      equal: 'one bar',
      ratio: 1,
    });
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
      belowHundredth: { rank: number; together: number };
      belowMillionth: { rank: number };
      least: { level: number };
    };
    expect(found.curve.map(({ level }) => Math.round(level * 100) / 100)).toEqual([0, -10, -20.97, -80]);
    expect(found.belowHundredth.rank).toBe(3);
    expect(found.belowHundredth.together).toBeCloseTo(0.45, 12);
    expect(found.belowMillionth.rank).toBe(4);
    expect(found.least.level).toBeCloseTo(-80, 10);
  });
});

describe('evidence', () => {
  const set = readFileSync(RETRIEVAL_FILE, 'utf8');
  const items = JSON.parse(set) as { id: string; kind: string }[];
  const conditions = ['none', 'gold', 'irrelevant', 'counterfactual'] as const;
  const odds = fc.double({ min: -150, max: 150, noNaN: true });
  const oddsOfAll = fc.array(fc.tuple(odds, odds, odds, odds), {
    minLength: items.length,
    maxLength: items.length,
  });
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    tokenizer = await Tokenizer.open((await resolveModel()).folder);
  });

  /** The measurement's result for made-up odds in dB, a list of four for each question. */
  async function evidenceOf(all: readonly (readonly number[])[]) {
    const rows = items.flatMap(({ id }, item) =>
      conditions.map((condition, place) => ({
        id,
        condition,
        answer: ((all[item]?.[place] ?? Number.NaN) * Math.LN10) / 10 - 50,
        falseAnswer: -50,
      })),
    );
    return (await passageEvidence.run({ scores: { rows }, data: { set }, lm: tokenizer })) as {
      rows: { kind: string; none: number; gold: number; irrelevant: number; counterfactual: number }[];
      dots: { passage: 'gold' | 'irrelevant' | 'counterfactual'; near: number; place: number }[];
      wrongSide: { none: number; gold: number; counterfactual: number };
      agrees: { gold: number; counterfactual: number };
      all: { gold: number };
      oneToken: { n: number; median: number };
      severalInvented: { n: number; median: number };
      severalReal: { n: number; median: number };
      bothTogether: { median: number; below: number };
      example: { gold: number; rightShare: number; rivalShare: number; both: string };
    };
  }

  it('is what takes the odds before to the odds after, for every question and passage', async () => {
    await fc.assert(
      fc.asyncProperty(oddsOfAll, async (all) => {
        const found = await evidenceOf(all);
        for (const [i, row] of found.rows.entries()) {
          const [none, gold, irrelevant, counterfactual] = all[i] ?? [];
          expect(row.none).toBeCloseTo(none ?? Number.NaN, 8);
          expect(row.none + row.gold).toBeCloseTo(gold ?? Number.NaN, 8);
          expect(row.none + row.irrelevant).toBeCloseTo(irrelevant ?? Number.NaN, 8);
          expect(row.none + row.counterfactual).toBeCloseTo(counterfactual ?? Number.NaN, 8);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('counts the wrong side among the real questions only', async () => {
    const wrong = items.map(({ kind }, i) =>
      kind === 'real' && i % 2 === 0 ? -3 : kind === 'real' ? 3 : -9,
    );
    const found = await evidenceOf(wrong.map((before) => [before, before + 6, before, -1]));
    const real = items.filter(({ kind }) => kind === 'real').length;
    expect(found.wrongSide).toEqual({ none: real / 2, gold: 0, counterfactual: real });
    expect(found.agrees.gold).toBe(items.length);
    expect(found.all.gold).toBeCloseTo(6, 9);
  });

  it('is summed up for three groups of answers that hold every question once', async () => {
    const found = await evidenceOf(items.map(({ kind }) => [0, kind === 'real' ? 3 : 9, 0, 0]));
    expect(found.oneToken.n + found.severalInvented.n + found.severalReal.n).toBe(items.length);
    expect(found.severalInvented.median).toBeCloseTo(9, 9);
    expect(found.severalReal.median).toBeCloseTo(3, 9);
  });

  it('says how the right answer stands against its rival, and how rare both are', async () => {
    const found = await evidenceOf(items.map(() => [0, 10, 0, 0]));
    expect(found.example.rightShare).toBeCloseTo(10 / 11, 9);
    expect(found.example.rightShare + found.example.rivalShare).toBeCloseTo(1, 12);
    expect(found.example.both).toBe('rare');
    expect(found.bothTogether.below).toBe(items.length / 2);
    expect(found.bothTogether.median / (2 * Math.exp(-50))).toBeCloseTo(1, 9);
  });

  it('says who is ahead before and after a passage', () => {
    expect([sideOf(-1, 1), sideOf(1, 2), sideOf(1, -1), sideOf(-1, -2), sideOf(3, 0)]).toEqual([
      'right after all',
      'right before',
      'wrong at last',
      'still wrong',
      'even',
    ]);
  });

  it('moves nothing when all odds stay as they are', async () => {
    expect(await evidenceOf(items.map(() => [5, 5, 5, 5]))).toMatchObject({
      moves: 'nothing',
      tail: 'short',
    });
  });

  it('is drawn at the nearest four decibels, no two points on one place', async () => {
    await fc.assert(
      fc.asyncProperty(oddsOfAll, async (all) => {
        const { rows, dots } = await evidenceOf(all);
        expect(new Set(dots.map((dot) => `${dot.passage} ${dot.near} ${dot.place}`)).size).toBe(dots.length);
        for (const passage of ['gold', 'irrelevant', 'counterfactual'] as const) {
          const drawn = dots.filter((dot) => dot.passage === passage).map(({ near }) => near);
          const exact = rows.map((row) => row[passage]).sort((a, b) => a - b);
          for (const [i, near] of drawn.sort((a, b) => a - b).entries())
            expect(Math.abs(near - (exact[i] ?? Number.NaN))).toBeLessThanOrEqual(2 + 1e-9);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('rounded logits', () => {
  it('never lose the winner, and keep it alone while half a step is smaller than its lead', () => {
    const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(logits, fc.integer({ min: 2, max: 8 }), (list, bits) => {
        const { values, step } = quantise(list, bits);
        const winner = list.indexOf(Math.max(...list));
        expect(softmax(values)[winner]).toBe(Math.max(...softmax(values)));
        const [first = 0, second = 0] = [...list].sort((a, b) => b - a);
        if (first - second > (step / 2) * (1 + 1e-9) + 1e-9) {
          expect(values.filter((x) => x === Math.max(...values))).toHaveLength(1);
        }
      }),
    );
  });
});
