import { figure, finding, greater, prose, section } from '#report';
import * as mark from '#report/marks';
import { codeText, count, decibels, percent, rank, ref, term, text, token } from '#report/values';
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
    prose`How much is a retrieved passage worth to a language model? ${ref('evidence-in-decibels')} answers in
      decibels. Why a logarithmic scale? Because ears and minds notice *ratios*. In a dark room, a second candle is a
      big change; among a hundred, nobody notices it. The loudest sound you can bear has a trillion times the power of
      the faintest you can hear.

      Belief works the same way. Moving from one chance in a million to one in a thousand takes as much evidence as
      moving on to even odds, yet on a scale from zero to one the first step is invisible.

      Our model, ${codeText(m.model)}, gives each of its ${count(m.vocabularySize)} tokens a probability after
      “${text(m.prompt)}”. What do you see of them (${ref('linear-log-decibel')})?`,
    figure({
      id: 'linear-log-decibel',
      caption: prose`The model's probabilities by ${term('rank')}, on a linear axis and in decibels below the
        likeliest token.`,
      alt: prose`Two curves of the same data. On the linear axis the curve begins at ${percent(m.winner.probability)}
        for the first rank and ends at ${percent(m.least.probability)} for the last. In decibels it begins at zero and
        ends at ${decibels(m.least.level, 0)}.`,
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
    prose`Equal distances are equal *differences* on a linear axis, and equal *ratios* on a logarithmic one.
      ${finding({
        id: 'tail-together',
        when: greater('probability of all tokens under a fiftieth of the winner', m.unseen.together, 0.05),
        text: () =>
          prose`On the linear axis, tokens from rank ${rank(m.unseen.rank)} on look like nothing: each has less than a
            fiftieth of the probability of ${token(m.winner.text)}. Yet *together* they hold
            ${percent(m.unseen.together, 2)}.`,
      })}

      Zero has no place on a logarithmic axis, so do not draw bars on one: their length would depend on where you cut
      it off.`,
  ],
});
