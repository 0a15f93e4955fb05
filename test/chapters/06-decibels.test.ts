import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { natsToDecibels } from '#numerics/decibel';
import { quantise } from '#numerics/quantise';
import { sigmoid } from '#numerics/sigmoid';
import { softmax } from '#numerics/softmax';
import { readRegion } from '#render/shared/code';
import { levelSums } from '../../chapters/06-decibels/adding-levels.measure.ts';
import { STATEMENTS } from '../../chapters/06-decibels/beliefs.measure.ts';
import { widerHeaps } from '../../chapters/06-decibels/evidence.ts';
import { evidenceLedger } from '../../chapters/06-decibels/ledger.measure.ts';
import { levelMeans } from '../../chapters/06-decibels/mean-levels.measure.ts';
import {
  axisFor,
  passageEvidence,
  pullOf,
  sideOf,
} from '../../chapters/06-decibels/passage-evidence.measure.ts';
import { passageSummary } from '../../chapters/06-decibels/passage-summary.measure.ts';
import { decibelMistakes } from '../../chapters/06-decibels/pitfalls.measure.ts';
import { quantisedLogits } from '../../chapters/06-decibels/quantised-logits.measure.ts';
import { ratioLevels } from '../../chapters/06-decibels/ratios.measure.ts';
import { referenceLevels } from '../../chapters/06-decibels/reference-levels.measure.ts';
import { repeatedPassage } from '../../chapters/06-decibels/repeated-passage.measure.ts';
import { RETRIEVAL_FILE } from '../../chapters/06-decibels/retrieval.ts';
import { probabilityLevels } from '../../chapters/06-decibels/three-axes.measure.ts';
import { mulberry } from './mulberry.ts';

describe('ratios in decibels', () => {
  it('have the published values', async () => {
    const found = (await ratioLevels.run({})) as {
      double: { power: number; amplitude: number };
      tenth: { nats: number; level: number };
      head: { level: number; power: number }[];
      nat: number;
      bit: number;
      neper: number;
    };
    expect(found.double.power).toBeCloseTo(3.0103, 4);
    expect(found.double.amplitude).toBeCloseTo(6.0206, 4);
    expect(found.tenth.nats).toBeCloseTo(-Math.LN10, 6);
    expect(found.tenth.level).toBe(-10);
    // As the text says them: a quarter more, twice, three times, five, ten and fifty times.
    const said = [
      [1, 1.25],
      [3, 2],
      [5, 3],
      [7, 5],
      [10, 10],
      [17, 50],
    ] as const;
    expect(found.head.map(({ level }) => level)).toEqual(said.map(([level]) => level));
    for (const [i, { power }] of found.head.entries())
      expect(Math.abs(power / (said[i]?.[1] ?? Number.NaN) - 1)).toBeLessThan(0.06);
    expect(found.nat).toBeCloseTo(4.342945, 6);
    expect(found.bit).toBeCloseTo(3.0103, 5);
    expect(found.neper).toBeCloseTo(2 * found.nat, 12);
  });

  it('give one change its names in amplitude, decibels, nats and bits', async () => {
    const { ladder } = (await ratioLevels.run({})) as {
      ladder: { power: number; amplitude: number; level: number; nats: number; bits: number }[];
    };
    for (const { power, amplitude, level, nats, bits } of ladder) {
      expect(amplitude ** 2 / power).toBeCloseTo(1, 12);
      expect(10 ** (level / 10) / power).toBeCloseTo(1, 12);
      expect(10 ** (level / 20) / amplitude).toBeCloseTo(1, 12);
      expect(Math.exp(nats) / power).toBeCloseTo(1, 12);
      expect(2 ** bits / power).toBeCloseTo(1, 12);
    }
  });

  it('go round the square as two equal levels do', async () => {
    const { square } = (await ratioLevels.run({})) as {
      square: { each: number; power: number; both: number; level: number };
    };
    expect(square).toMatchObject({ each: 60, power: 1e6, both: 2e6 });
    expect(square.level).toBeCloseTo(60 + 10 * Math.log10(2), 10);
  });
});

describe('levels added', () => {
  it('have the published values', async () => {
    const found = (await levelSums.run({})) as { two: number; ten: number; naive: number };
    expect(found.two).toBeCloseTo(63.0103, 4);
    expect(found.ten).toBeCloseTo(70, 9);
    expect(found.naive).toBe(120);
  });

  it('gain a softplus of their difference, whose slope is a sigmoid', async () => {
    const { curve } = (await levelSums.run({})) as { curve: { difference: number; gain: number }[] };
    for (const { difference, gain } of curve) {
      const x = (difference * Math.LN10) / 10;
      expect(gain).toBeCloseTo(natsToDecibels(Math.log1p(Math.exp(-x))), 9);
    }
    for (const [i, point] of curve.entries()) {
      const [before, after] = [curve[i - 1], curve[i + 1]];
      if (!before || !after) continue;
      const slope = (after.gain - before.gain) / (after.difference - before.difference);
      expect(slope).toBeCloseTo(-sigmoid((-point.difference * Math.LN10) / 10), 3);
    }
  });

  it('are added by the code that is shown, pasted without anything else', async () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const { source } = readRegion('#numerics/decibel', 'add-levels', root);
    const { code } = await transform(source, { loader: 'ts', format: 'esm' });
    const pasted: { addLevels(a: number, b: number): number } = await import(
      /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
    );
    expect(pasted.addLevels(60, 60)).toBeCloseTo(10 * Math.log10(2e6), 12);
    expect(pasted.addLevels(80, 70)).toBeCloseTo(10 * Math.log10(1.1e8), 12);
    expect(pasted.addLevels(-Infinity, 40)).toBe(40);
    expect(pasted.addLevels(-Infinity, -Infinity)).toBe(-Infinity);
  });

  it('rise by a tenth of the power for what lies ten decibels lower', async () => {
    const { marks } = (await levelSums.run({})) as { marks: { difference: number; gain: number }[] };
    expect(10 ** ((marks.find(({ difference }) => difference === 10)?.gain ?? 0) / 10)).toBeCloseTo(1.1, 12);
  });
});

describe('means of levels', () => {
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
    // Nearly all of the power comes in the loud hour.
    expect(1e8 / (23 * 1e4 + 1e8)).toBeGreaterThan(0.99);
  });

  it('of a loud third of a day are on both sides of the limit', async () => {
    const found = (await decibelMistakes.run({})) as { arithmetic: number; limit: number; energetic: number };
    expect(found.arithmetic).toBe(70);
    expect(found.energetic).toBeCloseTo(10 * Math.log10((1e6 + 1e6 + 1e9) / 3), 10);
    expect(found.arithmetic).toBeLessThan(found.limit);
    expect(found.energetic).toBeGreaterThan(found.limit);
  });
});

describe('levels with a reference', () => {
  it('are three for one volt', async () => {
    const { oneVolt } = (await referenceLevels.run({})) as { oneVolt: { name: string; level: number }[] };
    const level = new Map(oneVolt.map(({ name, level: value }) => [name, value]));
    expect(level.get('dBV')).toBe(0);
    // One volt makes 1/600 W in 600 ohm, where 0 dBu makes a milliwatt.
    expect(level.get('dBu')).toBeCloseTo(10 * Math.log10(1000 / 600), 12);
    expect(level.get('dBm in 50 ohm')).toBeCloseTo(10 * Math.log10(20), 10);
  });

  it('put one half at −3.01 dB against certainty and at 0 dB against its opposite', async () => {
    const { half, ladder } = (await referenceLevels.run({})) as {
      half: { certainty: number; odds: number };
      ladder: { probability: number; certainty: number; odds: number }[];
    };
    expect(half.certainty).toBeCloseTo(-3.0103, 4);
    expect(half.odds).toBe(0);
    for (const { probability, certainty, odds } of ladder) {
      expect(10 ** (certainty / 10)).toBeCloseTo(probability, 12);
      expect(10 ** (odds / 10)).toBeCloseTo(probability / (1 - probability), 9);
    }
  });
});

describe('the ledger', () => {
  it('ends where the rule of Bayes does, in whole numbers', async () => {
    const found = (await evidenceLedger.run({})) as {
      oddsAfter: number;
      probabilityAfter: number;
      glance: { worth: number; after: number; oddsAfter: number; probabilityAfter: number };
      evenAt: number;
      rows: { heads: number; odds: number; probability: number }[];
    };
    // Of 10,001 coins one has two heads; of its tosses all are heads, of the others' one in 2^heads.
    const twoHeaded = (heads: number) => 2 ** heads / (2 ** heads + 10_000);
    expect(found.rows).toHaveLength(21);
    for (const { heads, odds, probability } of found.rows) {
      expect(probability / twoHeaded(heads)).toBeCloseTo(1, 12);
      expect(10 ** (odds / 10) / (2 ** heads / 10_000)).toBeCloseTo(1, 12);
    }
    expect(found.oddsAfter).toBeCloseTo(104.8576, 9);
    expect(found.probabilityAfter).toBeCloseTo(twoHeaded(20), 12);
    expect([2 ** (found.evenAt - 1) < 10_000, 2 ** found.evenAt > 10_000]).toEqual([true, true]);
    // Of ten glances at a coin with two heads one sees a tail, of ten at the back of a fair one nine do.
    const twoHeadedWithTail = (2 ** 20 * 1) / (2 ** 20 * 1 + 10_000 * 9);
    expect(found.glance.probabilityAfter).toBeCloseTo(twoHeadedWithTail, 12);
    expect(found.glance.oddsAfter).toBeCloseTo(2 ** 20 / 90_000, 9);
    expect(10 ** (found.glance.after / 10)).toBeCloseTo(found.glance.oddsAfter, 9);
    expect(10 ** (found.glance.worth / 10)).toBeCloseTo(1 / 9, 12);
  });

  it('of a filter is what counting a million requests gives', async () => {
    const { detector } = (await evidenceLedger.run({})) as {
      detector: { flagged: number; mistaken: number; afterFlags: { level: number; probability: number }[] };
    };
    expect([detector.flagged, detector.mistaken]).toEqual([99, 1]);
    // Of a million requests a hundred are injections.
    for (const [i, { level, probability }] of detector.afterFlags.entries()) {
      const [flagged, mistaken] = [100 * 0.99 ** (i + 1), 999_900 * 0.01 ** (i + 1)];
      expect(probability).toBeCloseTo(flagged / (flagged + mistaken), 12);
      expect(10 ** (level / 10) / (flagged / mistaken)).toBeCloseTo(1, 9);
    }
    expect(detector.afterFlags).toHaveLength(3);
  });
});

describe('a curve in decibels', () => {
  /** A prediction of so many tokens, each with its weight, of which the curve holds the ranks given. */
  async function levelsOf(weights: readonly number[], ranks: readonly number[]) {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const p = [...weights].sort((a, b) => b - a).map((weight) => weight / total);
    const next = {
      prompt: 'p',
      vocabularySize: p.length,
      top: [{ text: 'a', probability: p[0] }],
      least: { probability: p.at(-1) },
      curve: ranks.map((rank) => ({ rank, probability: p[rank - 1] })),
    };
    const lm = { encode: () => [0], next: async () => ({ logits: Float32Array.from(weights, Math.log) }) };
    return (await probabilityLevels.run({ next, lm })) as {
      curve: { level: number }[];
      unseen: { rank: number | null; together: number };
      belowMillionth: { rank: number | null };
      least: { level: number };
    };
  }

  it('lies below its likeliest point by ten times the decimal logarithm of their ratio', async () => {
    const found = await levelsOf([0.05, 0.5, 5e-9, 4e-3], [1, 2, 3, 4]);
    expect(found.curve.map(({ level }) => Math.round(level * 100) / 100)).toEqual([0, -10, -20.97, -80]);
    expect(found.unseen.rank).toBe(3);
    expect(found.unseen.together).toBeCloseTo(4e-3 / 0.554, 6);
    expect(found.belowMillionth.rank).toBe(4);
    expect(found.least.level).toBeCloseTo(-80, 10);
  });

  it('finds its borders at the very rank, drawn or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 1e-9, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 }),
        async (weights) => {
          const found = await levelsOf(weights, [1, weights.length]);
          const rounded = [...Float32Array.from(weights, Math.log)].sort((a, b) => b - a).map(Math.exp);
          for (const [part, rank] of [
            [0.02, found.unseen.rank],
            [1e-6, found.belowMillionth.rank],
          ] as const) {
            const below = rounded.filter((weight) => weight / (rounded[0] ?? 1) < part).length;
            expect(rank ?? weights.length + 1).toBe(weights.length - below + 1);
          }
        },
      ),
    );
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
  /** Scores that have such odds in dB, a list of four for each question. */
  function scoresOf(all: readonly (readonly number[])[]) {
    const rows = items.flatMap(({ id }, item) =>
      conditions.map((condition, place) => ({
        id,
        condition,
        answer: ((all[item]?.[place] ?? Number.NaN) * Math.LN10) / 10 - 50,
        falseAnswer: -50,
      })),
    );
    return { rows };
  }

  /** What the passages are worth by made-up odds. */
  async function evidenceOf(all: readonly (readonly number[])[]) {
    return (await passageEvidence.run({ scores: scoresOf(all), data: { set } })) as {
      rows: { kind: string; none: number; gold: number; irrelevant: number; counterfactual: number }[];
      dots: { passage: 'gold' | 'irrelevant' | 'counterfactual'; near: number; place: number }[];
      wrongSide: { none: number; gold: number; irrelevant: number; counterfactual: number };
      all: { gold: number };
      real: { gold: number; counterfactual: number };
      invented: { gold: number; counterfactual: number };

      ends: { passage: string; side: string; near: number; place: number; furthest: number }[];
      domain: number[];
      bothTogether: { median: number };
      example: { gold: number; rightShare: number; rivalShare: number; reached: string };
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
    expect(found.wrongSide).toEqual({ none: real / 2, gold: 0, irrelevant: real / 2, counterfactual: real });
    expect(found.all.gold).toBeCloseTo(6, 9);
  });

  it('says how the right answer stands against its rival, and how rare both are', async () => {
    const found = await evidenceOf(items.map(() => [0, 10, 0, 0]));
    expect(found.example.rightShare).toBeCloseTo(10 / 11, 9);
    expect(found.example.rightShare + found.example.rivalShare).toBeCloseTo(1, 12);
    expect(found.bothTogether.median / (2 * Math.exp(-50))).toBeCloseTo(1, 9);
  });

  it('says which passage pulls harder, if one does, each towards the answer that it names', () => {
    const of = (gold: number, counterfactual: number, noise = 0) =>
      pullOf(
        Array.from({ length: 20 }, (_, i) => {
          const wave = noise * (-1) ** i * (1 + i / 100);
          return { gold: gold + wave, counterfactual };
        }),
      );
    expect([of(10, -12), of(10, -16), of(16, -10)]).toEqual(['alike', 'lie', 'truth']);
    expect([of(-16, -10), of(16, 10)]).toEqual(['crossed', 'crossed']);
    expect([of(0, 0), of(3, 0, 20), of(3, -5, 20), of(5, 0)]).toEqual([
      'neither',
      'neither',
      'only lie',
      'only truth',
    ]);
    // The noise leaves each pull its direction, and hides which is harder.
    expect([of(10, -16, 9), of(16, -10, 12)]).toEqual(['lie perhaps', 'truth perhaps']);
  });

  it('has an axis about as long as most points need', async () => {
    const reachFor = async (far: number) =>
      (await evidenceOf(items.map(() => [0, far, 0, 0]))).domain[1] ?? Number.NaN;
    expect(await Promise.all([3, 20, 42, 100, 130].map(reachFor))).toEqual([5, 25, 50, 125, 250]);
  });

  it('puts the few points that lie further out at the ends of its axis, and says how far out they are', async () => {
    const few = await evidenceOf(items.map((_, i) => [0, i < 3 ? 60 + i : 4, 0, i === 7 ? -90 : -4]));
    expect(few).toMatchObject({ domain: [-5, 5], clipped: 'some' });
    expect(few.ends).toMatchObject([
      { passage: 'gold', side: 'right', near: 4.9, place: 3 },
      { passage: 'counterfactual', side: 'left', near: -4.9, place: 1 },
    ]);
    expect(few.ends[0]?.furthest).toBeCloseTo(62, 9);
    expect(few.ends[1]?.furthest).toBeCloseTo(-90, 9);
    expect(await evidenceOf(items.map(() => [0, 4, 0, -4]))).toMatchObject({ ends: [], clipped: 'none' });
  });

  it('has an axis that holds its medians, whatever lies outside', () => {
    const values = [...Array.from({ length: 110 }, () => 1), ...Array.from({ length: 10 }, () => 40)];
    expect(axisFor(values, [1]).reach).toBe(5);
    expect(axisFor(values, [20.5]).reach).toBe(25);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -900, max: 900, noNaN: true }), { minLength: 1 }), (some) => {
        const { reach, inside, width, placeOf } = axisFor(some, []);
        expect(some.filter((x) => Math.abs(x) <= inside).length / some.length).toBeGreaterThanOrEqual(0.9);
        for (const x of some) {
          expect(Math.abs(placeOf(x))).toBeLessThan(reach);
          if (Math.abs(x) <= inside) expect(Math.abs(placeOf(x) - x)).toBeLessThanOrEqual(width / 2 + 1e-9);
        }
      }),
    );
  });

  it('is heaped the wider the longer its axis, and never in more heaps than fit beside each other', () => {
    const dots = [-2000, -1996, 0, 4, 8, 2000].map((near) => ({ passage: 'gold', near }));
    expect(widerHeaps(125, 4, dots)).toBeNull();
    // Heaps of 64 dB: two at the left, three around zero.
    expect(widerHeaps(2000, 4, dots)).toMatchObject({
      highest: 4,
      transform: [{ calculate: 'round(datum.near / 64) * 64' }, { groupby: ['near'] }],
    });
    const apart = dots.map((dot, i) => ({ ...dot, passage: `${i}` }));
    expect(widerHeaps(2000, 4, apart)?.highest).toBe(2);
  });

  it('is weighed apart for questions about real and about invented things', async () => {
    const found = await evidenceOf(
      items.map(({ kind }) => (kind === 'real' ? [-4, 5, -4, -20] : [1, 71, 1, -59])),
    );
    expect(found.real.gold).toBeCloseTo(9, 9);
    expect(found.real.counterfactual).toBeCloseTo(-16, 9);
    expect(found.invented.gold).toBeCloseTo(70, 9);
    expect(found.invented.counterfactual).toBeCloseTo(-60, 9);
    expect(found).toMatchObject({ pull: { real: 'lie', invented: 'alike' } });
  });

  it('says whether a passage on another subject was worth as much as the one in the text', async () => {
    const reachedWith = async (irrelevant: (i: number) => number) =>
      (await evidenceOf(items.map((_, i) => [0, 7, irrelevant(i), 0]))).example.reached;
    expect(await reachedWith((i) => (i % 2 === 0 ? -3 : 8))).toBe('by others');
    expect(await reachedWith((i) => (i % 2 === 0 ? -3 : 6))).toBe('by none');
  });

  it('is summed up in a row for each passage, a second copy by what the first had not moved', async () => {
    const all = items.map(({ kind }) => (kind === 'real' ? [-1, 2, -2, -9] : [-5, 6, -5, 1]));
    const evidence = await passageEvidence.run({ scores: scoresOf(all), data: { set } });
    const rows = items.map(({ kind }) =>
      kind === 'real' ? { first: 3, second: -4 } : { first: 11, second: 1 },
    );
    const found = (await passageSummary.run({ evidence, twice: { rows, second: -1.5, further: 20 } })) as {
      rows: {
        wrong: number;
        real: number | null;
        invented: number | null;
        all: number | null;
        towards: number | null;
      }[];
    };
    const real = items.filter(({ kind }) => kind === 'real').length;
    expect(found.rows.map(({ wrong }) => wrong)).toEqual([real, 0, real, real, real]);
    expect(found.rows[0]).toMatchObject({ real: null, invented: null, all: null, towards: null });
    expect(found.rows.slice(1).map(({ towards }) => towards)).toEqual([
      items.length,
      20,
      0,
      items.length - real,
    ]);
    expect(found.rows[2]).toMatchObject({ real: -4, invented: 1, all: -1.5 });
    expect(found.rows[1]?.real).toBeCloseTo(3, 9);
    expect(found.rows[4]?.invented).toBeCloseTo(6, 9);
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
    });
  });

  it('is drawn at the nearest four decibels or at an end, no two points on one place', async () => {
    await fc.assert(
      fc.asyncProperty(oddsOfAll, async (all) => {
        const { rows, dots, domain } = await evidenceOf(all);
        const reach = domain[1] ?? Number.NaN;
        expect(new Set(dots.map((dot) => `${dot.passage} ${dot.near} ${dot.place}`)).size).toBe(dots.length);
        for (const passage of ['gold', 'irrelevant', 'counterfactual'] as const) {
          const drawn = dots.filter((dot) => dot.passage === passage).map(({ near }) => near);
          const exact = rows.map((row) => row[passage]).sort((a, b) => a - b);
          for (const [i, near] of drawn.sort((a, b) => a - b).entries()) {
            const evidence = exact[i] ?? Number.NaN;
            if (reach >= 125 && Math.abs(evidence) > reach - 10)
              expect(near).toBe(Math.sign(evidence) * (reach - 2));
            else if (Math.abs(near) < 0.9 * reach)
              expect(Math.abs(near - evidence)).toBeLessThanOrEqual(2 + 1e-9);
            else expect(Math.abs(evidence)).toBeGreaterThan(0.8 * reach);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  /** What a second copy is worth when it brings the odds to such values. */
  async function secondOf(first: readonly (readonly number[])[], twice: readonly number[]) {
    const prompts: string[] = [];
    const lm = {
      encode: (text: string) => [prompts.push(text) - 1],
      scoreChoices: async (questions: readonly unknown[]) =>
        questions.map((_, i) => ({
          scores: [{ total: ((twice[i] ?? Number.NaN) * Math.LN10) / 10 - 7 }, { total: -7 }],
        })),
    };
    const found = await repeatedPassage.run({ scores: scoresOf(first), data: { set }, lm });
    return {
      prompts,
      ...(found as { first: number; second: number; further: number; secondIs: string }),
    };
  }

  it('of a second copy is what it adds to the first, which stands before the same question', async () => {
    const once = items.map((_, i) => [i, i + 9, 0, 0]);
    const found = await secondOf(
      once,
      items.map((_, i) => i + 9 + (i % 4 === 0 ? -1 : 4)),
    );
    expect(found).toMatchObject({ further: 30, secondIs: 'less' });
    expect(found.first).toBeCloseTo(9, 9);
    expect(found.second).toBeCloseTo(4, 9);
    for (const { gold } of JSON.parse(set) as { gold: string }[])
      expect(found.prompts.filter((text) => text.startsWith(`${gold}\n${gold}\nQuestion: `))).toHaveLength(1);
  });

  it('of a second copy is unclear, more than the first, or against it', async () => {
    const once = items.map(() => [0, 5, 0, 0]);
    const wordFor = async (added: (i: number) => number) =>
      (
        await secondOf(
          once,
          items.map((_, i) => 5 + added(i)),
        )
      ).secondIs;
    expect(await wordFor((i) => (i % 2 === 0 ? 1 : -1))).toBe('unclear');
    expect(await wordFor(() => 0)).toBe('unclear');
    expect(await wordFor(() => 6)).toBe('at least as much');
    expect(await wordFor(() => -1)).toBe('against');
  });
});

describe('rounded logits', () => {
  interface Rounded {
    signal: string;
    predictions: number;
    rows: {
      bits: number;
      theory: number;
      mean: number;
      least: number;
      most: number;
      level: number;
      alone: number;
    }[];
    finest: { level: number | null };
    dots: { bits: number; cost: number; prompt: string }[];
    sine: { level: number; offset: number };
    offset: number | null;
  }

  /** The measurement's result for made-up logits after each text, in turn. */
  async function roundedOf(lists: readonly (readonly number[])[]) {
    const logits = (i: number) => ({ logits: Float32Array.from(lists[i % lists.length] ?? []) });
    const top = (values: Float32Array, k: number) =>
      [...values.keys()]
        .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
        .slice(0, k)
        .map((id) => ({ id, text: `${id}` }));
    const lm = {
      encode: () => [0],
      nextOfMany: async (texts: readonly unknown[]) => texts.map((_, i) => logits(i)),
      top,
    };
    return (await quantisedLogits.run({ lm })) as Rounded;
  }

  /** Noise in dB below a signal without its mean, each value moved to the nearest mark by trying all of them. */
  function levelByHand(list: readonly number[], bits: number): { level: number; onTop: number } {
    const logits = Array.from(Float32Array.from(list));
    const [low, high] = [Math.min(...logits), Math.max(...logits)];
    const marks = Array.from({ length: 2 ** bits }, (_, k) => low + (k * (high - low)) / (2 ** bits - 1));
    const nearest = logits.map((x) => marks.reduce((a, b) => (Math.abs(b - x) < Math.abs(a - x) ? b : a)));
    const center = logits.reduce((sum, x) => sum + x, 0) / logits.length;
    const power = (values: readonly number[]) => values.reduce((sum, x) => sum + x * x, 0);
    const noise = power(nearest.map((x, i) => x - (logits[i] ?? 0)));
    return {
      level: 10 * Math.log10(power(logits.map((x) => x - center)) / noise),
      onTop: nearest.filter((x) => x === Math.max(...nearest)).length,
    };
  }

  it('lose what trying every mark says, and its mean and spread over the predictions', async () => {
    const random = mulberry(11);
    const lists = Array.from({ length: 9 }, () =>
      Array.from({ length: 300 }, () => 20 * random() * random()),
    );
    const found = await roundedOf(lists);
    expect(found.predictions).toBe(9);
    for (const { bits, least, most, mean, alone, theory } of found.rows) {
      const hand = lists.map((list) => levelByHand(list, bits));
      const costs = lists.map((list, i) => levelByHand(list, bits + 1).level - (hand[i]?.level ?? 0));
      expect(least).toBeCloseTo(Math.min(...costs), 6);
      expect(most).toBeCloseTo(Math.max(...costs), 6);
      expect(mean).toBeCloseTo(costs.reduce((sum, cost) => sum + cost, 0) / 9, 6);
      expect(alone).toBe(hand.filter(({ onTop }) => onTop === 1).length);
      expect(theory).toBeCloseTo(20 * Math.log10((2 ** (bits + 1) - 1) / (2 ** bits - 1)), 9);
    }
    expect(found.sine.level).toBeCloseTo(6.02 * 8 + 1.76, 1);
    expect(found.sine.offset).toBeCloseTo(1.76, 2);
  });

  it('leave out predictions that rounding does not move, and say when none is left', async () => {
    const random = mulberry(3);
    const moving = Array.from({ length: 50 }, random);
    const found = await roundedOf([moving, [1, 1, 1], [0, 5, 0]]);
    expect(found.predictions).toBe(3);
    // Each point says which text it follows: those that are left, every third.
    const prompts = STATEMENTS.filter((_, i) => i % 3 === 0).map(([prompt]) => prompt);
    expect(found.dots.slice(0, 3).map(({ prompt }) => prompt)).toEqual(prompts);
    expect(await roundedOf([[2, 2]])).toMatchObject({ signal: 'nothing to round', predictions: 0, rows: [] });
  });

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
