import { powerToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { figure } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, decibels, percent, probability, rank, ref, term, text, token } from '#report/values';
import { nextToken } from '../01-logits-logprobs-softmax/next-token.ts';

/** Levels that the text speaks of: a hundredth and a millionth of the likeliest token. */
const [HUNDREDTH, MILLIONTH] = [-20, -60];

export const probabilityLevels = measurement({
  id: 'probability-levels',
  needs: { next: nextToken },
  kinds: {
    prompt: 'exact',
    vocabularySize: 'exact',
    winner: { text: 'exact', probability: 'probability' },
    least: { probability: 'probability', level: 'decibels' },
    curve: { rank: 'exact', probability: 'probability', level: 'decibels' },
    belowHundredth: { rank: 'rank', probability: 'probability' },
    belowMillionth: { rank: 'rank', probability: 'probability' },
  },
  async measure({ next }) {
    const winner = at(next.top, 0);
    const levelOf = (p: number): number => powerToDecibels(p / winner.probability);
    const curve = next.curve.map((point) => ({
      rank: Number(point.rank),
      probability: Number(point.probability),
      level: levelOf(point.probability),
    }));
    const firstBelow = (level: number) => {
      const found = curve.find((point) => point.level < level);
      if (!found) throw new RangeError(`no token is ${level} dB below the likeliest`);
      return { rank: found.rank, probability: found.probability };
    };
    return {
      prompt: next.prompt,
      vocabularySize: next.vocabularySize,
      winner: { text: winner.text, probability: winner.probability },
      least: { probability: next.least.probability, level: levelOf(next.least.probability) },
      curve,
      belowHundredth: firstBelow(HUNDREDTH),
      belowMillionth: firstBelow(MILLIONTH),
    };
  },
});

const rankAxis = {
  field: 'rank',
  type: 'quantitative',
  scale: { type: 'log', nice: false },
  axis: { values: [1, 10, 100, 1000, 10_000] },
};
const line = { type: 'line' };

export const threeAxes = section({
  id: 'three-axes',
  title: prose`The same data on three axes`,
  needs: { m: probabilityLevels },
  write({ m }) {
    return [
      prose`
        What does a logarithmic scale do to *meaning*? Take real data. After “${text(m.prompt)}” the model of this report
        gives each of its ${count(m.vocabularySize)} tokens a probability. ${ref('linear-log-decibel')} draws them by
        ${term('rank')}, from the likeliest on, three times. The data are the same. Only the vertical axis changes.
        (Along the ranks all three are logarithmic, or the first dozen tokens would be one point.)
      `,
      figure({
        id: 'linear-log-decibel',
        caption: prose`
          The model's probabilities by rank, on a linear axis, on a logarithmic axis and in decibels below the likeliest
          token. The ranks run on a logarithmic axis in all three.
        `,
        alt: prose`
          Three curves of the same data. On the linear axis the curve falls from ${percent(m.winner.probability)} to the
          floor, where it is from rank ${rank(m.belowHundredth.rank)} on. On the logarithmic axis and in decibels it is one and the same curve, which goes on
          falling to the last rank, at ${decibels(m.least.level)}.
        `,
        data: m.curve.map((point) => ({ ...point })),
        spec: {
          vconcat: [
            {
              height: 130,
              mark: line,
              encoding: {
                x: { ...rankAxis, title: null },
                y: { field: 'probability', type: 'quantitative', title: 'probability, linear' },
              },
            },
            {
              height: 130,
              mark: line,
              encoding: {
                x: { ...rankAxis, title: null },
                y: {
                  field: 'probability',
                  type: 'quantitative',
                  scale: { type: 'log' },
                  title: 'probability, logarithmic',
                  axis: { labelExpr: '$powerOfTen', tickCount: 5 },
                },
              },
            },
            {
              height: 130,
              mark: line,
              encoding: {
                x: { ...rankAxis, title: 'rank, from the likeliest on' },
                y: {
                  field: 'level',
                  type: 'quantitative',
                  title: 'level in dB, likeliest = zero',
                  axis: { values: [0, -40, -80, -120, -160] },
                },
              },
            },
          ],
        },
      }),
      prose`
        What to see on the *linear* axis: equal distances are equal *differences*. The picture is the winner,
        ${token(m.winner.text)}, and a drop. From rank ${rank(m.belowHundredth.rank)} on the curve is below a hundredth of the
        winner, thinner than the line that draws it, and everything there looks like zero. That is true in its way: if you *draw* a token from
        this prediction, the tail hardly matters.

        On the *logarithmic* axis equal distances are equal *ratios*. Now the winner is only the left end, and the tail is
        the picture: it falls through power of ten after power of ten. That is true in its way, too: if you multiply
        probabilities, as one does along a text, a factor is a factor wherever it stands.

        In *decibels* the curve is the same once more. Only the labels have changed: the ratio to a named reference, here
        the likeliest token, is written down as a plain number, and so the axis itself is evenly divided again.
        Around rank ${rank(m.belowMillionth.rank)} a token is some sixty decibels down, a millionth of the winner; the last one is
        at ${decibels(m.least.level)}, a probability of ${probability(m.least.probability)}.
      `,
      prose`
        So a scale is a choice of what counts as *the same step*. Read differences on a linear axis, ratios on a logarithmic
        one. And mind what the logarithm has lost: its axis has **no zero**. Every step down is one more factor, and no
        number of factors leads to nothing: an impossible token would be at minus infinity. Without a zero there is no base
        for bars either. ${ref('bars-on-a-log-axis')} shows what happens if one draws them all the same.
      `,
    ];
  },
});
