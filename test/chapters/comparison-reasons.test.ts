import { expect, it } from 'vitest';
import { REASONS } from '../../chapters/comparison/reasons.ts';
import { committedReport } from './committed.ts';

it('every reason of the comparison belongs to a finding of the chapters: delete those of findings that are gone', () => {
  const findings = new Set(committedReport().findings.map(({ finding }) => finding.id));
  expect(Object.keys(REASONS).filter((id) => !findings.has(id))).toEqual([]);
});
