import { prose, section } from '#report';
import { equation, given, math, percent, term, text } from '#report/values';
import { cooling } from './temperature.measure.ts';

export const temperatureSection = section({
  id: 'sum-to-max',
  title: prose`From sum to maximum`,
  needs: { m: cooling },
  write: ({ m: { temperature, steps, paths } }) => [
    prose`A ${term('temperature')} ${math`T`} interpolates between adding all paths and keeping the best:`,
    equation`a \oplus_T b = T \ln\left(e^{a/T} + e^{b/T}\right)`,
    prose`At ${math`T = 1`} this is log-add-exp. Each path of probability ${math`p`} contributes ${math`p^{1/T}`} inside the
      logarithm. As ${math`T`} falls to zero, ⊕ becomes ${math`\max`}, and the gradient collapses onto the best path (unless
      paths tie).

      A language model's temperature rescales each *step* instead and normalizes the steps out of each node. Take our
      map at ${math`T =`} ${given(temperature)}. If whole paths are rescaled, ${text(paths.path)}, the most probable
      path, gets a share of ${percent(paths.p, 2)}. If each step is rescaled, ${text(steps.path)}, the greedy path,
      gets ${percent(steps.p, 2)}. As ${math`T`} falls to zero, a language model approaches the greedy text, which need
      not be the most probable text.`,
  ],
});
