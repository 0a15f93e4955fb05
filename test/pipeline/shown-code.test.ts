import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOfMeasurements } from '#pipeline/code-hash';
import { readStore } from '#pipeline/data-store';
import { loadProject, measurementsOf } from '#pipeline/project';
import { inRunningOrder } from '#report/measurement';
import { chapterStem, type Section } from '#report/section';
import { allBlocks } from '#report/written';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** '#numerics/softmax' as the file that it names, relative to the root. */
function fileOf(module: string): string {
  const [room = '', ...rest] = module.slice(1).split('/');
  return `${room === 'chapters' ? 'chapters' : `scripts/${room}`}/${rest.join('/')}.ts`;
}

describe('code that the report shows', () => {
  /** Shown without having been run, as "chapter, section: file". */
  const notRun: string[] = [];
  let shown = 0;

  beforeAll(async () => {
    const project = await loadProject(ROOT);
    const codes = await codeOfMeasurements(project, measurementsOf(project.chapters));
    const store = readStore(`${ROOT}output`, 'output');
    for (const [id, { hash }] of codes) {
      if (store.get(id)?.stored.code !== hash)
        throw new Error(`output/data is out of date (${id}): run npm run build first`);
    }
    const outputOf = (id: string): unknown => store.get(id)?.stored.output;
    const filesRun = (section: Section): ReadonlySet<string> =>
      new Set(inRunningOrder(Object.values(section.needs)).flatMap(({ id }) => codes.get(id)?.sources ?? []));
    for (const chapter of project.chapters) {
      for (const section of chapter.sections) {
        const given = Object.fromEntries(
          Object.entries(section.needs).map(([name, { id }]) => [name, outputOf(id)]),
        );
        const run = filesRun(section);
        for (const block of allBlocks(section.write(given))) {
          if (block.type !== 'code') continue;
          shown += 1;
          const file = fileOf(block.module);
          if (!run.has(file)) notRun.push(`${chapterStem(chapter)}, ${section.id}: ${file}`);
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
