import { choose, code, curious, figure, layout, prose, section, table, visible } from '#report';
import * as mark from '#report/marks';
import { equation, math, nats, percent, real, ref, term, text, token } from '#report/values';
import { twoChoices } from './sigmoid.measure.ts';

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
        marks: m.pairs.map((row) => ({
          difference: row.logitDifference,
          probability: row.sigmoid,
          label: `${visible(row.a)} or ${visible(row.b)}`,
          isLow: layout([row.sigmoid], (share) => share < 0.2),
        })),
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
          // Below its lower bend the curve leaves room at the right, elsewhere at the left.
          ...[true, false].map((isLow) =>
            mark.label(
              { x: 'difference', y: 'probability', text: 'label' },
              {
                data: 'marks',
                transform: [{ filter: `datum.isLow === ${isLow}` }],
                ...(isLow ? { align: 'left', dx: 9, dy: 3 } : { align: 'right', dx: -8, dy: -7 }),
              },
            ),
          ),
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
