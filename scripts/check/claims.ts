import type { PlacedClaim, WrittenReport } from '#report/written';
import { plainText } from '#report/written';
import type { Finding } from './finding.ts';

/** The sentences that results decide, decided once more by fresh results. */

/** Where a sentence of another kind begins, in tolerances; see claim. */
const BORDER = 10;
/** A claim nearer to its border than this many tolerances is told before it flips. */
const THIN = 10;

/** A claim whose sentence a small difference would exchange. */
export interface ThinClaim {
  readonly chapter: string;
  readonly section: string;
  readonly branch: PlacedClaim['claim']['branch'];
  /** The difference of its two results, in tolerances: it is clear from ten on. */
  readonly margin: number;
  readonly sentence: string;
  /** Whether it was as near in the committed data. */
  readonly wasThin: boolean;
}

/** Whether less than ten tolerances lie between a claim's difference and the border to another sentence. */
export function isThin({ margin }: Pick<PlacedClaim['claim'], 'margin'>): boolean {
  return Math.abs(margin - BORDER) < THIN;
}

/** Claims under their place: chapter, section, and how many claims of the section stand before. */
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

function showMargin(margin: number): string {
  return Number.isFinite(margin) ? margin.toPrecision(3) : String(margin);
}

function flip(before: PlacedClaim, after: PlacedClaim): Finding {
  const [was, is] = [before.claim, after.claim];
  const margins = `${was.branch} by ${showMargin(was.margin)} tolerances, now ${is.branch} by ${showMargin(is.margin)}`;
  return {
    severity: 'changed',
    chapter: after.chapter,
    path: 'claims.json',
    what: `has a claim in section ${after.section} that flips: ${margins}`,
    lines: [{ line: 1, before: [sentenceOf(before)], after: [sentenceOf(after)] }],
  };
}

/** Claims that flip from one report to another written by the same code, and those of the second that may flip soon. */
export function compareClaims(
  committed: Pick<WrittenReport, 'claims'>,
  fresh: Pick<WrittenReport, 'claims'>,
): { readonly findings: readonly Finding[]; readonly thin: readonly ThinClaim[] } {
  const before = byPlace(committed.claims);
  const findings: Finding[] = [];
  const thin: ThinClaim[] = [];
  for (const [place, placed] of byPlace(fresh.claims)) {
    const { chapter, section, claim } = placed;
    const was = before.get(place);
    if (was && was.claim.branch !== claim.branch) findings.push(flip(was, placed));
    if (!isThin(claim)) continue;
    const wasThin = was !== undefined && isThin(was.claim);
    const { branch, margin } = claim;
    thin.push({ chapter, section, branch, margin, sentence: sentenceOf(placed), wasThin });
  }
  return { findings, thin };
}
