import { describe, expect, it } from 'vitest';
import { prose } from '#report';
import type { Takeaway } from '#report/block';
import type { StatedFinding } from '#report/measurement';
import type { FindingPart } from '#report/prose-parts';
import { basesOf, basisOf, testedOf } from '../../scripts/render/shared/blocks.ts';

const finding = (id: string): FindingPart => ({
  type: 'finding',
  id,
  outcome: 'holds',
  context: [],
  condition: { rule: `${id} above 1`, results: [], margin: 2, numbers: prose``, unmet: [] },
  prose: prose`It holds.`,
});
const measured = (...ids: readonly string[]): Takeaway => ({
  basis: 'measured',
  prose: { ...prose``, parts: ids.map(finding) },
});
const other = (...outcomes: readonly (readonly [string, StatedFinding['outcome']])[]) => ({
  model: 'Owner/Larger-7B',
  findings: new Map(outcomes.map(([id, outcome]) => [id, { outcome, unmet: `numbers of ${id}` }])),
});

describe('the label of a takeaway', () => {
  it.each([
    ['yes', measured('a', 'b'), other(['a', 'holds'], ['b', 'holds'])],
    ['no', measured('a', 'b'), other(['a', 'holds'], ['b', 'withdrawn'])],
    ['no', measured('a'), other(['a', 'reversed'])],
    ['not testable', measured('a', 'b'), other(['a', 'holds'])],
    ['not testable', measured('a'), other(['a', 'not measured'])],
  ])('says %s, by what became of its findings in the other report', (answer, takeaway, report) => {
    expect(basisOf(takeaway, report)).toBe(`measured, Larger: ${answer}`);
  });

  it('says nothing of another model if there is none, or if it repeats no finding', () => {
    expect(basisOf(measured('a'), undefined)).toBe('measured');
    expect(basisOf({ basis: 'always', prose: prose`Sums add up.` }, other(['a', 'holds']))).toBe('always');
    expect(basesOf([measured('a')], 'Owner/Small', undefined)).toHaveLength(1);
    expect(basesOf([measured('a')], 'Owner/Small', other())).toHaveLength(2);
  });

  it('tells what was tested, and what the other model does not meet', () => {
    const point = measured('a', 'b');
    const tested = 'Tested: a above 1. Tested: b above 1.';
    expect(testedOf(point, undefined)).toBe(tested);
    expect(testedOf(point, other(['a', 'holds']))).toBe(tested);
    expect(testedOf(point, other(['a', 'holds'], ['b', 'withdrawn']))).toBe(
      `${tested} Larger does not meet: numbers of b.`,
    );
    expect(testedOf(point, other(['a', 'reversed'], ['b', 'holds']))).toBe(
      'Tested: a above 1. Larger does not meet: numbers of a. Tested: b above 1.',
    );
    expect(testedOf({ basis: 'always', prose: prose`Sums add up.` }, other())).toBe('');
  });
});
