import { sentenceOf } from '#base/mistake';
import type { ChapterData } from '#pipeline/data-store';
import type { WrittenReport } from '#report/report-tree';
import { writeReport } from '#report/write-report';
import { type CheckContext, outputsIn } from './committed-data.ts';
import { type Discrepancy, unmade } from './discrepancy.ts';
import type { Environment } from './environment.ts';

type Report = Pick<WrittenReport, 'findings'>;

/** What was decided about a finding, and by how much. */
interface Decision {
  readonly chapter: string;
  readonly section: string;
  readonly outcome: string;
  /** 1 at the border between two outcomes. */
  readonly margin: number;
}

const decisionsIn = ({ findings }: Report): Map<string, Decision> =>
  new Map(
    findings.map(({ chapter, section, finding: { id, outcome, condition } }) => [
      id,
      { chapter, section, outcome, margin: condition.margin ?? Number.NEGATIVE_INFINITY },
    ]),
  );

function flip(before: Decision, after: Decision): Discrepancy {
  const [was, is] = [before, after].map(({ outcome, margin }) => `${outcome} at ${margin.toPrecision(3)}`);
  return {
    severity: 'changed',
    chapter: after.chapter,
    path: 'findings.json',
    what: `has a finding in section ${after.section} that flips: ${was} times the margin it needs, now ${is}`,
  };
}

/** The decisions that flip from one report to another written by the same code. */
export function flippedDecisions(committed: Report, fresh: Report): Discrepancy[] {
  const before = decisionsIn(committed);
  return [...decisionsIn(fresh)].flatMap(([place, decision]) => {
    const was = before.get(place);
    return was && was.outcome !== decision.outcome ? [flip(was, decision)] : [];
  });
}

/** The sentences that fresh data would change by flipping a decision, whatever small differences led to it. */
export function flipsIn(
  { project, data }: Pick<CheckContext, 'project' | 'data'>,
  freshData: readonly ChapterData[],
  { dtype }: Pick<Environment, 'dtype'>,
): readonly Discrepancy[] {
  const before = outputsIn(data.files);
  const after = new Map([...before, ...outputsIn(freshData)]);
  const write = (outputs: ReadonlyMap<string, unknown>) =>
    writeReport(project.chapters, outputs, project.overview, dtype);
  try {
    return flippedDecisions(write(before), write(after));
  } catch (error) {
    return [unmade('the fresh data', sentenceOf(error, project.root))];
  }
}
