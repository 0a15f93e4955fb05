import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { edgePosteriors } from '#numerics/path-totals';
import { measurement } from '#report/measurement';
import { logWeight, SECOND_GRAPH, START } from './graphs.ts';
import { surfaceForms } from './surface-forms.measure.ts';

const OBSERVED_END = 'y';

export const graphExercises = measurement({
  id: 'graph-exercises',
  needs: { forms: surfaceForms },
  kinds: {
    end: 'exact',
    overA: 'float64',
    overB: 'float64',
    pathA: 'float64',
    pathB: 'float64',
    two: 'nats',
  },
  async measure({ forms }) {
    const { nodes } = edgePosteriors(SECOND_GRAPH, logWeight, START, OBSERVED_END);
    const logprobs = forms.table.map(({ list }) => list);
    return {
      end: OBSERVED_END,
      overA: Math.exp(nodes.get('A') ?? Number.NaN),
      overB: Math.exp(nodes.get('B') ?? Number.NaN),
      pathA: 0.4 * 0.1,
      pathB: 0.35 * 0.8,
      two: logAddExp(at(logprobs, 0), at(logprobs, 1)),
    };
  },
});
