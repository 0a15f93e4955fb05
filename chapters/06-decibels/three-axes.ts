import { pow } from '#numerics/pow';
import { choose, figure, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, decibels, given, percent, probability, rank, ref, term, text, token } from '#report/values';
import { probabilityLevels } from './three-axes.measure.ts';

/** The powers of ten below one that have a label, a few, on an axis down to a level in dB. */
function labelled(lowest: number): number[] {
  const decades = -lowest / 10;
  const step = pow(2, Math.max(0, Math.ceil(Math.log2(decades / 6))));
  return Array.from({ length: Math.floor(decades / step) + 1 }, (_, index) => index * step);
}

/** A curve by rank; only the lowest panel names the axis that all share. */
const panel = (y: object, title: string | null = null) => ({
  height: 130,
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
  title: prose`The same data on three axes`,
  needs: { m: probabilityLevels },
  write({ m }) {
    const [unseen, tiny] = [m.unseen.rank, m.belowMillionth.rank];
    return [
      prose`After “${text(m.prompt)}” our model gives each of its ${count(m.vocabularySize)} tokens a probability. How does this list look on three axes (${ref('linear-log-decibel')})?`,
      figure({
        id: 'linear-log-decibel',
        caption: prose`The model's probabilities by ${term('rank')}, on a linear axis, on a logarithmic axis and in
          decibels below the likeliest token. The ranks run on a logarithmic axis in all three.`,
        alt: choose(m.shape, {
          level: prose`Three level lines.`,
          falling: prose`Three curves of the same data. On the linear axis the curve falls from
            ${percent(m.winner.probability)} ${
              unseen === null
                ? prose`to ${percent(m.least.probability)}.`
                : prose`to the floor, where it seems to lie from rank ${rank(unseen)} on.`
            } On the logarithmic axis and in decibels it is one and the same curve, which goes on falling to the last
            rank, at ${decibels(m.least.level, { digits: 0 })}.`,
        }),
        // A logarithm has no place for zero.
        data: m.curve.filter((point) => layout([point.probability], (p) => p > 0)),
        spec: {
          vconcat: [
            panel(mark.q('probability', { title: 'probability, linear' })),
            panel(
              mark.q('probability', {
                scale: { type: 'log', domain: m.limits.probability, nice: false },
                title: 'probability, logarithmic',
                axis: {
                  labelExpr: '$powerOfTen',
                  values: layout(m.limits.probability, (lowest) =>
                    labelled(10 * Math.log10(lowest)).map((decades) => Number(`1e-${decades}`)),
                  ),
                },
              }),
            ),
            panel(
              mark.q('level', {
                title: 'level in dB, likeliest = zero',
                scale: { domain: m.limits.level, nice: false },
                axis: {
                  values: layout(m.limits.level, (lowest) =>
                    labelled(lowest).map((decades) => -10 * decades),
                  ),
                },
              }),
              'rank, from the likeliest on',
            ),
          ],
        },
      }),
      choose(m.shape, {
        level: prose`As three level lines. This model finds all its tokens equally likely here,
          ${probability(m.least.probability)} each. Otherwise equal distances are equal *differences* on the *linear*
          axis; on the *logarithmic* one and in *decibels* they are equal *ratios*.`,
        falling: prose`On the *linear* axis equal distances are equal *differences*. ${
          unseen === null
            ? prose`No token has less than a fiftieth of the probability of the winner, ${token(m.winner.text)}: here
                this axis shows them all.`
            : prose`The picture is a drop from the winner, ${token(m.winner.text)}, to the floor. From rank
                ${rank(unseen)} on each token has less than a fiftieth of the winner's probability, and looks like
                nothing. ${choose(m.tail, {
                  thousands: prose`*Together* they hold ${percent(m.unseen.together, { digits: 2 })}: the eye does not
                    add up a tail of thousands.`,
                  heavy: prose`*Together* they hold ${percent(m.unseen.together, { digits: 2 })}: the eye does not add
                    up a long tail.`,
                  light: prose`For once that is nearly true: *together* they hold
                    ${percent(m.unseen.together, { digits: 2 })}.`,
                })}`
        }

        On the *logarithmic* axis equal distances are equal *ratios*${
          unseen === null ? prose`.` : prose`, and now the tail is the picture.`
        } ${
          tiny === null
            ? prose`No token is sixty decibels down, a millionth of the winner.`
            : prose`From rank ${rank(tiny)} on a token is more than sixty decibels down: less than a millionth of the
                winner.`
        }`,
      }),
      prose`So a scale is a choice of what counts as *the same step*. A logarithmic one cannot show **zero**: an impossible token would lie at minus infinity; ${given(0)} decibels are a ratio of one.`,
    ];
  },
});
