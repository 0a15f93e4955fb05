import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchPages } from '../../scripts/bench/pages.ts';
import { scratchFolder } from '../pipeline/fixtures/scratch.ts';
import { isBrowserMissing } from '../render/browser.ts';

describe.skipIf(isBrowserMissing())('benchPages', () => {
  it('opens every page of a report, and an empty one', async () => {
    const output = scratchFolder();
    mkdirSync(join(output, 'chapters'));
    const long = '<p>Some words.</p>'.repeat(20_000);
    writeFileSync(join(output, 'index.html'), '<!doctype html><p>Some words.</p>');
    writeFileSync(join(output, 'chapters', '01-long.html'), `<!doctype html>${long}`);
    writeFileSync(join(output, 'chapters', '01-long.md'), 'Some words.');
    const heard: number[] = [];
    const speeds = await benchPages(output, 1, (round) => heard.push(round));
    expect(heard).toEqual([1]);
    expect(speeds.map(({ page }) => page)).toEqual(['an empty page', 'index.html', '01-long.html']);
    for (const { firstPaint, load } of speeds) {
      expect(firstPaint).toBeGreaterThan(0);
      expect(load).toBeGreaterThan(0);
    }
  }, 120_000);
});
