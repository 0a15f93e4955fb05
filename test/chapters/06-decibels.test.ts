import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceLedger } from '../../chapters/06-decibels/evidence.measure.ts';
import { levelSums, ratioLevels } from '../../chapters/06-decibels/levels.measure.ts';
import { passageEvidence } from '../../chapters/06-decibels/passage-evidence.measure.ts';
import { passageScores } from '../../chapters/06-decibels/passage-scores.measure.ts';
import {
  CONDITIONS,
  EXAMPLES,
  RETRIEVAL_FILE,
  readRetrievalSet,
} from '../../chapters/06-decibels/retrieval.ts';
import { blocksOfChapter, resultOf } from './committed.ts';
import { hasPython, printedByPython, pythonAndOutput } from './shown.ts';

const near = (value: number) => expect.closeTo(value, 6);
const [scoring] = pythonAndOutput(blocksOfChapter(6));

describe('levels', () => {
  it('give a nat, a doubled voltage and a probability their size in decibels', async () => {
    const { odds, pairs, ...found } = await resultOf(ratioLevels);
    for (const { level, power, amplitude } of pairs)
      expect([10 * Math.log10(power), 20 * Math.log10(amplitude)]).toEqual([level, level].map(near));
    const ratios = [found.nat, found.doubledVoltage].map((level) => 10 ** (level / 10));
    expect(ratios).toEqual([Math.E, 4].map(near));
    for (const { probability, certainty, odds: level } of odds) {
      expect(10 ** (certainty / 10)).toBeCloseTo(probability, 12);
      expect(10 ** (level / 10)).toBeCloseTo(probability / (1 - probability), 9);
    }
  });

  it('of evidence lift even odds to what counting says', async () => {
    const { grades } = await resultOf(ratioLevels);
    expect(grades.map(({ ratio }) => ratio ** 2)).toEqual([10, 100, 1000, 10_000].map(near));
    for (const { ratio, probability } of grades) expect(probability).toBeCloseTo(ratio / (ratio + 1), 12);
  });

  it('are added and averaged as powers', async () => {
    const found = await resultOf(levelSums);
    expect(found.two).toBeCloseTo(10 * Math.log10(2e6), 9);
    expect(found.coherent).toBeCloseTo(66.0206, 4);
    expect(found.work.ofPowers).toBeCloseTo(10 * Math.log10((1e6 + 1e6 + 1e9) / 3), 10);
  });
});

describe('the ledger', () => {
  it('ends where the rule of Bayes does, in whole numbers', async () => {
    const found = await resultOf(evidenceLedger);
    for (const { heads, odds, probability } of found.rows) {
      expect(probability / (2 ** heads / (2 ** heads + 10_000))).toBeCloseTo(1, 12);
      expect(10 ** (odds / 10) / (2 ** heads / 10_000)).toBeCloseTo(1, 12);
    }
    expect([2 ** (found.evenAt - 1) < 10_000, 2 ** found.evenAt > 10_000]).toEqual([true, true]);
  });

  it('of a filter is what counting a million requests gives', async () => {
    const { detector } = await resultOf(evidenceLedger);
    // Of a million requests a hundred are injections.
    for (const [i, { level, probability }] of detector.afterFlags.entries()) {
      const [flagged, mistaken] = [100 * 0.99 ** (i + 1), 999_900 * 0.01 ** (i + 1)];
      expect(probability).toBeCloseTo(flagged / (flagged + mistaken), 12);
      expect(10 ** (level / 10) / (flagged / mistaken)).toBeCloseTo(1, 9);
    }
  });
});

describe('evidence', () => {
  const set = readFileSync(RETRIEVAL_FILE, 'utf8');
  const items = readRetrievalSet(set);
  const inNats = (level: number) => (level * Math.LN10) / 10;
  const asks = ['paragraph', 'sentence', 'bare'].flatMap((wording) =>
    CONDITIONS.map((condition) => ({ wording, condition })),
  );
  type Levels = readonly [right: number, rival: number];
  /** Scores of each question under each condition, from levels in dB. */
  const scoresOf = (levels: (place: number, condition: string, wording: string) => Levels) => ({
    rows: items.flatMap(({ id }, place) =>
      asks.map((ask) => {
        const [right, rival] = levels(place, ask.condition, ask.wording);
        return { id, ...ask, right: inNats(right), rival: inNats(rival) };
      }),
    ),
  });

  const evidenceOf = async (levels: Parameters<typeof scoresOf>[0]) =>
    await resultOf(passageEvidence, { scores: scoresOf(levels), data: { set } });

  it('is what takes the odds before to the odds after, for every question, passage and wording', async () => {
    const level = fc.double({ min: -150, max: 0, noNaN: true });
    const all = fc.array(fc.tuple(level, level), {
      minLength: items.length * asks.length,
      maxLength: items.length * asks.length,
    });
    await fc.assert(
      fc.asyncProperty(all, async (levels) => {
        const of = (place: number, condition: string, wording: string): Levels => {
          const ask = asks.findIndex((one) => one.condition === condition && one.wording === wording);
          return levels[place * asks.length + ask] ?? [Number.NaN, Number.NaN];
        };
        const { dots } = await evidenceOf(of);
        const odds = (...of_: Parameters<typeof of>) => of(...of_)[0] - of(...of_)[1];
        const expected = CONDITIONS.slice(1).flatMap((condition) =>
          ['paragraph', 'sentence'].flatMap((wording) =>
            items.map(
              (_, place) =>
                odds(place, condition, wording) -
                odds(place, condition === 'twice' ? 'gold' : 'none', wording),
            ),
          ),
        );
        expect(dots.map(({ evidence }) => evidence)).toEqual(expected.map(near));
      }),
      { numRuns: 5 },
    );
  });

  it('is summed up in medians, in counts of rivals ahead, and in the share of false passages that undoes it', async () => {
    const levels: Readonly<Record<string, Levels>> = {
      gold: [-1, -11],
      twice: [-2, -13],
      counterfactual: [-20, -10],
      denied: [-6, -9],
      rivalDenied: [-9, -6],
      irrelevant: [-30, -33],
    };
    // Without a passage, the rival leads on a quarter of the questions.
    const found = await evidenceOf(
      (place, condition) => levels[condition] ?? (place % 4 ? [-8, -10] : [-10, -8]),
    );
    const { paragraph } = found;
    const half = items.length / 2;
    expect(CONDITIONS.map((condition) => paragraph[condition].ahead)).toEqual([
      half / 2,
      0,
      items.length,
      0,
      items.length,
      0,
      0,
    ]);
    // There, right replies less what false ones cost are as many as without a passage.
    const { none, gold, counterfactual } = paragraph.replies;
    expect(none).toEqual({
      right: near(0.75 * 10 ** -0.8 + 0.25 * 10 ** -1),
      rival: near(0.25 * 10 ** -0.8 + 0.75 * 10 ** -1),
    });
    type Reply = typeof none;
    for (const [name, score] of [
      ['once', ({ right, rival }: Reply) => right - rival],
      ['others', ({ right }: Reply) => 2 * right - 1],
    ] as const) {
      const { estimate: share, low, high } = paragraph.breakEven[name];
      const [without, right, wrong] = [none, gold, counterfactual].map(score);
      expect(share * (wrong ?? 0) + (1 - share) * (right ?? 0)).toBeCloseTo(without ?? Number.NaN, 9);
      expect([low < share, share < high]).toEqual([true, true]);
    }
    expect(paragraph.evidence).toMatchObject({
      gold: { estimate: near(8) },
      twice: { estimate: near(1) },
      counterfactual: { estimate: near(-12) },
      rivalDenied: { estimate: near(-5) },
    });
    expect(paragraph.secondLess.estimate).toBeCloseTo(7, 9);
    expect(paragraph.nameSwapped.estimate).toBeCloseTo(6, 9);
    expect(paragraph.beyondSubject).toMatchObject({
      denied: { estimate: near(0) },
      rivalDenied: { estimate: near(-6) },
    });
    expect(paragraph.gold.together).toBeCloseTo(10 ** -0.1 + 10 ** -1.1, 9);
    expect(found.bare).toMatchObject({ gold: { right: near(10 ** -0.1) }, evidence: { estimate: near(8) } });
    expect(found.example.after - found.example.before).toBeCloseTo(found.example.worth, 9);
  });

  it('is asked for with the examples of each wording, and without any', async () => {
    const [first, second] = EXAMPLES.map((file) => readFileSync(file, 'utf8'));
    const prompts: string[] = [];
    const lm = {
      encode: (text: string) => text,
      scoreChoices: async (questions: readonly { context: string }[]) => {
        prompts.push(...questions.map(({ context }) => context));
        return questions.map(() => ({ scores: [{ total: -1 }, { total: -2 }] }));
      },
      next: async () => ({ logits: [] }),
      top: () => [{ text: 'a', logprob: 0 }],
    };
    await passageScores.run({ lm, data: { set, first, second } });
    for (const { question, gold, subject, rest, answer } of items) {
      const asked = `Question: ${question}\nAnswer:`;
      const sentence = `${subject} is ${rest.replace('{}', answer)}`;
      for (const prompt of [
        `${first}${asked}`,
        `${first}${gold}\n${gold}\n${asked}`,
        `${second}${sentence}\n${asked}`,
        `${sentence}\n${asked}`,
      ])
        expect(
          prompts.filter((one) => one === prompt),
          prompt,
        ).toHaveLength(1);
    }
  });

  it.runIf(hasPython)(
    'is summed by the shown program over the answer alone, whatever token a server puts first',
    () => {
      const [, logprob = ''] = /(def logprob.*?)\n\ndef odds/s.exec(scoring?.python ?? '') ?? [];
      const printed = printedByPython(`
from types import SimpleNamespace as Object

class Client:
    completions = property(lambda self: self)
    def __init__(self, first):
        self.first = first
    def create(self, prompt, **_):
        assert prompt == "Who? A: Ann Lee"
        tokens = self.first + ["Who", "?", " A", ":", " Ann", " Lee", " and"]
        offsets = [len("".join(tokens[:place])) for place in range(len(tokens))]
        nats = [None] * len(self.first) + [-64, -32, -16, -8, -4, -2, -1]
        return Object(choices=[Object(logprobs=Object(text_offset=offsets, token_logprobs=nats))])

model = "any"
${logprob}
for first in ([], ["<s>"], ["<|begin_of_text|>"]):
    client = Client(first)
    print(logprob("Who? A:", " Ann Lee"))
`);
      expect(printed.split(/\s+/)).toEqual(['-6', '-6', '-6']);
    },
  );

  it('is that of the question, the passage, the examples and the answers of the program that is shown', () => {
    const example = items.find(({ id }) => id === 'river-through-baghdad');
    const joined = scoring?.python.replaceAll(/"\n +"/g, '') ?? '';
    for (const part of [
      `"Question: ${example?.question}\\nAnswer:"`,
      `"${example?.gold}\\n"`,
      `open("${EXAMPLES[0].pathname.slice(EXAMPLES[0].pathname.indexOf('chapters/'))}"`,
      `" ${example?.answer}", " ${example?.falseAnswer}"`,
    ])
      expect(joined).toContain(part);
  });
});
