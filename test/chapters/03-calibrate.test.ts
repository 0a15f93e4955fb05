import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judged } from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import { calibrationOf } from '../../scripts/calibrate/calibrate.ts';
import { judgedAnswers } from '../../scripts/calibrate/input.ts';
import { committedOutputs } from './committed.ts';

const outputs = committedOutputs();

/** What a measurement of the chapter stored. */
function stored<T>(id: string): T {
  return outputs.get(id) as T;
}

interface Item {
  readonly id: string;
  readonly half: 'dev' | 'test';
  readonly answers: readonly { readonly sum: number }[];
}

/** A half of the chapter's choices as a reader would write them down. */
function linesOf(half: 'dev' | 'test'): string {
  const { items } = stored<{ readonly items: readonly Item[] }>('fact-scores');
  return judged(items, half)
    .map(({ item, confidence, right }) => JSON.stringify({ id: item.id, probability: confidence, right }))
    .join('\n');
}

const accepted = stored<{ accepted: number }>('confidence-thresholds').accepted;
const calibrationOfHalf = (half: 'dev' | 'test') =>
  calibrationOf(judgedAnswers('choices.jsonl', linesOf(half)), accepted);

describe('npm run calibrate on the choices of chapter 3', () => {
  it('finds what the chapter stores of the test half, to the last bit', () => {
    const found = calibrationOfHalf('test');
    const { auroc } = stored<{ auroc: object }>('confidence-separation');
    const { estimate, low, high } = found.auroc;
    expect({ estimate, low, high }).toEqual(expect.objectContaining(withoutVerdict(auroc)));
    const { diagram, meanConfidence, accuracy } = stored<Record<string, unknown>>('reliability');
    expect(found.reliability).toMatchObject(diagram as object);
    expect([found.meanConfidence, found.accuracy.estimate]).toEqual([meanConfidence, accuracy]);
  });
});

/** Null where there is no number, NaN before it is stored. */
function withoutVerdict(auroc: object): object {
  const numbers = Object.entries(auroc).filter(([name]) => name !== 'verdict');
  return Object.fromEntries(numbers.map(([name, value]) => [name, value ?? Number.NaN]));
}

describe('the sample of free answers', () => {
  const sample = new URL(
    '../../output/samples/03-logprobs-as-confidence/free-answers.jsonl',
    import.meta.url,
  );
  const { right, auroc } = stored<{
    readonly right: number;
    readonly auroc: { readonly estimate: number | null };
  }>('free-answers');

  it('gives the AUROC that the chapter tells of them', () => {
    const found = calibrationOf(judgedAnswers('sample', readFileSync(sample, 'utf8')), 0.1);
    expect([found.right, found.auroc.estimate]).toEqual([right, auroc.estimate ?? Number.NaN]);
  });
});
