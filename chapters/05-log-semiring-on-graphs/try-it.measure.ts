import { allPaths } from '#numerics/graph';
import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { edgeMarginals } from '#numerics/path-totals';
import { either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { logWeight, product, SECOND_GRAPH, START } from './graphs.ts';
import { surfaceForms } from './surface-forms.measure.ts';

const OBSERVED_END = 'y';

export const graphExercises = measurement({
  id: 'graph-exercises',
  needs: { forms: surfaceForms },
  kinds: { overA: 'float64', overB: 'float64', pathA: 'float64', pathB: 'float64', two: 'nats' },
  async measure({ forms, lm }) {
    const { nodes } = edgeMarginals(SECOND_GRAPH, logWeight, START, OBSERVED_END);
    const paths = allPaths(SECOND_GRAPH, START, [OBSERVED_END]).map(product);
    const logprobs = forms.table.map(({ list }) => list);
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      end: OBSERVED_END,
      overA: Math.exp(nodes.get('A') ?? Number.NaN),
      overB: Math.exp(nodes.get('B') ?? Number.NaN),
      pathA: at(paths, 0),
      pathB: at(paths, 1),
      two: logAddExp(at(logprobs, 0), at(logprobs, 1)),
    };
  },
});
