import type { Takeaway } from '#report/block';

/** What takeaways rest on, for the legend of a recap. */

type Basis = Takeaway['basis'];

const MEANS: Readonly<Record<Basis, (model: string) => string>> = {
  always: () => 'true whatever the model',
  measured: (model) => `a result of this run, on ${model}`,
};

/** The bases that some points have, with what each means: of a model with this id, whose owner is left out. */
export function basesOf(points: readonly Takeaway[], model: string): { basis: Basis; means: string }[] {
  const name = model.slice(model.lastIndexOf('/') + 1);
  return (Object.keys(MEANS) as Basis[])
    .filter((basis) => points.some((point) => point.basis === basis))
    .map((basis) => ({ basis, means: MEANS[basis](name) }));
}
