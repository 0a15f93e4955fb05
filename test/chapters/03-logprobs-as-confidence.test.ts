import { describe, expect, it } from 'vitest';
import { conformalSets } from '../../chapters/03-logprobs-as-confidence/conformal.measure.ts';
import { judge } from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import { answerLengths } from '../../chapters/03-logprobs-as-confidence/lengths.measure.ts';
import { passageResults } from '../../chapters/03-logprobs-as-confidence/passage-results.measure.ts';
import { aurocWithin } from '../../chapters/03-logprobs-as-confidence/statistics.ts';
import { resultOf } from './committed.ts';

describe('a choice among given answers', () => {
  it('has the share of its sum as confidence, unchanged when all sums move together', () => {
    const share = 1 / (1 + Math.exp(-1) + 2 * Math.exp(-3));
    for (const shift of [0, -100]) {
      const found = judge([-1, -2, -4, -4].map((sum) => sum + shift));
      expect(found).toMatchObject({ chosen: 0, right: true });
      expect(found.confidence).toBeCloseTo(share, 12);
    }
  });

  it('is not right if it ties with another', () => {
    expect(judge([-1, -1])).toMatchObject({ tied: true, right: false });
  });

  it('by the sum minus the prior picks what the question made likelier', async () => {
    const answers = [
      { text: 'rare', tokens: 1, sum: -5, first: -5, neutral: -10 },
      { text: 'usual', tokens: 1, sum: -4, first: -4, neutral: -1 },
    ];
    const items = [{ id: 'one', relation: 'city', prompt: 'It is', answers }];
    const { rows } = await resultOf(answerLengths, { scores: { n: 1, premise: '', items } });
    const right = (name: string) => rows.find(({ rule }) => rule === name)?.right;
    expect([right('sum'), right('sum minus prior')]).toEqual([0, 1]);
  });
});

describe('the results of passages', () => {
  const reply = (id: string, kind: string, condition: string, verdict: string, sum: number | null) => ({
    id,
    kind,
    condition,
    verdict,
    sum,
    question: '?',
    passage: null,
    answered: sum !== null,
    answer: verdict,
    inPassage: false,
    support: null,
  });
  const rows = [
    reply('a', 'known', 'none', 'right', -1),
    reply('a', 'known', 'untrue', 'false', -0.5),
    reply('b', 'known', 'none', 'right', -0.1),
    reply('b', 'known', 'untrue', 'false', -0.7),
    // Not known to this model, so what it does with a passage does not count.
    reply('c', 'known', 'none', 'another', -1),
    reply('c', 'known', 'untrue', 'right', -1),
    // Cut off.
    reply('d', 'known', 'none', 'right', -1),
    reply('d', 'known', 'untrue', 'false', null),
  ];

  it('count finished answers to questions that the model answers without one', async () => {
    const { groups } = await resultOf(passageResults, {
      chosen: { rules: [{ logprob: -0.6 }] },
      replies: { questions: 4, wordings: [], rows },
    });
    const of = (condition: string) =>
      groups.find((group) => group.kind === 'known' && group.condition === condition);
    expect(of('none')).toMatchObject({ asked: 3, finished: 3, right: 3, passed: 1, passedWrong: 0 });
    expect(of('right')).toMatchObject({ asked: 0, finished: 0, passed: 0 });
    expect(of('untrue')).toMatchObject({ asked: 3, finished: 2, untrue: 2, passed: 1, passedWrong: 1 });
    // The gate answers what both replies say; these are checked, because they differ.
    expect(of('untrue')).toMatchObject({ answered: 0, checked: 1, checkedWrong: 1 });
  });
});

describe('the AUROC within groups', () => {
  it('counts only pairs of one group', () => {
    const row = (group: string, right: boolean, score: number) => ({ group, right, score });
    const rows = [
      row('a', true, 2),
      row('a', false, 1),
      row('b', true, 4),
      row('b', false, 5),
      row('c', true, 0),
    ];
    expect(aurocWithin(rows)).toBe(0.5);
    expect(aurocWithin([row('a', true, 2), row('b', false, 1)])).toBeNaN();
  });
});

describe('conformal sets', () => {
  it('hold the right answer as often as 8 of 81 places below the limit say', async () => {
    const items = Array.from({ length: 160 }, (_, i) => ({
      relation: 'city',
      answers: [{ sum: -i / 40 }, { sum: -2 }],
    }));
    const { rows } = (await conformalSets.run({ scores: { items } })) as { rows: { covered: number }[] };
    expect(rows[0]?.covered).toBeCloseTo(73 / 81, 2);
  });
});
