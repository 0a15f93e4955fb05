import { allPaths } from '#numerics/graph';
import { at } from '#numerics/list';
import { edgePosteriors, pathTotals } from '#numerics/path-totals';
import { plusAll } from '#numerics/semiring';
import { temperedSemiring } from '#numerics/semirings';
import { measurement } from '#report/measurement';
import { arrows, bestPathTo, ENDS, FIRST_GRAPH, isOn, logWeight, START } from './graphs.ts';
import { twoWaysToCool } from './two-ways-to-cool.ts';

/** What the control of the figure can choose: 0.1, 0.2 … 2. */
const TEMPERATURES = Array.from({ length: 20 }, (_, index) => (index + 1) / 10);

/** What the figure shows unless told, beside a temperature of one. */
const COLD = 0.1;

const TABLED = [2, 1, 0.5, 0.2, 0.1, 0.01];

const COMPARED = [1, 0.5, COLD];

/** From .01 to 2, equally spaced on a logarithmic axis. */
const GRID = Array.from({ length: 47 }, (_, index) => 0.01 * 200 ** (index / 46));

/** The total of the first graph's paths at a temperature, the same dynamic programme in another semiring. */
function totalAt(temperature: number): number {
  const semiring = temperedSemiring(temperature);
  const totals = pathTotals(FIRST_GRAPH, semiring, logWeight, START);
  return plusAll(
    semiring,
    ENDS.map((end) => totals.get(end) ?? semiring.zero),
  );
}

/** The shares of the edges when every path weighs (its probability)^(1/T). */
function sharesAt(temperature: number): number[] {
  const cooled = edgePosteriors(FIRST_GRAPH, (edge) => logWeight(edge) / temperature, START, ENDS);
  return cooled.edges.map(({ logPosterior }) => Math.exp(logPosterior));
}

/** What all paths but the best one weigh beside it at a temperature, to the last digit: (p / best)^(1/T), added up. */
function othersBesideBest(temperature: number, bestPath: string, bestScore: number): number {
  return allPaths(FIRST_GRAPH, START, ENDS)
    .filter((edges) => arrows(edges.map(({ to }) => to)) !== bestPath)
    .map((edges) => edges.reduce((sum, edge) => sum + logWeight(edge), 0))
    .reduce((sum, score) => sum + Math.exp((score - bestScore) / temperature), 0);
}

export const cooling = measurement({
  id: 'sum-to-max',
  kinds: {
    cold: 'exact',
    coldShare: 'float64',
    edges: {
      temperature: 'exact',
      from: 'exact',
      to: 'exact',
      weight: 'exact',
      share: 'float64',
      onBest: 'exact',
    },
    rows: {
      temperature: 'exact',
      total: 'float64',
      aboveBest: 'float64',
      bestShare: 'float64',
      otherShare: 'float64',
    },
    ways: {
      temperature: 'exact',
      steps: { path: 'exact', p: 'float64', overA: 'float64' },
      paths: { path: 'exact', p: 'float64', overA: 'float64' },
    },
    parted: 'exact',
    curve: { temperature: 'exact', total: 'float64' },
    best: 'exact',
    bestScore: 'float64',
    paths: 'exact',
  },
  async measure() {
    const best = bestPathTo(FIRST_GRAPH, ENDS);
    const ways = COMPARED.map(twoWaysToCool);
    const coldest = at(ways, ways.length - 1);
    const parted: 'yes' | 'no' = coldest.steps.path === coldest.paths.path ? 'no' : 'yes';
    return {
      cold: COLD,
      coldShare: coldest.paths.p,
      ways,
      parted,
      edges: TEMPERATURES.flatMap((temperature) => {
        const shares = sharesAt(temperature);
        return FIRST_GRAPH.edges.map((edge, place) => {
          const onBest: 'yes' | 'no' = isOn(best.path, edge) ? 'yes' : 'no';
          return { temperature, ...edge, share: shares[place] ?? Number.NaN, onBest };
        });
      }),
      rows: TABLED.map((temperature) => {
        const total = totalAt(temperature);
        const others = othersBesideBest(temperature, arrows(best.path), best.score);
        return {
          temperature,
          total,
          aboveBest: temperature * Math.log1p(others),
          bestShare: 1 / (1 + others),
          otherShare: others / (1 + others),
        };
      }),
      curve: GRID.map((temperature) => ({ temperature, total: totalAt(temperature) })),
      best: arrows(best.path),
      bestScore: best.score,
      paths: 5,
    };
  },
});
