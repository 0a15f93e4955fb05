import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paired } from '#chapters/comparison/decided.measure';
import type { DecidedSentence } from '#report/measurement';

const claim = (branch: string, more: Partial<DecidedSentence> = {}): DecidedSentence => ({
  section: '1.1',
  branches: '{greater: more | less: fewer | tooClose: as many}',
  by: 'claim',
  of: 3,
  branch,
  sentence: `It is ${branch}.`,
  ...more,
});

const verdicts = (a: readonly DecidedSentence[], b: readonly DecidedSentence[]): string[] =>
  paired(a, b).map(({ verdict }) => verdict);

describe('a decision in two reports', () => {
  it('holds where both take the same branch', () => {
    expect(verdicts([claim('less')], [claim('less', { sentence: 'It is less, by far.' })])).toEqual([
      'holds',
    ]);
  });

  it('is reversed where two results change places', () => {
    expect(verdicts([claim('less')], [claim('greater')])).toEqual(['reversed']);
  });

  it('differs where one of the two is too close to call', () => {
    expect(verdicts([claim('less')], [claim('tooClose')])).toEqual(['differs']);
    expect(verdicts([claim('tooClose')], [claim('greater')])).toEqual(['differs']);
  });

  it('is reversed where a choice of two takes the other, and differs where there are more', () => {
    const choice = (branch: string, of: number) => claim(branch, { by: 'choice', of });
    expect(verdicts([choice('yes', 2)], [choice('no', 2)])).toEqual(['reversed']);
    expect(verdicts([choice('one', 3)], [choice('several', 3)])).toEqual(['differs']);
  });

  it('is told where it stands in one of them alone', () => {
    const nested = claim('less', { branches: '{greater: a | less: b | tooClose: c}' });
    expect(verdicts([claim('less'), nested], [claim('less')])).toEqual(['holds', 'only first']);
    expect(verdicts([claim('less')], [nested, claim('less')])).toEqual(['holds', 'only second']);
  });

  it('is found by its section and its words, whatever stands between', () => {
    const elsewhere = claim('greater', { section: '2.1' });
    expect(verdicts([claim('less'), elsewhere], [elsewhere, claim('less')])).toEqual(['holds', 'holds']);
  });

  it('holds for every report beside itself, and comes out turned round when the sides are', () => {
    const decisions = fc.array(
      fc.record({
        section: fc.constantFrom('1.1', '1.2'),
        branches: fc.constantFrom('{a}', '{b}'),
        by: fc.constant('claim' as const),
        of: fc.constant(3),
        branch: fc.constantFrom('greater', 'less', 'tooClose'),
        sentence: fc.string(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(decisions, decisions, (a, b) => {
        expect(new Set(verdicts(a, a))).toEqual(new Set(a.length === 0 ? [] : ['holds']));
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
