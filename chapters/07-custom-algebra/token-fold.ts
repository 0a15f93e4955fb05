import { choose, code, curious, figure, layout, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, given, math, nats, rank, real, ref, term, text } from '#report/values';
import { tokenFold } from './token-fold.measure.ts';

/** What the points are called, by the state of the composed number. */
const REST = { moving: prose`still moving`, stuck: prose`stuck at ${given(-4)}` };

/** The axis of relative errors, for as large ones as there are. */
const errorAxisTo = (largest: number) =>
  mark.q('error', {
    title: 'relative error of p',
    scale: { type: 'log', nice: false, domain: [1e-16, Math.max(10, 10 * largest)] },
    axis: { values: [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3, 1e6, 1e9, 1e12], labelExpr: '$powerOfTen' },
  });
const tokensAxis = mark.q('tokens', { title: 'tokens multiplied so far' });
const points = mark.series('state', { title: null, sort: ['still moving', 'stuck at −4'] });

export const foldSection = section({
  id: 'token-fold',
  title: prose`Real tokens on a scale with a floor`,
  needs: { m: tokenFold },
  write({ m }) {
    const errorAxis = layout(
      m.errors.map(({ error }) => error),
      (...errors) => errorAxisTo(Math.max(...errors)),
    );
    const [noDigitFrom, stuckFrom] = [m.noDigitFrom ?? undefined, m.stuckFrom ?? undefined];
    return [
      prose`Back to the paragraph of ${ref('algebra-compound')}. It begins “${text(m.beginning)}” Each token's
        probability is put on the scale ${math`L_{1/4}`}, and ${math`\boxplus`} composes them one by one. In the
        program \`fromLog\` leads from a log-probability to the scale, \`IDENTITY\` is ${math`0`}, and
        \`composeFactors\` is ${math`\boxplus`}, in a form that ${ref('algebra-pitfalls')} explains:`,
      code('#chapters/07-custom-algebra/token-fold.measure', 'fold'),
      prose`Beside it runs the sum of log-probabilities. To compare the two, the composed number is taken back
        to a probability. How far is it off, token by token (${ref('fold-figure')})?`,
      figure({
        id: 'fold-figure',
        caption: prose`The relative error of the probability of the first ${math`n`} tokens, composed on
          ${math`L_{1/4}`} and taken back, on a logarithmic axis. At ${math`-4`} it is taken for zero, an error of one.${choose(
            m.cut,
            {
              'after the stop': prose` The points end at ${math`n =`} ${rank(m.shown)} of ${count(m.tokens)}: nothing moves any
              more.`,
              nowhere: prose``,
            },
          )}`,
        alt: prose`Points that ${choose(m.pace, { 'bit by bit': prose`on the whole climb`, 'at once': prose`climb steeply` })} on a logarithmic axis. They ${choose(
          m.begins,
          {
            well: prose`pass the line of a millionth after token ${count(m.agreesFor)}.`,
            badly: prose`pass the line of a millionth at once.`,
            'well to the end': prose`stay below the line of a millionth.`,
          },
        )} ${choose(m.ending, {
          stuck: choose(m.stops, {
            'at once': prose`From token ${rank(stuckFrom)} on they stay at one, marked as stuck.`,
            'by degrees': prose`They pass the line of one tenth near token ${rank(noDigitFrom)}; from token
              ${rank(stuckFrom)} on they stay at one, marked as stuck.`,
          }),
          'no digits': prose`They pass the line of one tenth near token ${rank(noDigitFrom)}.`,
          alive: prose`They stay below the line of one tenth.`,
        })}`,
        data: {
          // A logarithmic axis has no place for an error of zero.
          rows: m.errors
            .filter(({ error }) => layout([error], (size) => size > 0))
            .map((point) => ({ ...point, state: REST[point.state] })),
          marks: [
            { error: m.agrees, label: 'a millionth' },
            { error: m.noDigit, label: 'a tenth' },
          ],
        },
        spec: {
          height: 270,
          layer: [
            ...mark.labelled(
              mark.reference({ y: errorAxis }, { data: 'marks' }),
              { style: 'annotation', align: 'left', dx: 8, dy: -10 },
              { x: { value: 0 } },
            ),
            mark.dots({ x: tokensAxis, y: errorAxis, ...points }, { size: 40 }),
          ],
        },
      }),
      prose`${choose(m.ending, {
        stuck: prose`${choose(m.stops, {
          'at once': prose`From token ${rank(stuckFrom)} on the number is ${math`-4`} exactly, and the error one.`,
          'by degrees': prose`From token ${rank(noDigitFrom)} on the error is above a tenth; from token ${rank(stuckFrom)} on the
          number is ${math`-4`} exactly.`,
        })} That is the absorbing element, so it stays there. The sum of logs, at
          ${nats(m.stuckLog ?? undefined, 0)} by then, ends at ${nats(m.total, 0)}.`,
        'no digits': prose`From token ${rank(noDigitFrom)} on the error is above a tenth. The sum of logs ends at
          ${nats(m.total, 0)}.`,
        alive: prose`This paragraph ends before the digits do. The sum of logs ends at ${nats(m.total, 0)}.`,
      })}

        ${choose(m.ending, {
          stuck: prose`Why there?`,
          'no digits': prose`Where would it stop for good?`,
          alive: prose`Where would it stop?`,
        })} The float next above ${math`-4`} is ${math`-4 + 2^{-51}`}. Half way to it lies ${math`-4 + 2^{-52}`}. Behind that stands the factor ${math`2^{-54}`}, which is ${math`p^{1/4}`}, and so the probability ${math`(2^{-54})^4 = 2^{-216}`}, or ${nats(m.vanishLog, 0)}. What is less likely has a number nearer to
        the floor than to any other float, and rounds to impossible.

        But plain probabilities have a floor, too, at zero. ${choose(m.plain.state, {
          agrees: prose`Why are they better off? The plain product of the whole paragraph still agrees with the
            sum of logs to a millionth.`,
          differs: prose`Are they better off? The plain product of this paragraph no longer agrees with the sum
            of logs to a millionth. But they last longer.`,
          zero: prose`Are they better off? This paragraph is too long for them as well: its product is exactly zero. But they last longer.`,
        })} Floats grow ever finer towards zero, and near ${math`-4`} they do not: what hurts is a floor *away
        from zero*. Plain products last to about ${nats(m.subnormalLog, 0)}${
          m.plain.reach === null ? prose`` : prose`, some ${count(m.plain.reach)} tokens of this kind`
        }. A sum of logs has no such end, which is why texts are scored in logs.`,
      curious(prose`Would a negative k help?`, [
        prose`With ${math`k = -\tfrac{1}{4}`} the scale has no floor below. Its factor, ${math`p^{-1/4}`}, *grows* as
          the text goes on, and a growing float keeps its digits. After all ${count(m.tokens)} tokens the number
          is ${real(m.otherSign.folded, 2)}, and taken back it is ${nats(m.otherSign.decoded, 0)}.
          ${choose(m.otherSign.state, {
            agrees: prose`That agrees with the sum of logs to a millionth of the probability: the place of the floor
              is to blame, not the algebra. But such a number ${term('overflow', 'overflows')} in the end,`,
            differs: prose`That differs from the sum of logs by more than a millionth of the probability. And such a
              number ${term('overflow', 'overflows')} in the end,`,
            overflows: prose`That is an ${term('overflow')}: the text is too unlikely for this scale, too, which ends`,
          })} near ${nats(m.otherSign.reach, 0)}.`,
      ]),
    ];
  },
});
