import { describe, expect, it } from 'vitest';
import { prose } from '#report';
import type { Takeaway } from '#report/block';
import type { StatedFinding } from '#report/measurement';
import type { FindingPart } from '#report/prose-parts';
import { basesOf, heldElsewhere } from '../../scripts/render/shared/blocks.ts';

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
  findings: new Map(outcomes.map(([id, outcome]) => [id, { outcome }])),
});

describe('what a takeaway says of the other model', () => {
  it.each([
    ['Held for Larger, too.', measured('a', 'b'), other(['a', 'holds'], ['b', 'holds'])],
    ['Did not hold for Larger.', measured('a', 'b'), other(['a', 'holds'], ['b', 'withdrawn'])],
    // One finding that fails decides, whatever is unknown of the rest.
    ['Did not hold for Larger.', measured('a', 'b'), other(['a', 'reversed'])],
  ])('is "%s" by what became of its findings', (sentence, takeaway, report) => {
    expect(heldElsewhere(takeaway, report)).toBe(sentence);
  });

  it.each([
    ['has no such finding', other(['a', 'holds'])],
    ['lacks a number', other(['a', 'holds'], ['b', 'not measured'])],
  ])('is that it could not be tested, if the other report %s', (_, report) => {
    expect(heldElsewhere(measured('a', 'b'), report)).toMatch(/^Could not be tested on Larger, because/);
  });

  it('is nothing if there is no other model, or if the takeaway repeats no finding', () => {
    expect(heldElsewhere(measured('a'), undefined)).toBe('');
    expect(heldElsewhere({ basis: 'always', prose: prose`Sums add up.` }, other(['a', 'holds']))).toBe('');
  });

  it('has the full names of both models in the legend', () => {
    expect(basesOf([measured('a')], 'Owner/Small', undefined)).toHaveLength(1);
    expect(basesOf([measured('a')], 'Owner/Small', other()).map(({ means }) => means)).toEqual([
      'a result of this run, on Small',
      'Larger-7B, the model of the comparison',
    ]);
  });
});
