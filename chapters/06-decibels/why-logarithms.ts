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
  title: prose`Why logarithms?`,
  needs: { m: probabilityLevels },
  write: ({ m }) => [
    prose`After “${text(m.prompt)}”, our model, ${codeText(m.model)}, gives each of its ${count(m.vocabularySize)} tokens
      a probability. ${ref('linear-log-decibel')} draws the probabilities twice, on a linear scale and in *decibels*: ${given(10)} dB
      less is a tenth of the probability. What does the second scale show that the first hides?`,
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
    prose`${finding({
      id: 'tail-together',
      when: greater('probability of all tokens under a fiftieth of the winner', m.unseen.together, 0.05),
      context: [m.unseen.rank],
      text: () =>
        prose`On the linear axis, tokens from rank ${rank(m.unseen.rank)} onwards are hard to tell from zero: each has
          less than a fiftieth of the probability of the likeliest token, ${token(m.winner.text)}. Yet *together* they have
          ${percent(m.unseen.together, 2)} of the probability.`,
    })}

      A logarithmic scale turns *ratios* into differences. It suits hearing: the loudest sound you can bear has a trillion
      times the power of the faintest. It also suits belief: getting from one chance in a million to one in a thousand
      takes as much evidence as from one in a thousand to even odds. This chapter uses decibels to measure
      what a retrieved passage is worth.`,
  ],
});
