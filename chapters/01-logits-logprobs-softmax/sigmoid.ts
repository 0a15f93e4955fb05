import { at } from '#numerics/list';
import { choose, code, curious, figure, layout, prose, type Seen, section, table, visible } from '#report';
import * as mark from '#report/marks';
import { equation, math, nats, percent, real, ref, term, text, token } from '#report/values';
import { placesWithRoom } from '../room.ts';
import { twoChoices } from './sigmoid.measure.ts';

/** The plot of the figure in pixels, about, and what a letter of a label takes. */
const [WIDTH, HEIGHT, TOP] = [525, 280, 1.08];
const LETTER = 7.5;

/** Where labels stand: beside their marks, or above them where the curve is flat. */
const LOOKS = {
  left: { align: 'right', dx: -8, dy: -7 },
  right: { align: 'left', dx: 9, dy: 3 },
  below: { align: 'left', dx: 4, dy: 14 },
  'above the upper end': { align: 'right', dx: -8, dy: -12 },
  'above the lower end': { align: 'right', dx: 4, dy: -12 },
};
/** At the left end of the axis, for a mark so near to it that a label has no room before it. */
const AT_THE_AXIS = { align: 'left', dx: 4, dy: -12 };

type Side = keyof typeof LOOKS | 'at the axis';

/** Where a label so many letters long leaves the curve alone, the best place first. */
function sidesOf(difference: number, share: number, from: number, to: number, letters: number) {
  const [x, y] = [((difference - from) / (to - from)) * WIDTH, (1 - share / TOP) * HEIGHT];
  const long = LETTER * letters;
  const low: Side = share >= 0.02 ? 'right' : x < long ? 'at the axis' : 'above the lower end';
  const high: Side[] = [share > 0.99 ? 'above the upper end' : 'left', 'below'];
  return (share < 0.2 ? [low] : high).map((side) => {
    const { align, dx, dy } = side === 'at the axis' ? AT_THE_AXIS : LOOKS[side];
    const end = (side === 'at the axis' ? 0 : x) + dx;
    const left = align === 'left' ? end : end - long;
    return { side, place: { left, right: left + long, top: y + dy - 7, bottom: y + dy + 7 } };
  });
}

const BEYOND_THE_EDGE = { left: WIDTH, right: 2 * WIDTH, top: 0, bottom: HEIGHT };

/** The pairs as marks, each with a label where it has room. */
function marksOf({ pairs, curve }: Seen<typeof twoChoices>) {
  const ends = [curve[0]?.difference, curve.at(-1)?.difference] as const;
  const marks = pairs.map(({ a, b, logitDifference, sigmoid }) => {
    const label = `${visible(a)} or ${visible(b)}`;
    const sides = layout([logitDifference, sigmoid, ...ends], (...numbers) =>
      sidesOf(...numbers, label.length),
    );
    return { difference: logitDifference, probability: sigmoid, label, sides };
  });
  const rooms = placesWithRoom(
    marks.map(({ sides }) => sides.map(({ place }) => place)),
    [BEYOND_THE_EDGE],
  );
  return marks.map(({ sides, ...row }, index) => {
    return { ...row, side: sides[at(rooms, index)]?.side ?? 'no room' };
  });
}

export const sigmoidSection = section({
  id: 'sigmoid',
  title: prose`Two choices: the sigmoid`,
  needs: { m: twoChoices },
  write: ({ m }) => [
    prose`Often only two answers matter: yes or no, ${token(m.pairs[0]?.a)} or ${token(m.pairs[0]?.b)}. What
      is the probability of the first, *given that it is one of the two*? Divide by what the two hold
      together:`,
    equation`\frac{p_a}{p_a + p_b} = \frac{1}{1 + e^{-(z_a - z_b)}} = \sigma(z_a - z_b)`,
    prose`This is softmax with two choices, called ${term('sigmoid')}. It takes one number, the difference of
      two logits. Everything else in the vocabulary has cancelled, the log-sum-exp included. So at one
      position the difference of two logits and the difference of two log-probabilities are the same number.

      Does the shortcut agree with the long way? ${ref('pairs')} computes five shares both ways, and
      ${ref('sigmoid-curve')} places them on the curve.`,
    table({
      id: 'pairs',
      caption: prose`Pairs of tokens after “${text(m.prompt)}”. The last two columns reach the same share in
        two ways: from the probabilities, and from the logits through ${math`\sigma`}.`,
      rows: m.pairs,
      columns: [
        [math`a`, (row) => token(row.a)],
        [math`b`, (row) => token(row.b)],
        [math`z_a - z_b`, (row) => real(row.logitDifference, { digits: 2 })],
        [math`\ell_a - \ell_b`, (row) => nats(row.logprobDifference, { digits: 2 })],
        [math`p_a / (p_a + p_b)`, (row) => (row.share === null ? prose`0 / 0` : percent(row.share))],
        [math`\sigma(z_a - z_b)`, (row) => percent(row.sigmoid)],
      ],
    }),
    figure({
      id: 'sigmoid-curve',
      caption: prose`The sigmoid, and where the pairs of ${ref('pairs')} lie on it.`,
      alt: prose`An S-shaped curve from zero at the left to one at the right, through one half at a difference
        of zero. ${token(m.pairs[0]?.a)} against ${token(m.pairs[0]?.b)} lies ${choose(
          layout([m.pairs[0]?.sigmoid], (share) => (share > 0.9 ? 'far up' : 'there')),
          { 'far up': prose`far up at`, there: prose`at` },
        )}
        ${percent(m.pairs[0]?.sigmoid)}.`,
      data: {
        rows: m.curve,
        marks: marksOf(m),
      },
      spec: {
        height: 280,
        layer: [
          mark.line({
            x: mark.q('difference', { title: 'difference of the two logits', scale: { nice: false } }),
            y: mark.q('probability', {
              title: 'share of the first of two',
              scale: { domain: [0, 1.08], nice: false },
              axis: { format: '%', values: [0, 0.25, 0.5, 0.75, 1] },
            }),
          }),
          mark.dots({ x: 'difference', y: 'probability' }, { data: 'marks', size: 60 }),
          ...mark
            .cases('side', LOOKS, { data: 'marks' })
            .map((look) => mark.label({ x: 'difference', y: 'probability', text: 'label' }, look)),
          ...mark
            .cases('side', { 'at the axis': AT_THE_AXIS }, { data: 'marks' })
            .map((look) => mark.label({ x: { value: 0 }, y: 'probability', text: 'label' }, look)),
        ],
      },
    }),
    prose`What to see: ${choose(m.ways, {
      agree: prose`the two ways agree in every digit shown.`,
      'one is lost': prose`the two ways agree in every digit shown, except where both probabilities are too small
        for float64; there only the logits know the share.`,
    })} A difference of zero is even odds, and the
      further from zero, the nearer to certainty.`,
    curious(prose`How is the sigmoid computed without overflow?`, [
      prose`The code has two branches, so that \`Math.exp\` is only ever given a number that is zero or
        negative, and cannot overflow.`,
      code('#numerics/sigmoid', 'sigmoid'),
      prose`In ${ref('pairs')} the two ways to a share ${choose(
        layout([m.largestDifference], (most) => (most === 0 ? 'agree' : 'differ')),
        {
          differ: prose`differ by at most ${real(m.largestDifference, { digits: 2 })}, which is rounding.`,
          agree: prose`agree to the last bit.`,
        },
      )}`,
    ]),
  ],
});
