import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#base/command';
import { codeOfMeasurements } from '#pipeline/code-hash';
import { readStore } from '#pipeline/data-store';
import { loadProject, measurementsOf } from '#pipeline/project';
import { inRunningOrder } from '#report/measurement';
import { allBlocks } from '#report/report-tree';
import { type Section, sectionsOf } from '#report/section';
import { writeReport } from '#report/write-report';

/** '#numerics/softmax' as the file that it names, relative to the root. */
function fileOf(module: string): string {
  const [room = '', ...rest] = module.slice(1).split('/');
  return `${room === 'chapters' ? 'chapters' : `scripts/${room}`}/${rest.join('/')}.ts`;
}

/** Programs in Python: the tests of their chapters run these, and compare what they print. */
const isPython = (module: string) => module.endsWith('.py');

describe('code that the report shows', () => {
  /** Shown without having been run, as "chapter, section: file". */
  const notRun: string[] = [];
  let shown = 0;

  beforeAll(async () => {
    const project = await loadProject(ROOT);
    const codes = await codeOfMeasurements(project, measurementsOf(project.chapters));
    const store = readStore(`${ROOT}output`, 'output');
    for (const [id, { hash }] of codes) {
      if (store.get(id)?.code !== hash)
        throw new Error(`output/data is out of date (${id}): run npm run build first`);
    }
    const filesRun = (section: Section): ReadonlySet<string> =>
      new Set(inRunningOrder(Object.values(section.needs)).flatMap(({ id }) => codes.get(id)?.sources ?? []));
    const outputs = new Map([...store].map(([id, { output }]) => [id, output]));
    const report = writeReport(project.chapters, outputs, project.overview);
    const sources = new Map(project.chapters.flatMap(sectionsOf).map((section) => [section.id, section]));
    for (const { stem, sections } of report.chapters) {
      for (const { id, blocks } of sections) {
        const section = sources.get(id);
        const run = section ? filesRun(section) : new Set();
        for (const block of allBlocks(blocks)) {
          if (block.type !== 'code' || isPython(block.module)) continue;
          shown += 1;
          const file = fileOf(block.module);
          if (!run.has(file)) notRun.push(`${stem}, ${id}: ${file}`);
        }
      }
    }
  });

  it('is there', () => {
    expect(shown).toBeGreaterThan(0);
  });

  it('is of files that the measurements of its section really ran', () => {
    expect(notRun).toEqual([]);
  });
});
