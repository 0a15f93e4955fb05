import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeJson } from '#base/json';
import { forcingChoices, forcingClaims } from '#report/claim';
import { chapterStem } from '#report/section';
import { writeReport } from '#report/write';
import { chapters } from '../../chapters/index.ts';

/** The outputs of the committed data, by measurement. */
function committedOutputs(): Map<string, unknown> {
  const outputs = new Map<string, unknown>();
  for (const chapter of chapters) {
    const file = new URL(`../../output/data/${chapterStem(chapter)}.json`, import.meta.url);
    const data = decodeJson(readFileSync(file, 'utf8')) as {
      measurements: { id: string; output: unknown }[];
    };
    for (const { id, output } of data.measurements) outputs.set(id, output);
  }
  return outputs;
}

describe('every chapter', () => {
  const outputs = committedOutputs();

  it.each(['greater', 'less', 'tooClose'] as const)(
    'has a sentence for every claim that comes out %s',
    (branch) => {
      const report = forcingClaims(branch, () => writeReport(chapters, outputs));
      expect(report.claims.length).toBeGreaterThan(0);
      for (const { claim } of report.claims) expect(claim.branch).toBe(branch);
    },
  );

  it.each([0, 1, 2])('has a sentence for every choice that comes out otherwise (%i)', (position) => {
    expect(() => forcingChoices(position, () => writeReport(chapters, outputs))).not.toThrow();
  });

  it('is written the same twice', () => {
    const [one, other] = [writeReport(chapters, outputs), writeReport(chapters, outputs)];
    expect(one.chapters).toEqual(other.chapters);
    expect(one.claims).toEqual(other.claims);
  });
});
