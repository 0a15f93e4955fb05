import { figure, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, decibels, given, percent, probability, rank, ref, term, text, token } from '#report/values';
import { probabilityLevels } from './three-axes.measure.ts';

/** A curve by rank; only the lowest panel names the axis that all share. */
const panel = (y: object, title: string | null = null) => ({
  height: 130,
  ...mark.line({
    x: mark.q('rank', {
      title,
      scale: { type: 'log', nice: false },
      axis: { values: [1, 10, 100, 1000, 10_000] },
    }),
    y,
  }),
});

export const threeAxes = section({
  id: 'three-axes',
  title: prose`The same data on three axes`,
  needs: { m: probabilityLevels },
  write: ({ m }) => [
    prose`What does a logarithmic scale do to *meaning*? After “${text(m.prompt)}” the model of this report
      gives each of its ${count(m.vocabularySize)} tokens a probability. ${ref('linear-log-decibel')} draws
      them by ${term('rank')} three times; only the vertical axis changes.`,
    figure({
      id: 'linear-log-decibel',
      caption: prose`The model's probabilities by rank, on a linear axis, on a logarithmic axis and in
        decibels below the likeliest token. The ranks run on a logarithmic axis in all three.`,
      alt: prose`Three curves of the same data. On the linear axis the curve falls from
        ${percent(m.winner.probability)} to the floor, where it seems to lie from rank
        ${rank(m.belowHundredth.rank)} on. On the logarithmic axis and in decibels it is one and the same
        curve, which goes on falling to the last rank, at ${decibels(m.least.level)}.`,
      data: m.curve,
      spec: {
        vconcat: [
          panel(mark.q('probability', { title: 'probability, linear' })),
          panel(
            mark.q('probability', {
              scale: { type: 'log', domain: m.limits.probability, nice: false },
              title: 'probability, logarithmic',
              axis: { labelExpr: '$powerOfTen', values: [1, 1e-4, 1e-8, 1e-12, 1e-16] },
            }),
          ),
          panel(
            mark.q('level', {
              title: 'level in dB, likeliest = zero',
              scale: { domain: m.limits.level, nice: false },
              axis: { values: [0, -40, -80, -120, -160] },
            }),
            'rank, from the likeliest on',
          ),
        ],
      },
    }),
    prose`What to see on the *linear* axis: equal distances are equal *differences*. The picture is the
      winner, ${token(m.winner.text)}, and a drop. From rank ${rank(m.belowHundredth.rank)} on each token has
      less than a hundredth of the winner's probability, and the curve looks like zero. Yet *together* these
      tokens hold ${percent(m.belowHundredth.together)}: the eye does not add up a tail of thousands.

      On the *logarithmic* axis equal distances are equal *ratios*. Now the tail is the picture. This axis
      suits what is multiplied.

      In *decibels* the curve is the same once more, with plain numbers for the ratio to the likeliest token.
      From rank ${rank(m.belowMillionth.rank)} on a token has less than a millionth of the winner, sixty
      decibels down; the last one is at ${decibels(m.least.level)}, a probability of
      ${probability(m.least.probability)}.`,
    prose`So a scale is a choice of what counts as *the same step*: differences or ratios. The logarithm has
      lost something: its axis has **no zero**. An impossible token would be at minus infinity, and the
      ${given(0)} of the decibel axis is not nothing: it is a ratio of one. Without a zero there is no natural
      base for bars, as ${ref('bars-on-a-log-axis')} shows, unless a ratio of one itself means something, like
      “no change” in ${ref('ratio-converter')}.`,
  ],
});
