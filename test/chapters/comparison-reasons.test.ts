import { expect, it } from 'vitest';
import { writeReport } from '#report/write-report';
import { REASONS } from '../../chapters/comparison/reasons.ts';
import { chapters } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

it('every reason of the comparison belongs to a finding of the chapters: delete those of findings that are gone', () => {
  const findings = new Set(
    writeReport(chapters, committedOutputs()).findings.map(({ finding }) => finding.id),
  );
  expect(Object.keys(REASONS).filter((id) => !findings.has(id))).toEqual([]);
});
