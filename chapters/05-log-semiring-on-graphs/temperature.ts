import { prose, section } from '#report';
import { equation, math, term, text } from '#report/values';
import { threeAnswers } from './three-answers.measure.ts';

export const temperatureSection = section({
  id: 'sum-to-max',
  title: prose`Temperature`,
  needs: { m: threeAnswers },
  write: ({ m: { greedy, likeliestPath } }) => [
    prose`A ${term('temperature')} ${math`T`} lets ⊕ vary between adding all paths and keeping only the best one:`,
    equation`a \oplus_T b = T \ln\left(e^{a/T} + e^{b/T}\right)`,
    prose`At ${math`T = 1`} this is log-add-exp. As ${math`T`} falls to zero, ⊕ becomes ${math`\max`}, and the gradient
      collapses onto the best path (unless paths tie).

      A language model's temperature instead rescales and normalizes the probabilities of the *steps* out of each node.
      As ${math`T`} falls to zero, sampling approaches the greedy path (${text(greedy.path)}), which need
      not be the most probable path (${text(likeliestPath.path)}).`,
  ],
});
