import { prose, section } from '#report';
import { equation, given, math, percent, term, text } from '#report/values';
import { cooling } from './temperature.measure.ts';

export const temperatureSection = section({
  id: 'sum-to-max',
  title: prose`From sum to maximum`,
  needs: { m: cooling },
  write: ({ m: { temperature, steps, paths } }) => [
    prose`A ${term('temperature')} ${math`T`} interpolates between adding all paths and keeping the best one:`,
    equation`a \oplus_T b = T \ln\left(e^{a/T} + e^{b/T}\right)`,
    prose`At ${math`T = 1`} this is log-add-exp; as ${math`T`} falls to zero, it becomes ${math`\max`}. The gradient of the log
      total again gives the share of each edge, but a path with probability ${math`p`} now has the weight
      ${math`p^{1/T}`}. In the limit, the best path has a share of one and all others have zero (unless they tie): the gradient
      collapses onto the best path.

      A language model's temperature rescales each *step* instead, and normalises it again. Does that favour the same path? On
      our map at ${math`T =`} ${given(temperature)}, rescaling whole paths gives the most probable path, ${text(paths.path)}, a share of
      ${percent(paths.p, 2)}. Rescaling each step gives the greedy path, ${text(steps.path)}, ${percent(steps.p, 2)}. As
      ${math`T`} falls to zero, each step goes to its most probable token. So a language model approaches the greedy text,
      which need not be the most probable text.`,
  ],
});
