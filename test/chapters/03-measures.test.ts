import { describe, expect, it } from 'vitest';
import { answerTokens } from '../../chapters/03-logprobs-as-confidence/free-answers.measure.ts';
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

describe('a free answer', () => {
  it('ends before the token that ends it', () => {
    const pieces = [' Paris', ',', ' France'].map((text, id) => ({ id, text, bytes: [], special: false }));
    expect(answerTokens(pieces).map(({ text }) => text)).toEqual([' Paris']);
  });
});
