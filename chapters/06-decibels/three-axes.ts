import { figure, finding, greater, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, decibels, given, percent, rank, ref, term, text, token } from '#report/values';
import { probabilityLevels } from './three-axes.measure.ts';

/** A curve by rank; only the lower panel names the axis that both share. */
const panel = (y: object, title: string | null = null) => ({
  height: 150,
  ...mark.line({
    x: mark.q('rank', {
      title,
      scale: { type: 'log', nice: false },
      axis: { values: [1, 10, 100, 1000, 10_000, 100_000] },
    }),
    y,
  }),
});

export const threeAxes = section({
  id: 'three-axes',
  title: prose`The same data on two axes`,
  needs: { m: probabilityLevels },
  write: ({ m }) => [
    prose`After “${text(m.prompt)}”, our model gives each of its ${count(m.vocabularySize)} tokens a probability. What do
      you see of them on a linear axis, and what in decibels (${ref('linear-log-decibel')})?`,
    figure({
      id: 'linear-log-decibel',
      caption: prose`The model's probabilities by ${term('rank')}, on a linear axis and in decibels below the likeliest
        token.`,
      alt: prose`Two curves of the same data. On the linear axis the curve begins at ${percent(m.winner.probability)} for the first rank and ends at ${percent(m.least.probability)} for the last. In decibels it begins at zero and ends at ${decibels(m.least.level, 0)}.`,
      data: m.curve,
      spec: {
        vconcat: [
          panel(mark.q('probability', { title: 'probability' })),
          panel(
            mark.q('level', { title: 'level in dB, likeliest = zero', scale: { nice: false } }),
            'rank, from the likeliest on',
          ),
        ],
      },
    }),
    prose`On a linear axis, equal distances are equal *differences*. ${finding({
      id: 'tail-together',
      when: greater('probability of all tokens under a fiftieth of the winner', m.unseen.together, 0.05),
      text: () =>
        prose`On the linear axis, everything from rank ${rank(m.unseen.rank)} on looks like nothing: each of these tokens has less than a fiftieth of the probability of the winner, ${token(m.winner.text)}. Yet *together* they hold ${percent(m.unseen.together, 2)}.`,
    })} In decibels, equal distances are equal *ratios*, and the tail becomes the picture.

      A logarithmic axis has no place for **zero**: an impossible token would lie at minus infinity, while ${given(0)} dB stands for a ratio of one. So do not draw bars on such an axis. Their length would depend on where you cut it off.`,
  ],
});
