import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitPlatt, logOdds } from '#numerics/platt-scaling';
import { answerSeparation } from '../../chapters/03-logprobs-as-confidence/answer-separation.measure.ts';
import { chatAnswers } from '../../chapters/03-logprobs-as-confidence/chat-answers.measure.ts';
import { plattScaling } from '../../chapters/03-logprobs-as-confidence/platt.measure.ts';
import { calibrationOf } from '../../scripts/calibrate/calibrate.ts';
import { type JudgedAnswer, judgedAnswers } from '../../scripts/calibrate/input.ts';
import { storedResult } from './committed.ts';

describe('npm run calibrate on the sample of chapter 3', () => {
  const sample = new URL(
    '../../output/samples/03-logprobs-as-confidence/free-answers.jsonl',
    import.meta.url,
  );
  const { answers, cutOff } = judgedAnswers('sample', readFileSync(sample, 'utf8'));
  const { rows } = storedResult(chatAnswers);
  const halfOf = new Map(rows.map(({ question, half }) => [question, half]));
  const inHalf = (half: string): JudgedAnswer[] => answers.filter(({ id }) => halfOf.get(id) === half);
  const { halves, sum } = storedResult(answerSeparation);

  it('leaves out the replies that the chapter calls cut off', () => {
    expect(cutOff.n).toBe(halves.reduce((total, { cut }) => total + cut, 0));
    expect(answers).toHaveLength(halves.reduce((total, { finished }) => total + finished, 0));
  });

  it('finds the AUROC, the calibration and the kinds that the chapter prints of test', () => {
    const found = calibrationOf({ answers: inHalf('test'), cutOff }, 0.25, 5);
    expect(found.right).toBe(halves[1]?.right);
    expect(found.auroc).toMatchObject(sum);
    const { judged = [], kinds = [] } = storedResult(plattScaling).found ?? {};
    expect(found.reliability).toMatchObject({ logLoss: judged[0]?.loss, ece: judged[0]?.ece });
    for (const [i, kind] of found.kinds.entries()) {
      expect(kind.right / kind.n).toBe(kinds[i]?.accuracy);
      expect(kind).toMatchObject({
        n: kinds[i]?.n,
        confidence: kinds[i]?.raw,
        low: kinds[i]?.rawLow,
        high: kinds[i]?.rawHigh,
      });
    }
  });

  it('fits the curve that the chapter fits on dev', () => {
    const dev = inHalf('dev');
    const fit = fitPlatt(
      dev.map(({ logprob }) => logOdds(logprob)),
      dev.map(({ right }) => right),
    );
    expect(storedResult(plattScaling).found).toMatchObject(fit);
  });
});
