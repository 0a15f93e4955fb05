import { describe, expect, it } from 'vitest';
import { codeOfMeasurements } from '#pipeline/code-hash';
import { loadProject, measurementsOf, type Project } from '#pipeline/project';
import { measurement } from '#report/measurement';
import { edit, scratchProject } from './fixtures/scratch.ts';

const LENGTHS = 'chapters/01-first/lengths.measure.ts';

async function codes(project: Project) {
  return codeOfMeasurements(project, measurementsOf(project.chapters));
}

async function hashes(project: Project): Promise<Record<string, string>> {
  return Object.fromEntries([...(await codes(project))].map(([id, code]) => [id, code.hash]));
}

/** The ids whose hash an edit of a file changes. */
async function changedBy(path: string, change: (text: string) => string): Promise<string[]> {
  const root = scratchProject();
  const project = await loadProject(root);
  const before = await hashes(project);
  edit(root, path, change);
  const after = await hashes(project);
  return Object.keys(before).filter((id) => before[id] !== after[id]);
}

describe('the code hash of a measurement', () => {
  it.each([
    ['its body', LENGTHS, 'word.length *', 'word.length +', ['lengths']],
    ['JSON that it imports', 'chapters/01-first/weights.json', '3', '4', ['lengths']],
    ['the kind of a value', LENGTHS, "mean: 'nats'", "mean: 'bits'", ['lengths']],
    [
      'what it needs',
      'chapters/01-first/vocabulary.measure.ts',
      'lm.next([1, 2])',
      'lm.next([1, 2, 3])',
      ['vocabulary', 'doubled'],
    ],
  ])('changes with %s', async (_what, path, before, after, changed) => {
    expect(await changedBy(path, (text) => text.replace(before, after))).toEqual(changed);
  });

  it.each([
    ['formatting', LENGTHS, 'const SCALE = 2;', 'const   SCALE\n  =\n  2'],
    ['a comment', LENGTHS, '// Read from', '// Taken from'],
    ['a type', LENGTHS, 'const SCALE =', 'const SCALE: number ='],
    ['a function that it does not use', 'chapters/01-first/mean.ts', 'Math.max', 'Math.min'],
    ['a headline', 'chapters/01-first/index.ts', ' words`', ' different words`'],
  ])('does not change with %s', async (_what, path, before, after) => {
    expect(await changedBy(path, (text) => text.replace(before, after))).toEqual([]);
  });
});

describe('the code of a measurement', () => {
  it('is the files that it really uses, those of its needs included', async () => {
    const found = await codes(await loadProject(scratchProject()));
    expect(found.get('lengths')?.sources).toEqual([
      'chapters/01-first/lengths.measure.ts',
      'chapters/01-first/mean.ts',
      'chapters/01-first/weights.json',
    ]);
    expect(found.get('vocabulary')?.sources).toEqual(['chapters/01-first/vocabulary.measure.ts']);
    expect(found.get('doubled')?.sources).toEqual([
      'chapters/01-first/vocabulary.measure.ts',
      'chapters/02-second/doubled.measure.ts',
    ]);
  });

  it('comes with the hash of each data file, which an edit of that file changes', async () => {
    const root = scratchProject();
    const project = await loadProject(root);
    const before = await codes(project);
    edit(root, 'chapters/01-first/harbour.txt', (text) => text.replace('ships', 'boats'));
    const after = await codes(project);
    expect(Object.keys(before.get('lengths')?.data ?? {})).toEqual(['harbour']);
    expect(after.get('lengths')?.data).not.toEqual(before.get('lengths')?.data);
    expect(after.get('lengths')?.hash).toBe(before.get('lengths')?.hash);
  });

  it('cannot be found when no .measure.ts in chapters/ exports it, which names the measurement', async () => {
    const project = await loadProject(scratchProject());
    const lost = measurement({ id: 'lost', kinds: { a: 'exact' }, measure: async () => ({ a: 1 }) });
    await expect(codeOfMeasurements(project, [lost])).rejects.toThrow(/"lost" must be exported/);
  });

  it('may not import packages, whose versions nobody would record', async () => {
    const root = scratchProject();
    const project = await loadProject(root);
    edit(
      root,
      'chapters/01-first/mean.ts',
      (text) => `import pc from 'picocolors';\nexport const bold = pc.bold;\n${text}`,
    );
    await expect(codes(project)).rejects.toThrow(/lengths\.measure\.ts uses picocolors/);
  });
});
