import { CLEAR_MARGIN } from '#report/claim';
import { plainText, type WrittenReport } from '#report/written';
import type { Finding } from './finding.ts';

/** A statement that results decide: its margin is 1 at the border, and this near to it, it may soon flip. */
const THIN = 1;

type Report = Pick<WrittenReport, 'claims' | 'findings'>;

/** A finding, or a sentence that a comparison of two results chooses. */
interface Decision {
  readonly chapter: string;
  readonly section: string;
  /** What was decided: "holds", or which sentence was chosen. */
  readonly outcome: string;
  readonly margin: number;
  readonly sentence: string;
}

export interface ThinDecision extends Decision {
  /** Whether it was as near to the border in the committed data. */
  readonly wasThin: boolean;
}

export function isThin({ margin }: Pick<Decision, 'margin'>): boolean {
  return Math.abs(margin - 1) < THIN;
}

/** Findings by their ids, claims by their place. */
function decisionsIn({ claims, findings }: Report): Map<string, Decision> {
  const counts = new Map<string, number>();
  const ofClaims = claims.map(({ chapter, section, claim }): [string, Decision] => {
    const place = `${chapter}/${section}`;
    const index = counts.get(place) ?? 0;
    counts.set(place, index + 1);
    const margin = claim.margin / CLEAR_MARGIN;
    const sentence = sentenceOf(claim.prose);
    return [`${place}/${index}`, { chapter, section, outcome: claim.branch, margin, sentence }];
  });
  const ofFindings = findings.map(({ chapter, section, finding }): [string, Decision] => {
    const { id, outcome, condition, said } = finding;
    const margin = condition.margin ?? Number.NEGATIVE_INFINITY;
    return [id, { chapter, section, outcome, margin, sentence: sentenceOf(said) }];
  });
  return new Map([...ofClaims, ...ofFindings]);
}

function sentenceOf(prose: Parameters<typeof plainText>[0]): string {
  return plainText(prose).replaceAll(/\s+/g, ' ').trim();
}

function flip(before: Decision, after: Decision): Finding {
  const [was, is] = [before, after].map(({ outcome, margin }) => `${outcome} at ${margin.toPrecision(3)}`);
  return {
    severity: 'changed',
    chapter: after.chapter,
    path: 'findings.json',
    what: `has a finding in section ${after.section} that flips: ${was} times the margin it needs, now ${is}`,
    lines: [{ line: 1, before: [before.sentence], after: [after.sentence] }],
  };
}

/** Decisions that flip from one report to another written by the same code, and those of the second that may flip soon. */
export function compareDecisions(
  committed: Report,
  fresh: Report,
): { findings: Finding[]; thin: ThinDecision[] } {
  const before = decisionsIn(committed);
  const findings: Finding[] = [];
  const thin: ThinDecision[] = [];
  for (const [place, decision] of decisionsIn(fresh)) {
    const was = before.get(place);
    if (was && was.outcome !== decision.outcome) findings.push(flip(was, decision));
    if (isThin(decision)) thin.push({ ...decision, wasThin: was !== undefined && isThin(was) });
  }
  return { findings, thin };
}
