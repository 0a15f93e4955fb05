import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesApart, paired, sizesIn, weightsOf } from '#chapters/comparison/decided.measure';
import type { DecidedSentence } from '#report/measurement';

const claim = (branch: string, more: Partial<DecidedSentence> = {}): DecidedSentence => ({
  section: '1.1',
  branches: '{greater: more | less: fewer | tooClose: as many}',
  by: 'claim',
  branch,
  sentence: `It is ${branch}.`,
  ...more,
});

const verdicts = (a: readonly DecidedSentence[], b: readonly DecidedSentence[]): string[] =>
  paired(a, b).map(({ verdict }) => verdict);

describe('a decision in two reports', () => {
  it('is alike where both take the same branch', () => {
    expect(verdicts([claim('less')], [claim('less', { sentence: 'It is less, by far.' })])).toEqual([
      'alike',
    ]);
  });

  it('is turned round where two results change places, both clear', () => {
    expect(verdicts([claim('less')], [claim('greater')])).toEqual(['turned']);
  });

  it('differs where one of the two is too close to call', () => {
    expect(verdicts([claim('less')], [claim('tooClose')])).toEqual(['differs']);
    expect(verdicts([claim('tooClose')], [claim('greater')])).toEqual(['differs']);
  });

  it('differs where a choice takes another branch, which need be no opposite', () => {
    const choice = (branch: string) => claim(branch, { by: 'choice' });
    expect(verdicts([choice('yes')], [choice('no')])).toEqual(['differs']);
    expect(verdicts([choice('greater')], [choice('less')])).toEqual(['differs']);
  });

  it('is told where it stands in one of them alone', () => {
    const nested = claim('less', { branches: '{greater: a | less: b | tooClose: c}' });
    expect(verdicts([claim('less'), nested], [claim('less')])).toEqual(['alike', 'only first']);
    expect(verdicts([claim('less')], [nested, claim('less')])).toEqual(['alike', 'only second']);
  });

  it('is found by its section and its words, whatever stands between', () => {
    const elsewhere = claim('greater', { section: '2.1' });
    expect(verdicts([claim('less'), elsewhere], [elsewhere, claim('less')])).toEqual(['alike', 'alike']);
  });

  it('is alike for every report beside itself, and comes out turned round when the sides are', () => {
    const decisions = fc.array(
      fc.record({
        section: fc.constantFrom('1.1', '1.2'),
        branches: fc.constantFrom('{a}', '{b}'),
        by: fc.constant('claim' as const),
        branch: fc.constantFrom('greater', 'less', 'tooClose'),
        sentence: fc.string(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(decisions, decisions, (a, b) => {
        expect(new Set(verdicts(a, a))).toEqual(new Set(a.length === 0 ? [] : ['alike']));
        const turned: Record<string, string> = { 'only first': 'only second', 'only second': 'only first' };
        const there = verdicts(a, b).sort();
        const back = verdicts(b, a)
          .map((verdict) => turned[verdict] ?? verdict)
          .sort();
        expect(there).toEqual(back);
      }),
    );
  });
});

describe('what two models are called', () => {
  it.each([
    ['HuggingFaceTB/SmolLM2-135M-Instruct', 'Qwen/Qwen2.5-Coder-1.5B-Instruct', ['SmolLM2', 'Qwen2.5']],
    ['Qwen/Qwen2.5-0.5B', 'Qwen/Qwen2.5-1.5B', ['Qwen2.5-0.5B', 'Qwen2.5-1.5B']],
    ['one/Tiny-1', 'two/Tiny-1', ['the first Tiny-1', 'the second Tiny-1']],
  ])('is as short as tells %s from %s', (first, second, names) => {
    expect(namesApart(first, second)).toEqual(names);
  });

  it.each([
    ['SmolLM2-135M-Instruct', 'Qwen2.5-Coder-1.5B-Instruct', 'second', 1500 / 135],
    ['Llama-3.2-1B', 'SmolLM2-360M', 'first', 1000 / 360],
    ['Tiny-2.5', 'Qwen2.5-1.5B', 'unknown', 1],
    ['A-1B', 'B-1B', 'unknown', 1],
  ])('tells the sizes of %s and %s', (first, second, larger, times) => {
    expect(sizesIn(first, second)).toEqual({ larger, times: expect.closeTo(times, 12) });
  });
});

describe('how the weights of a model were kept', () => {
  it.each([
    ['GGUF Q4_K_M', 'bits', 4],
    ['GGUF IQ3_XXS', 'bits', 3],
    ['a form of its own', 'another', 0],
    [null, 'published', 0],
  ])('is told by %s', (weights, keptIn, bits) => {
    expect(weightsOf(weights)).toMatchObject({ keptIn, bits });
  });
});
