import { describe, expect, it } from 'vitest';
import { answerTokens } from '../../chapters/03-logprobs-as-confidence/free-answers.measure.ts';
import { answerLengths } from '../../chapters/03-logprobs-as-confidence/lengths.measure.ts';
import { temperatureScaling } from '../../chapters/03-logprobs-as-confidence/scaling.measure.ts';
import { confidenceThresholds } from '../../chapters/03-logprobs-as-confidence/thresholds.measure.ts';

/** Questions of both halves, each with the summed log-probabilities of its answers, of which the first is right. */
function scoresOf(...sums: readonly (readonly number[])[]) {
  const items = (['dev', 'test'] as const).flatMap((half) =>
    sums.map((list, i) => ({ id: `${half}-${i}`, half, answers: list.map((sum) => ({ sum })) })),
  );
  return { items };
}

const SURE = 5;

describe('the thresholds', () => {
  it('call an answer clean only if it is surer than every wrong one', async () => {
    const scores = scoresOf([2 * SURE, 0], [SURE, 0], [0, SURE], [1, 0]);
    const { clean } = (await confidenceThresholds.run({ scores })) as { clean: { share: number } };
    expect(clean.share).toBe(3 / 4); // one of four is surer; another is as sure
  });
});

describe('temperature scaling', () => {
  it('lowers the loss of a model that is too sure, which is a change below zero', async () => {
    const scores = scoresOf([SURE, 0], [0, SURE], [SURE, 0], [SURE, 0], [0, SURE], [SURE, 0]);
    const { temperature, logLoss } = (await temperatureScaling.run({ scores })) as {
      temperature: number;
      logLoss: { change: number };
    };
    // Four of six are right: the confidence should be two thirds, ln 2 nats ahead.
    expect(temperature).toBeCloseTo(SURE / Math.LN2, 3);
    expect(logLoss.change).toBeLessThan(-0.5);
  });
});

describe('the score of an answer less what it has without its question', () => {
  it('picks what the question made likelier, though another answer has the larger sum', async () => {
    const answers = [
      { text: 'rare', tokens: 1, sum: -5, first: -5, neutral: -10 },
      { text: 'usual', tokens: 1, sum: -4, first: -4, neutral: -1 },
    ];
    const items = [{ id: 'one', half: 'test', relation: 'city', prompt: 'It is', answers }];
    const lm = { encode: (text: string) => [...text].map((letter) => letter.charCodeAt(0)) };
    const { sum, remedies } = (await answerLengths.run({ lm, scores: { premise: '', items } })) as {
      sum: { right: number };
      remedies: { rule: string; right: number }[];
    };
    expect(sum.right).toBe(0);
    expect(remedies.find(({ rule }) => rule === 'sum minus prior')?.right).toBe(1);
  });
});

describe('a free answer', () => {
  it('ends before the token that ends it', () => {
    const pieces = [' Paris', ',', ' France'].map((text, id) => ({ id, text, bytes: [], special: false }));
    expect(answerTokens(pieces).map(({ text }) => text)).toEqual([' Paris']);
  });
});
