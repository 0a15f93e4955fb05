import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { natsToDecibels } from '#numerics/decibel';
import { allBlocks } from '#report/report-tree';
import { writeReport } from '#report/write-report';
import { evidenceLedger } from '../../chapters/06-decibels/evidence.measure.ts';
import { levelSums, ratioLevels } from '../../chapters/06-decibels/levels.measure.ts';
import { nameTokens } from '../../chapters/06-decibels/name-tokens.measure.ts';
import { passageEvidence } from '../../chapters/06-decibels/passage-evidence.measure.ts';
import { probabilityLevels } from '../../chapters/06-decibels/probability-levels.measure.ts';
import { repeatedPassage } from '../../chapters/06-decibels/repeated-passage.measure.ts';
import { RETRIEVAL_FILE } from '../../chapters/06-decibels/retrieval.ts';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';
import { hasPython, printedByPython, pythonAndOutput } from './shown.ts';

const near = (value: number) => expect.closeTo(value, 6);
const [adding, scoring] = pythonAndOutput(
  writeReport(chapters, committedOutputs(), overview)
    .chapters.filter(({ number }) => number === 6)
    .flatMap(({ sections }) => sections.flatMap((section) => allBlocks(section.blocks))),
);

describe('levels', () => {
  it('give a nat, a bit, a doubled voltage and a probability their size in decibels', async () => {
    const { odds, pairs, ...found } = (await ratioLevels.run({})) as {
      [name in 'nat' | 'bit' | 'doubledVoltage']: number;
    } & {
      odds: { probability: number; certainty: number; odds: number }[];
      pairs: { level: number; power: number; amplitude: number }[];
    };
    for (const { level, power, amplitude } of pairs)
      expect([10 * Math.log10(power), 20 * Math.log10(amplitude)]).toEqual([level, level].map(near));
    const ratios = [found.nat, found.bit, found.doubledVoltage].map((level) => 10 ** (level / 10));
    expect(ratios).toEqual([Math.E, 2, 4].map(near));
    for (const { probability, certainty, odds: level } of odds) {
      expect(10 ** (certainty / 10)).toBeCloseTo(probability, 12);
      expect(10 ** (level / 10)).toBeCloseTo(probability / (1 - probability), 9);
    }
  });

  it('of evidence lift even odds to what counting says', async () => {
    const { grades } = (await ratioLevels.run({})) as {
      grades: { level: number; ratio: number; probability: number }[];
    };
    expect(grades.map(({ ratio }) => ratio ** 2)).toEqual([10, 100, 1000, 10_000].map(near));
    for (const { ratio, probability } of grades) expect(probability).toBeCloseTo(ratio / (ratio + 1), 12);
  });

  it('are added, subtracted and averaged as powers', async () => {
    const found = (await levelSums.run({})) as {
      [name in 'two' | 'withQuieter' | 'ten' | 'coherent']: number;
    } & {
      meter: { machine: number };
      [name: string]: unknown;
      cases: { ofProbabilities: number; ofLogs: number };
      work: { ofLevels: number; ofPowers: number };
    };
    expect(found.two).toBeCloseTo(10 * Math.log10(2e6), 9);
    expect(found.withQuieter).toBeCloseTo(10 * Math.log10(1.1e6), 9);
    expect(found.ten).toBeCloseTo(70, 9);
    expect(found.coherent).toBeCloseTo(66.0206, 4);
    expect(found.meter.machine).toBeCloseTo(10 * Math.log10(10 ** 6.3 - 1e6), 9);
    expect(found.cases.ofProbabilities).toBeCloseTo(0.4505, 12);
    expect(found.cases.ofLogs).toBeCloseTo(Math.sqrt(0.0009), 12);
    expect(found.work.ofPowers).toBeCloseTo(10 * Math.log10((1e6 + 1e6 + 1e9) / 3), 10);
  });

  it.runIf(hasPython)('are added and subtracted by the Python that is shown', () => {
    expect(printedByPython(adding?.python ?? '')).toBe(adding?.output);
    expect(adding?.output).toBe('63 60.4 60');
  });
});

describe('the ledger', () => {
  it('ends where the rule of Bayes does, in whole numbers', async () => {
    const found = (await evidenceLedger.run({})) as {
      evenAt: number;
      rows: { heads: number; odds: number; probability: number }[];
    };
    for (const { heads, odds, probability } of found.rows) {
      expect(probability / (2 ** heads / (2 ** heads + 10_000))).toBeCloseTo(1, 12);
      expect(10 ** (odds / 10) / (2 ** heads / 10_000)).toBeCloseTo(1, 12);
    }
    expect([2 ** (found.evenAt - 1) < 10_000, 2 ** found.evenAt > 10_000]).toEqual([true, true]);
  });

  it('of a filter is what counting a million requests gives', async () => {
    const { detector } = (await evidenceLedger.run({})) as {
      detector: { expected: number; afterFlags: { level: number; probability: number }[] };
    };
    // Of a million requests a hundred are injections.
    for (const [i, { level, probability }] of detector.afterFlags.entries()) {
      const [flagged, mistaken] = [100 * 0.99 ** (i + 1), 999_900 * 0.01 ** (i + 1)];
      expect(probability).toBeCloseTo(flagged / (flagged + mistaken), 12);
      expect(10 ** (level / 10) / (flagged / mistaken)).toBeCloseTo(1, 9);
    }
    // The divergence of flagged or not, from what an injection gives to what anything else gives.
    const divergence = 0.99 * Math.log(0.99 / 0.01) + 0.01 * Math.log(0.01 / 0.99);
    expect(detector.expected).toBeCloseTo(natsToDecibels(divergence), 9);
  });
});

describe('a prediction on two axes', () => {
  it('finds the rank from which tokens are unseen, drawn or not, and adds up the tail', async () => {
    const list = fc.array(fc.double({ min: 1e-9, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(list, async (weights) => {
        const rounded = [...Float32Array.from(weights, Math.log)].sort((a, b) => b - a).map(Math.exp);
        const total = rounded.reduce((sum, weight) => sum + weight, 0);
        const p = rounded.map((weight) => weight / total);
        const next = {
          prompt: 'p',
          vocabularySize: p.length,
          top: [{ text: 'a', probability: p[0] }],
          least: { probability: p.at(-1) },
          curve: [1, p.length].map((rank) => ({ rank, probability: p[rank - 1] })),
        };
        const logits = Float32Array.from(weights, Math.log);
        const lm = { id: 'maker/model', encode: () => [0], next: async () => ({ logits }) };
        const found = (await probabilityLevels.run({ next, lm })) as {
          curve: { level: number }[];
          unseen: { rank: number; together: number };
        };
        const unseen = p.filter((one) => one < 0.02 * (p[0] ?? 1));
        expect(found.unseen.rank).toBe(p.length - unseen.length + 1);
        expect(found.unseen.together).toBeCloseTo(
          unseen.reduce((sum, one) => sum + one, 0),
          6,
        );
        expect(found.curve[0]?.level).toBeCloseTo(0, 9);
      }),
    );
  });
});

describe('evidence', () => {
  const set = readFileSync(RETRIEVAL_FILE, 'utf8');
  const items = JSON.parse(set) as Record<
    'id' | 'kind' | 'question' | 'answer' | 'falseAnswer' | 'gold',
    string
  >[];
  const conditions = ['none', 'gold', 'irrelevant', 'counterfactual'] as const;
  const inNats = (level: number) => (level * Math.LN10) / 10;
  /** Scores that have such odds in dB, a list of four for each question. */
  const scoresOf = (all: readonly (readonly number[])[]) => ({
    rows: items.flatMap(({ id }, item) =>
      conditions.map((condition, place) => ({
        id,
        condition,
        answerText: 'x',
        answer: inNats(all[item]?.[place] ?? Number.NaN) - 50,
        falseAnswer: -50,
      })),
    ),
  });

  interface Found {
    dots: { passage: string; evidence: number }[];
    real: { gold: { estimate: number; low: number; high: number }; counterfactual: { estimate: number } };
    overUnrelated: { count: number; p: number; more: { estimate: number } };
    elsewhere: number;
    second: { less: { estimate: number } };
    invented: Record<'gold' | 'irrelevant' | 'counterfactual', number>;
    unrelated: { least: number; most: number };
    furthest: { id: string; evidence: number; right: number; rival: number; rivalAnswer: string };
    example: { evidence: number; without: { right: number }; with: { right: number; rival: number } };
    table: { ahead: number; right: number; rival: number; evidence: number | null }[];
  }
  const evidenceOf = async (all: readonly (readonly number[])[], second = (_: number) => 1) =>
    (await passageEvidence.run({
      scores: scoresOf(all),
      twice: { rows: items.map((_, i) => ({ second: second(i) })) },
      data: { set },
    })) as Found;

  it('is what takes the odds before to the odds after, for every question and passage', async () => {
    const odds = fc.double({ min: -150, max: 150, noNaN: true });
    const oddsOfAll = fc.array(fc.tuple(odds, odds, odds, odds), {
      minLength: items.length,
      maxLength: items.length,
    });
    await fc.assert(
      fc.asyncProperty(oddsOfAll, async (all) => {
        const { dots } = await evidenceOf(all);
        for (const place of [0, 1, 2]) {
          const found = dots.slice(place * items.length);
          for (const [i, [none = 0, ...after]] of all.entries())
            expect(found[i]?.evidence).toBeCloseTo((after[place] ?? 0) - none, 7);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('is summed up for the real questions and for the others, with the probabilities that it came from', async () => {
    const found = await evidenceOf(
      items.map(({ kind }, i) => (kind === 'real' ? [i % 2 ? 3 : -3, 6, -4, -1] : [1, 71, 1, -59])),
      (i) => (items[i]?.kind === 'invented' ? 50 : i % 4 === 0 ? -1 : 4),
    );
    const real = items.filter(({ kind }) => kind === 'real').length;
    expect(found.table.map(({ ahead }) => ahead)).toEqual([real / 2, 0, real, real]);
    expect(found.table.map(({ evidence }) => evidence)).toEqual([null, near(6), near(-4), near(-1)]);
    for (const { rival } of found.table) expect(rival / Math.exp(-50)).toBeCloseTo(1, 9);
    expect(found.table[1]?.right).toBeCloseTo(Math.exp(-50 + inNats(6)), 30);
    expect(found.real.gold.estimate).toBeCloseTo(6, 9);
    expect(found.second.less.estimate).toBeCloseTo(2, 9);
    expect(found.unrelated).toEqual({ least: near(-7), most: near(-1) });
    expect(found.invented).toEqual({ gold: near(70), irrelevant: near(0), counterfactual: near(-60) });
    expect(found.furthest).toMatchObject({
      evidence: near(70),
      odds: near(71),
      right: near(70),
      rival: near(0),
    });
    const furthest = items.find(({ id }) => id === found.furthest.id);
    expect([furthest?.kind, ` ${furthest?.falseAnswer}`]).toEqual(['invented', found.furthest.rivalAnswer]);
  });

  it('of the right passage is compared with that of the unrelated passage before the same question', async () => {
    const found = await evidenceOf(
      items.map(({ kind }, i) => (kind === 'real' ? [5, i, i % 4 === 0 ? i + 3 : i - 2, 0] : [0, 0, 99, 0])),
    );
    expect(found.overUnrelated).toMatchObject({ count: 15, p: expect.closeTo(0.0414, 4) });
    expect(found.overUnrelated.more.estimate).toBeCloseTo(2, 9);
  });

  it('leaves to other replies what neither answer has with the right passage', async () => {
    const level = natsToDecibels(49);
    const found = await evidenceOf(
      items.map(({ kind }) => (kind === 'real' ? [99, level, 99, 99] : [0, 0, 0, 0])),
    );
    expect(found.elsewhere).toBeCloseTo(1 - Math.exp(-1) - Math.exp(-50), 9);
  });

  it('is that of the question, the passage and the answers of the program that is shown', () => {
    const example = items.find(({ id }) => id === 'river-through-baghdad');
    const joined = scoring?.python.replaceAll(/"\n +"/g, '') ?? '';
    for (const part of [
      `"Question: ${example?.question}\\nAnswer:"`,
      `"${example?.gold}"`,
      `" ${example?.answer}", " ${example?.falseAnswer}"`,
    ])
      expect(joined).toContain(part);
  });

  it('of a name is the gains of its tokens, given those before', async () => {
    const asked: { context: string; continuation: number[] }[] = [];
    const totals = [
      [-12, -14, -13],
      [-9, -1, 0],
    ];
    const lm = {
      encode: (text: string) => (text.startsWith(' ') ? [5, 6, 7] : text),
      decode: ([id]: number[]) => `token ${id}`,
      scoreMany: async (all: typeof asked) => {
        asked.push(...all);
        return totals.map((logprobs) => ({ logprobs, total: logprobs.reduce((a, b) => a + b) }));
      },
    };
    const { id, gold } = items[3] ?? {};
    const found = (await nameTokens.run({ evidence: { furthest: { id } }, data: { set }, lm })) as {
      before: number;
      rows: { token: string; gain: number }[];
    };
    expect(asked.map(({ context }) => context.startsWith(gold ?? '?'))).toEqual([false, true]);
    expect(found.before / Math.exp(-39)).toBeCloseTo(1, 9);
    expect(found.rows.map(({ token }) => token)).toEqual(['token 5', 'token 6', 'token 7']);
    expect(found.rows.reduce((sum, { gain }) => sum + gain, 0)).toBeCloseTo(natsToDecibels(29), 9);
  });

  it('of a second copy is what it adds to the first, before the same question', async () => {
    const prompts: string[] = [];
    const lm = {
      encode: (text: string) => [prompts.push(text) - 1],
      scoreChoices: async (questions: readonly unknown[]) =>
        questions.map((_, i) => ({ scores: [{ total: inNats(i + 13) - 7 }, { total: -7 }] })),
    };
    const scores = scoresOf(items.map((_, i) => [i, i + 9, 0, 0]));
    const { rows } = (await repeatedPassage.run({ scores, data: { set }, lm })) as {
      rows: { second: number }[];
    };
    for (const { second } of rows) expect(second).toBeCloseTo(4, 9);
    for (const { gold } of items)
      expect(prompts.filter((text) => text.startsWith(`${gold}\n${gold}\nQuestion: `))).toHaveLength(1);
  });
});
