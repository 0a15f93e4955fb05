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
  readonly findings: ReadonlyMap<string, Pick<StatedFinding, 'outcome'>>;
}

const bare = (model: string): string => model.slice(model.lastIndexOf('/') + 1);
const shortName = ({ model }: OtherFindings): string => bare(model).replace(/-.*$/, '');

const findingsOf = ({ prose }: Takeaway): FindingPart[] =>
  allParts(prose).filter((part) => part.type === 'finding');

/** Whether a point of a recap also holds for the other model, as a sentence; '' without one, or for a point without findings. */
export function heldElsewhere(point: Takeaway, other: OtherFindings | undefined): string {
  const ids = findingsOf(point).map(({ id }) => id);
  if (!other || ids.length === 0) return '';
  const found = ids.map((id) => other.findings.get(id));
  const name = shortName(other);
  const failed = found.filter((one) => one?.outcome === 'withdrawn' || one?.outcome === 'reversed');
  if (failed.length > 0) return `Did not hold for ${name}.`;
  if (found.every((one) => one?.outcome === 'holds')) return `Held for ${name}, too.`;
  return `Could not be tested on ${name}, because its recorded results lack what this rests on.`;
}

/** The legend of a recap: the bases of its points and what each means. Models are named without their owners. */
export function basesOf(points: readonly Takeaway[], model: string, other: OtherFindings | undefined) {
  const legend = [
    { basis: 'always', means: 'true whatever the model' },
    { basis: 'measured', means: `a result of this run, on ${bare(model)}` },
  ].filter(({ basis }) => points.some((point) => point.basis === basis));
  if (!other || points.every((point) => heldElsewhere(point, other) === '')) return legend;
  return [...legend, { basis: shortName(other), means: `${bare(other.model)}, the model of the comparison` }];
}
