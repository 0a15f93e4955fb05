import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Comparison, compareReports, type SideData } from '#compare/compare';
import { decodeChapterData } from '#pipeline/data-store';
import { loadProject, type Project } from '#pipeline/project';
import { textOfProse } from '#render/shared/text-of-prose';
import { allBlocks } from '#report/written';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DATA = join(ROOT, 'output/data');

let project: Project;

beforeAll(async () => {
  project = await loadProject(ROOT);
});

type Outputs = Record<string, unknown>;

/** The published results, some of them changed. */
function side(id: string, change: (outputs: Outputs) => void = () => {}): SideData {
  const files = readdirSync(DATA).map((name) =>
    decodeChapterData(readFileSync(join(DATA, name), 'utf8'), name),
  );
  const results = files.flatMap(({ measurements }) => structuredClone(measurements));
  change(Object.fromEntries(results.map((one) => [one.id, one.output])));
  return {
    shownAs: id,
    model: { id, sha256: '0'.repeat(64) },
    stored: new Map(results.map(({ id: of, output, code }) => [of, { output, code }])),
  };
}

function compare({ chapters, comparison }: Project, a: SideData, b: SideData): Promise<Comparison> {
  if (!comparison) throw new Error('the project has no comparison');
  return compareReports({ chapters, comparison, a, b, codes: new Map(), acrossVersions: true });
}

interface Found {
  readonly findings: readonly { readonly name: string; readonly outcome: string }[];
}

const outcomes = ({ results }: Comparison): Record<string, string> =>
  Object.fromEntries(
    (results.get('compared-findings') as Found).findings.map(({ name, outcome }) => [name, outcome]),
  );

/** What a section says in its paragraphs. */
function wordsOf({ report }: Comparison, id: string): string {
  const section = report.chapters[0]?.sections.find((one) => one.id === id);
  return allBlocks(section?.blocks ?? [])
    .flatMap((block) => (block.type === 'prose' ? [textOfProse(block, report.targets)] : []))
    .join('\n');
}

interface Capitals {
  askedOfCapital: { difference: number }[];
  askedOfOther: { difference: number }[];
}
const eachCapital = (
  { 'two-answers': capitals }: Outputs,
  change: (of: { difference: number }) => void,
): void => {
  const { askedOfCapital, askedOfOther } = capitals as Capitals;
  for (const one of [...askedOfCapital, ...askedOfOther]) change(one);
};

interface Answers {
  rows: { condition: string; verdict: string; ended: string; sum: number; right: number | null }[];
}
interface Facts {
  items: { half: string; answers: { sum: number }[] }[];
}
interface Free {
  rows: { verdict: string }[];
}

describe('a finding', () => {
  it('holds or is open for a report beside itself', async () => {
    const found = await compare(project, side('x/A-1B'), side('x/A-1B'));
    expect(new Set(Object.values(outcomes(found)))).toEqual(new Set(['holds', 'open']));
    expect(wordsOf(found, 'what-turned')).toMatch(/^None of these findings\./);
  });

  it('is reversed by a report in which the answers are turned round, and by none of the rest', async () => {
    const turned = side('x/B', (outputs) =>
      eachCapital(outputs, (one) => {
        one.difference *= -1;
      }),
    );
    const found = await compare(project, side('x/A'), turned);
    const { no, ...rest } = outcomes(found);
    expect(no).toBe('reversed');
    expect(Object.values(rest)).not.toContain('reversed');
    expect(wordsOf(found, 'what-turned')).toMatch(
      /^It leans to “no”\..* in 28 of 28 for A and 0 of 28 for B\./,
    );
    expect(wordsOf(found, 'what-holds')).not.toContain('It leans to “no”');
  });

  it('is no reversal where a few answers are turned round', async () => {
    const nearly = side('x/B', (outputs) => {
      let left = 14;
      eachCapital(outputs, (one) => {
        if (left-- > 0) one.difference *= -1;
      });
    });
    expect(outcomes(await compare(project, side('x/A'), nearly))).toMatchObject({ no: 'differs' });
  });

  it('about a false passage is reversed by a model that keeps to the truth', async () => {
    const steadfast = side('x/B', (outputs) => {
      for (const row of (outputs['passage-answers'] as Answers).rows)
        if (row.condition === 'untrue') row.verdict = 'right';
    });
    const found = await compare(project, side('x/A'), steadfast);
    expect(outcomes(found)).toMatchObject({ untrue: 'reversed' });
    expect(wordsOf(found, 'what-turned')).toContain('the other goes on from what stands there');
  });
});

describe('the page about strange models', () => {
  const allRight = (outputs: Outputs): void => {
    for (const { answers } of (outputs['fact-scores'] as Facts).items)
      answers.forEach((answer, place) => {
        answer.sum = place === 0 ? -0.5 : -3;
      });
    for (const row of (outputs['free-answers'] as Free).rows) row.verdict = 'right';
    for (const row of (outputs['passage-answers'] as Answers).rows) row.verdict = 'right';
  };
  const allTied = (outputs: Outputs): void => {
    eachCapital(outputs, (one) => {
      one.difference = 0;
    });
    for (const row of (outputs['passage-answers'] as Answers).rows)
      Object.assign(row, { verdict: 'another', ended: 'cut', sum: 0, right: row.right === null ? null : 0 });
    for (const row of (outputs['free-answers'] as Free).rows) row.verdict = 'another';
  };

  it('is whole where all answers are right, and prints 100% for all of them', async () => {
    const found = await compare(project, side('x/A', allRight), side('x/B', allRight));
    expect(outcomes(found)).toMatchObject({ separates: 'open', passage: 'open', untrue: 'holds' });
    expect(wordsOf(found, 'what-grew')).toContain('100.0% against 100.0%');
  });

  it('is whole where nothing is decided either way', async () => {
    const found = await compare(project, side('x/A', allTied), side('x/B', allTied));
    expect(outcomes(found)).toMatchObject({ no: 'open', trusts: 'open', passage: 'open', untrue: 'open' });
    expect(wordsOf(found, 'what-holds')).toContain(
      'in 0 of 0 and 0 of 0. To be clear takes at least 17 questions, all on one side, and not both have so many.',
    );
  });

  it('never calls less than all 100%, nor more than none 0%', async () => {
    const nearly = side('x/B', (outputs) => {
      allRight(outputs);
      for (const { answers } of (outputs['fact-scores'] as Facts).items)
        answers.forEach((answer, place) => {
          answer.sum = place === 0 ? 0 : -12;
        });
    });
    const found = await compare(project, side('x/A', allRight), nearly);
    expect(wordsOf(found, 'reliability-of-both')).toContain('B has nearly all and 100.0%');
  });
});
