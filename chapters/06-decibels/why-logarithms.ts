import { figure, finding, greater, prose, section } from '#report';
import * as mark from '#report/marks';
import { codeText, count, decibels, given, percent, rank, ref, term, text, token } from '#report/values';
import { probabilityLevels } from './probability-levels.measure.ts';

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

export const whyLogarithms = section({
  id: 'why-logarithms',
  title: prose`A whole prediction on a decibel axis`,
  needs: { m: probabilityLevels },
  write: ({ m }) => [
    prose`After “${text(m.prompt)}”, our model, ${codeText(m.model)}, gives each of its ${count(m.vocabularySize)} tokens
      a probability. ${ref('linear-log-decibel')} draws them all, on a linear axis and in decibels. What does each
      axis show that the other hides?`,
    figure({
      id: 'linear-log-decibel',
      caption: prose`The model's probabilities by ${term('rank')} (on a logarithmic axis): above on a linear
        axis, below in decibels relative to the likeliest token (${given(0)} dB).`,
      alt: prose`Two curves of the same data. On the linear axis the curve begins at ${percent(m.winner.probability)}
        for the first rank and ends at ${percent(m.least.probability)} for the last. In decibels it begins at zero and
        ends at ${decibels(m.least.level, 0)}.`,
      data: m.curve,
      spec: {
        vconcat: [
          panel(mark.q('probability', { title: 'probability' })),
          panel(
            mark.q('level', { title: 'level in dB, likeliest = zero', scale: { nice: false } }),
            'rank, likeliest first',
          ),
        ],
      },
    }),
    prose`The linear axis shows what happens at the top, and nothing else. On the decibel axis, every token has its
      place: the least likely one is at ${decibels(m.least.level, 0)}. A logarithm turns ratios into differences, so equal steps down
      are equal *factors*, in the middle of the vocabulary as at the top.

      But the decibel axis hides a sum. ${finding({
        id: 'tail-together',
        when: greater('probability of all tokens under a fiftieth of the winner', m.unseen.together, 0.05),
        context: [m.unseen.rank],
        text: () =>
          prose`The tokens from rank ${rank(m.unseen.rank)} onwards have less than a fiftieth each of the probability of the
            likeliest token, ${token(m.winner.text)}. Yet *together* they have ${percent(m.unseen.together, 2)} of the probability.`,
      })} Levels do not add up, and probabilities do (${ref('adding-levels')}).`,
  ],
});
