import { allPaths } from '#numerics/graph';
import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { edgeMarginals } from '#numerics/path-totals';
import { each, either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { GRAPH, logWeight, product, START } from './graphs.ts';

const OBSERVED_END = 'y';
const PROMPT = 'France: paris, Italy: rome. Capital of France:';
const SPELLINGS = [' Paris', ' paris'];

export const graphExercises = measurement({
  id: 'graph-exercises',
  kinds: {
    ...each('float64', 'overA', 'overB', 'pathA', 'pathB'),
    ...each('nats', 'usual', 'small', 'both'),
  },
  async measure({ lm }) {
    const { nodes } = edgeMarginals(GRAPH, logWeight, START, OBSERVED_END);
    const paths = allPaths(GRAPH, START, [OBSERVED_END]).map(product);
    const forms = SPELLINGS.map((form) => lm.encode(form));
    const scores = await lm.scoreContinuations(lm.encode(PROMPT), forms);
    const [usual, small] = [at(scores, 0).total, at(scores, 1).total];
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      prompt: PROMPT,
      end: OBSERVED_END,
      overA: Math.exp(nodes.get('A') ?? Number.NaN),
      overB: Math.exp(nodes.get('B') ?? Number.NaN),
      pathA: at(paths, 0),
      pathB: at(paths, 1),
      usual,
      small,
      both: logAddExp(usual, small),
    };
  },
});
