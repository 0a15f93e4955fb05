import { describe, expect, it } from 'vitest';
import { forcingChoices, forcingClaims } from '#report/claim';
import { writeReport } from '#report/write';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

describe('every chapter', () => {
  const outputs = committedOutputs();

  it.each(['greater', 'less', 'tooClose'] as const)(
    'has a sentence for every claim that comes out %s',
    (branch) => {
      const report = forcingClaims(branch, () => writeReport(chapters, outputs, overview));
      expect(report.claims.length).toBeGreaterThan(0);
      for (const { claim } of report.claims) expect(claim.branch).toBe(branch);
    },
  );

  it.each([0, 1, 2])('has a sentence for every choice that comes out otherwise (%i)', (position) => {
    expect(() => forcingChoices(position, () => writeReport(chapters, outputs, overview))).not.toThrow();
  });

  it('is written the same twice', () => {
    const [one, other] = [writeReport(chapters, outputs, overview), writeReport(chapters, outputs, overview)];
    expect(one.chapters).toEqual(other.chapters);
    expect(one.claims).toEqual(other.claims);
  });
});
