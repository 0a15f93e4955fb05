import { fromProbability } from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';

/** From the most curved scale to the one that is nearest to the logarithm, as they are written. */
const FAMILY: readonly { readonly k: number; readonly name: string }[] = [
  { k: 1, name: '1' },
  { k: 1 / 4, name: '1/4' },
  { k: 1 / 32, name: '1/32' },
];
export const LEAST = 1e-15;
const PROBABILITIES = Array.from({ length: 121 }, (_, index) =>
  Math.exp(Math.log(LEAST) * (1 - index / 120)),
);
/** The place of the names in the figure, among the probabilities. */
const NAMED_AT = 40;

export const familyOfScales = measurement({
  id: 'family-of-scales',
  kinds: {
    curve: { p: 'float64', value: 'float64' },
    log: { p: 'float64', value: 'float64' },
    drawn: each('float64', 'k', 'floor', 'p', 'value'),
    logAt: each('float64', 'p', 'value'),
  },
  async measure() {
    const p = at(PROBABILITIES, NAMED_AT);
    return {
      curve: FAMILY.flatMap(({ k, name }) =>
        PROBABILITIES.map((p) => ({ name, p, value: fromProbability(p, k) })),
      ),
      log: PROBABILITIES.map((p) => ({ p, value: fromProbability(p, 0) })),
      drawn: FAMILY.map(({ k, name }) => ({
        name,
        k,
        floor: -1 / k,
        p,
        value: fromProbability(p, k),
      })),
      logAt: { p, value: Math.log(p) },
    };
  },
});
