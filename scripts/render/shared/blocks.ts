import { about } from '#base/source-location';
import type { Block, Takeaway } from '#report/block';
import type { StatedFinding } from '#report/measurement';
import { allParts } from '#report/prose-contents';
import type { FindingPart } from '#report/prose-parts';

/** Shows a block. A plain Error in it is about the innermost block; any other error is a defect of ours. */
export function ofBlock<T>(block: Block, show: () => T): T {
  try {
    return show();
  } catch (error) {
    throw error instanceof Error && error.name === 'Error' ? about(error, block) : error;
  }
}

/** What stands for an instrument where no model answers: this line, and the command behind it. */
export const TRY_IT = 'To try it with your own text, run';
export const SERVE = 'npm run serve';

/** What became of each finding, by its id, in the report of another model that this one is compared with. */
export interface OtherFindings {
  readonly model: string;
  readonly findings: ReadonlyMap<string, Pick<StatedFinding, 'outcome' | 'unmet'>>;
}

const bare = (model: string): string => model.slice(model.lastIndexOf('/') + 1);
const shortName = ({ model }: OtherFindings): string => bare(model).replace(/-.*$/, '');

const findingsOf = ({ prose }: Takeaway): FindingPart[] =>
  allParts(prose).filter((part) => part.type === 'finding');

/** What a point of a recap rests on, and whether its findings hold for the other model, if there is one. */
export function basisOf(point: Takeaway, other: OtherFindings | undefined): string {
  const outcomes = findingsOf(point).map(({ id }) => other?.findings.get(id)?.outcome ?? 'not measured');
  if (!other || outcomes.length === 0) return point.basis;
  const isUnknown = outcomes.includes('not measured');
  const held = outcomes.every((outcome) => outcome === 'holds') ? 'yes' : isUnknown ? 'not testable' : 'no';
  return `${point.basis}, ${shortName(other)}: ${held}`;
}

/** What was tested for a point of a recap, and which parts of it the other model does not meet; '' for no finding. */
export function testedOf(point: Takeaway, other: OtherFindings | undefined): string {
  return findingsOf(point)
    .map(({ id, condition: { rule } }) => {
      const found = other?.findings.get(id);
      const failed = found?.outcome === 'withdrawn' || found?.outcome === 'reversed';
      return `Tested: ${rule}.${other && failed ? ` ${shortName(other)} does not meet: ${found.unmet}.` : ''}`;
    })
    .join(' ');
}

/** The legend of a recap: the bases of its points and what each means. The model is named without its owner. */
export function basesOf(points: readonly Takeaway[], model: string, other: OtherFindings | undefined) {
  const legend = [
    { basis: 'always', means: 'true whatever the model' },
    { basis: 'measured', means: `a result of this run, on ${bare(model)}` },
  ].filter(({ basis }) => points.some((point) => point.basis === basis));
  const isTagged = points.some((point) => basisOf(point, other) !== point.basis);
  if (!other || !isTagged) return legend;
  const held = `whether the same condition also holds for ${bare(other.model)}`;
  return [...legend, { basis: shortName(other), means: held }];
}
