import { CLEAR_MARGIN } from '#report/claim';
import { type PlacedClaim, plainText, type WrittenReport } from '#report/written';
import type { Finding } from './finding.ts';

/** A claim nearer than this many tolerances to another sentence is told before it flips. */
const THIN = 10;

export interface ThinClaim extends Pick<PlacedClaim, 'chapter' | 'section'> {
  readonly branch: PlacedClaim['claim']['branch'];
  /** The difference of its two results, in tolerances: it is clear from ten on. */
  readonly margin: number;
  readonly sentence: string;
  /** Whether it was as near in the committed data. */
  readonly wasThin: boolean;
}

export function isThin({ margin }: Pick<PlacedClaim['claim'], 'margin'>): boolean {
  return Math.abs(margin - CLEAR_MARGIN) < THIN;
}

function byPlace(claims: readonly PlacedClaim[]): Map<string, PlacedClaim> {
  const counts = new Map<string, number>();
  return new Map(
    claims.map((placed) => {
      const section = `${placed.chapter}/${placed.section}`;
      const index = counts.get(section) ?? 0;
      counts.set(section, index + 1);
      return [`${section}/${index}`, placed];
    }),
  );
}

function sentenceOf({ claim }: PlacedClaim): string {
  return plainText(claim.prose).replaceAll(/\s+/g, ' ').trim();
}

function flip(before: PlacedClaim, after: PlacedClaim): Finding {
  const [was, is] = [before, after].map(
    ({ claim: { branch, margin } }) => `${branch} by ${margin.toPrecision(3)}`,
  );
  return {
    severity: 'changed',
    chapter: after.chapter,
    path: 'claims.json',
    what: `has a claim in section ${after.section} that flips: ${was} tolerances, now ${is}`,
    lines: [{ line: 1, before: [sentenceOf(before)], after: [sentenceOf(after)] }],
  };
}

type Claims = Pick<WrittenReport, 'claims'>;

/** Claims that flip from one report to another written by the same code, and those of the second that may flip soon. */
export function compareClaims(committed: Claims, fresh: Claims): { findings: Finding[]; thin: ThinClaim[] } {
  const before = byPlace(committed.claims);
  const findings: Finding[] = [];
  const thin: ThinClaim[] = [];
  for (const [place, placed] of byPlace(fresh.claims)) {
    const { chapter, section, claim } = placed;
    const was = before.get(place);
    if (was && was.claim.branch !== claim.branch) findings.push(flip(was, placed));
    if (!isThin(claim)) continue;
    const { branch, margin } = claim;
    const wasThin = was !== undefined && isThin(was.claim);
    thin.push({ chapter, section, branch, margin, sentence: sentenceOf(placed), wasThin });
  }
  return { findings, thin };
}
