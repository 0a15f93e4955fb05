import { expect, it } from 'vitest';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { measurementsOf } from '#pipeline/project';
import { isKind, type KindTree } from '#report/kind-tree';
import type { Measurement } from '#report/measurement';
import { kindName } from '#report/number-kinds';
import { digitsAndProse } from '../../chapters/02-cross-entropy-perplexity/bits-per-byte.measure.ts';
import { goodAndBad } from '../../chapters/02-cross-entropy-perplexity/good-and-bad.measure.ts';
import { ownWriting } from '../../chapters/02-cross-entropy-perplexity/low-perplexity.measure.ts';
import {
  answerSeparation,
  finished,
} from '../../chapters/03-logprobs-as-confidence/answer-separation.measure.ts';
import { chatAnswers } from '../../chapters/03-logprobs-as-confidence/chat-answers.measure.ts';
import { aurocOf } from '../../chapters/03-logprobs-as-confidence/statistics.ts';
import { chapters } from '../../chapters/index.ts';
import { committedOutputs, storedResult } from './committed.ts';

/** Kinds whose numbers may be short: an input, an example that comes out even, a count, a share of few items. */
const MAY_BE_SHORT = new Set(['exact', 'float64', 'rank', 'statistic']);

const outputs = committedOutputs();

/** The numbers of a model in a result, by their fields. */
function modelNumbers({ id, kinds }: Measurement): Map<string, number[]> {
  const numbers = new Map<string, number[]>();
  const visit = (value: unknown, tree: KindTree | undefined, path: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, tree, `${path}[]`);
    else if (typeof value === 'object' && value !== null)
      for (const [key, child] of Object.entries(value))
        visit(child, isKind(tree) ? undefined : tree?.[key], `${path}.${key}`);
    else if (typeof value === 'number' && isKind(tree) && !MAY_BE_SHORT.has(kindName(tree)))
      numbers.set(path, [...(numbers.get(path) ?? []), value]);
  };
  visit(outputs.get(id), kinds, id);
  return numbers;
}

it('no field of what a model gives is stored in a few digits', () => {
  const fields = measurementsOf(chapters).flatMap((one) => [...modelNumbers(one)]);
  const isShort = (value: number) => !Number.isFinite(value) || Number(value.toPrecision(6)) === value;
  const isRounded = (values: readonly number[]) =>
    values.some((value) => Number.isFinite(value) && value !== 0 && value !== 1) && values.every(isShort);
  expect(fields.length).toBeGreaterThan(200);
  expect(fields.filter(([, values]) => isRounded(values)).map(([field]) => field)).toEqual([]);
});

it('every text that a model or chance wrote is stored whole', () => {
  const writing = storedResult(ownWriting);
  for (const { texts } of writing.rows) {
    expect(texts.map((one) => one.length)).toEqual(Array(writing.draws).fill(writing.texts));
    // Few tokens are shorter than a character.
    const characters = texts.flat().reduce((sum, text) => sum + text.length, 0);
    expect(characters).toBeGreaterThan(writing.draws * writing.texts * writing.written);
  }
  const compared = storedResult(goodAndBad);
  expect(compared.randomIds).toHaveLength(at(compared.rows, 4).tokens);
  const words = (row: number) => at(compared.rows, row).text.split(' ').sort();
  expect(words(3)).toEqual(words(2));
  expect(at(compared.rows, 1).text).toMatch(/^We think it plain/);
  const { digits } = storedResult(digitsAndProse);
  expect(digits.text).toMatch(new RegExp(`^\\d{${digits.bytes}}$`));
});

/** Half of the last digit that the chapters print of an AUROC. */
const HALF_A_DIGIT = 0.005;

it('another seed moves an interval by less than half of its last printed digit', () => {
  const { rows } = storedResult(chatAnswers);
  const perToken = (drawn: ReturnType<typeof finished>) =>
    drawn.map((row) => ({ ...row, score: row.sum / row.tokens }));
  const { lead } = storedResult(answerSeparation);
  const drawnAnew = clusteredBootstrapInterval({
    rows: finished(rows, 'test'),
    clusterOf: ({ id }) => id,
    statistic: (drawn) => aurocOf(drawn) - aurocOf(perToken([...drawn])),
    random: seededRandom(99).next,
  });
  expect(Math.abs(drawnAnew.low - Number(lead.low))).toBeLessThan(HALF_A_DIGIT);
  expect(Math.abs(drawnAnew.high - Number(lead.high))).toBeLessThan(HALF_A_DIGIT);
});
