import { at } from '#numerics/list';
import { prose, section, table } from '#report';
import { equation, given, math, percent, ref, term, text } from '#report/values';
import { cooling } from './temperature.measure.ts';

export const temperatureSection = section({
  id: 'sum-to-max',
  title: prose`From sum to maximum`,
  needs: { m: cooling },
  write({ m }) {
    const coldest = at(m.rows, m.rows.length - 1);
    const told = ({ path, p }: typeof coldest.steps) => prose`${text(path)} ${percent(p, 2)}`;
    return [
      prose`A ${term('temperature')} ${math`T`} connects adding all paths and keeping the best:`,
      equation`a \oplus_T b = T \ln\left(e^{a/T} + e^{b/T}\right)`,
      prose`At ${math`T = 1`} this is log-add-exp; as ${math`T`} falls to zero, it becomes ${math`\max`}. Its gradient is again the share of each edge, but each path counts with the weight ${math`p^{1/T}`}. In the limit, the best path has a share of one and all others zero (unless they tie): the gradient collapses onto the best
        path.

        A language model's temperature rescales each *step* instead, and normalises again. Does it lead to the same
        path (${ref('two-ways-to-cool')})?`,
      table({
        id: 'two-ways-to-cool',
        caption: prose`The most probable path on the map and its share of all paths, if each step or each whole path
          is rescaled. The last column is the best path among those to z.`,
        rows: m.rows,
        columns: [
          [math`T`, (row) => given(row.temperature)],
          ['each step rescaled', (row) => told(row.steps)],
          ['whole paths rescaled', (row) => told(row.paths)],
          ['whole paths to z', (row) => told(row.gradient)],
        ],
      }),
      prose`At ${math`T =`} ${given(coldest.temperature)} it does not: rescaled steps lead to the greedy path, rescaled paths
        to the most probable one. So a language model at a low temperature is greedy, and does not search for the most probable text.`,
    ];
  },
});
