import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CheckResult, checkReport } from '#check/check-report';
import { buildReport } from '#pipeline/build-report';
import { loadProject } from '#pipeline/project';
import { ownOutput } from '#pipeline/publish';
import { fakeEffects } from '../pipeline/fixtures/fake-effects.ts';
import { contents, edit, scratchProject } from '../pipeline/fixtures/scratch.ts';

/** Builds the tiny report, changes something, and checks it; the check itself must change nothing. */
async function checkAfter(
  change: (root: string) => void,
  options: { readonly identical?: boolean; readonly edition?: string } = {},
): Promise<CheckResult> {
  const root = scratchProject();
  const project = await loadProject(root);
  const place = ownOutput(root);
  await buildReport({ project, place }, fakeEffects());
  change(root);
  const before = contents(place.out);
  const request = { project, place, scratch: join(root, '.check'), identical: options.identical ?? true };
  const effects = fakeEffects(options.edition === undefined ? {} : { edition: options.edition });
  const result = await checkReport(request, effects);
  expect(contents(place.out)).toEqual(before);
  return result;
}

const DATA = 'output/data/01-first.json';
const pathsOf = (result: CheckResult) => result.findings.map(({ path, problem }) => `${path}: ${problem}`);

describe('a check of the output', () => {
  it('finds nothing right after a build', async () => {
    expect(await checkAfter(() => {})).toEqual({ findings: [], allowed: [] });
  });

  it('finds a value that a run does not give, and what it changes in the text', async () => {
    const result = await checkAfter((root) => edit(root, DATA, (text) => text.replace('9.75', '9.7501')));
    expect(pathsOf(result)).toContain('data/01-first.json: data differ');
    expect(result.findings[0]?.differences).toMatchObject([{ path: 'lengths: mean', severity: 'drift' }]);
  });

  it('allows a small difference where results are not the same to the last bit', async () => {
    const result = await checkAfter((root) => edit(root, DATA, (text) => text.replace('9.75', '9.7501')), {
      identical: false,
    });
    expect(pathsOf(result)).toEqual(['provenance.json: differs']);
    expect(result.allowed).toHaveLength(1);
  });

  it('allows no large difference anywhere', async () => {
    const result = await checkAfter((root) => edit(root, DATA, (text) => text.replace('9.75', '9.8')), {
      identical: false,
    });
    expect(pathsOf(result)).toContain('data/01-first.json: data differ');
  });

  it('finds a text that was changed by hand, one that is missing, and one too many', async () => {
    const result = await checkAfter((root) => {
      edit(root, 'output/report.html', (text) => text.replace('greeting', 'parting'));
      rmSync(join(root, 'output', 'report.md'));
      writeFileSync(join(root, 'output', 'old.md'), 'x');
    });
    expect(pathsOf(result)).toEqual([
      'old.md: not built any more',
      'report.html: differs',
      'report.md: absent',
    ]);
  });

  it('needs a picture to be there, whatever its bytes', async () => {
    const picture = 'output/figures/01-first/one.png';
    expect(await checkAfter((root) => edit(root, picture, () => 'other pixels'))).toEqual({
      findings: [],
      allowed: [],
    });
    expect(pathsOf(await checkAfter((root) => rmSync(join(root, picture))))).toEqual([
      'figures/01-first/one.png: absent',
    ]);
  });

  it('finds templates that were changed without building', async () => {
    const result = await checkAfter(() => {}, { edition: 'second edition' });
    expect(pathsOf(result)).toContain('report.md: differs');
  });

  it('finds data of code that changed since', async () => {
    const result = await checkAfter((root) =>
      edit(root, 'chapters/01-first/mean.ts', (text) =>
        text.replace('/ values.length', '/ (values.length)  + 0'),
      ),
    );
    expect(pathsOf(result)).toEqual(['data/01-first.json: data differ']);
    expect(result.findings[0]?.differences?.[0]?.path).toBe('lengths code');
  });

  it('finds a data file that is missing', async () => {
    expect(pathsOf(await checkAfter((root) => rmSync(join(root, DATA))))).toEqual([
      'data/01-first.json: absent',
    ]);
  });
});
