import { about } from '#base/source-location';
import type { Block, Takeaway } from '#report/block';
import type { StatedFinding } from '#report/measurement';
import { allParts } from '#report/report-tree';

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
  readonly outcomes: ReadonlyMap<string, StatedFinding['outcome']>;
}

const bare = (model: string): string => model.slice(model.lastIndexOf('/') + 1);
const shortName = ({ model }: OtherFindings): string => bare(model).replace(/-.*$/, '');

/** What a point of a recap rests on, and whether its findings hold for the other model, if there is one. */
export function basisOf({ basis, prose }: Takeaway, other: OtherFindings | undefined): string {
  const outcomes = allParts(prose).flatMap((part) =>
    part.type === 'finding' ? [other?.outcomes.get(part.id) ?? 'not measured'] : [],
  );
  if (!other || outcomes.length === 0) return basis;
  const isUnknown = outcomes.includes('not measured');
  const held = outcomes.every((outcome) => outcome === 'holds') ? 'yes' : isUnknown ? 'not testable' : 'no';
  return `${basis}, ${shortName(other)}: ${held}`;
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
