import { at } from '#numerics/list';
import { prose, section, table } from '#report';
import { equation, given, math, percent, ref, term, text } from '#report/values';
import { cooling } from './sum-to-max.measure.ts';

export const sumToMax = section({
  id: 'sum-to-max',
  title: prose`From all paths to the best one`,
  needs: { m: cooling },
  write({ m }) {
    const coldest = at(m.ways, m.ways.length - 1);
    const told = ({ path, p }: typeof coldest.steps) => prose`${text(path)} (${percent(p, 2)})`;
    return [
      prose`Between “all paths” and “the best” lies a ${term('temperature')}:`,
      equation`x \oplus_T y = T \ln\left(e^{x/T} + e^{y/T}\right)`,
      prose`At ${math`T = 1`} it is log-add-exp; as ${math`T`} falls to zero it becomes ${math`\max`}. It cools whole *paths*: each weighs
        ${math`p^{1/T}`}.
        The temperature of a language model cools each *step*, and makes the choices there add up to one again. Does it
        lead to the same path? ${ref('two-ways-to-cool')} does both to our map.`,
      table({
        id: 'two-ways-to-cool',
        caption: prose`The likeliest path and its share, when each step is cooled and when whole paths are.`,
        rows: m.ways,
        columns: [
          [math`T`, (row) => given(row.temperature)],
          ['each step cooled', (row) => told(row.steps)],
          ['whole paths cooled', (row) => told(row.paths)],
        ],
      }),
      prose`Not once it is cold: steps lead to the greedy path, ${text(coldest.steps.path)}, paths to the shortest,
        ${text(coldest.paths.path)}. A language model at a low temperature is greedy. It does not look for the likeliest text.`,
    ];
  },
});
