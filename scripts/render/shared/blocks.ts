import { about } from '#base/source-location';
import type { Block, Takeaway } from '#report/block';

/**
 * Shows a block. A plain Error in it (a formula that is not understood, a region of code that does not exist) is about the
 * innermost block; any other error is a defect of ours.
 */
export function ofBlock<T>(block: Block, show: () => T): T {
  try {
    return show();
  } catch (error) {
    throw error instanceof Error && error.name === 'Error' ? about(error, block) : error;
  }
}

/** What stands for an instrument where no model answers: this line, and the command behind it. */
export const TRY_IT = 'Try it with your own text:';
export const SERVE = 'npm run serve';

/** The legend of a recap: the bases of its points and what each means. The model is named without its owner. */
export function basesOf(points: readonly Takeaway[], model: string) {
  const name = model.slice(model.lastIndexOf('/') + 1);
  const legend = [
    { basis: 'always', means: 'true whatever the model' },
    { basis: 'measured', means: `a result of this run, on ${name}` },
  ];
  return legend.filter(({ basis }) => points.some((point) => point.basis === basis));
}
