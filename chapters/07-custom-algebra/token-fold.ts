import { choose, code, curious, figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, math, nats, rank, real, ref, term, text } from '#report/values';
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
    const pace = choose(m.pace, {
      'bit by bit': prose`bit by bit, until none is left.`,
      'at once': prose`almost at once. The tokens are so unlikely here that the scale has no room for more.`,
    });
    const errorAxis = layout(
      m.errors.map(({ error }) => error),
      (...errors) => errorAxisTo(Math.max(...errors)),
    );
    const [noDigitFrom, stuckFrom] = [m.noDigitFrom ?? undefined, m.stuckFrom ?? undefined];
    return [
      prose`Does the strange scale work for language models? The probability of a text is the product of its
        tokens' probabilities. On the scale ${math`L_4`} that product becomes a composition: put each
        probability on the scale, compose them all, and go back at the end. We let ${codeText(m.model)} read a
        paragraph of our own that begins “${text(m.beginning)}” and has ${count(m.tokens)} tokens after its
        first. \`IDENTITY\` is zero, this world's one.`,
      code('#chapters/07-custom-algebra/token-fold.measure', 'fold'),
      prose`Beside it runs the sum of ${term('log-probability', 'log-probabilities')}. To compare the two,
        ${math`\lambda`} takes the composed number back to ${term('nat', 'nats')}. Columns two and four of
        ${ref('fold-table')} should then be the same. The last column says how far the probability is off.`,
      table({
        id: 'fold-table',
        caption: prose`The first tokens of the paragraph, multiplied in two ways. The third column says how
          far the composed number still is above the floor, ${given(-4)}; the last is the relative error of
          ${math`p`} when it is taken back.`,
        rows: m.rows,
        columns: [
          ['tokens', (row) => count(row.tokens)],
          ['sum of logs (nats)', (row) => nats(row.log)],
          ['above the floor', (row) => real(row.above)],
          ['taken back (nats)', (row) => nats(row.decoded)],
          [
            prose`relative error of ${math`p`}`,
            ({ state, error }) => (state === 'stuck' ? prose`stuck at the floor` : real(error)),
          ],
        ],
      }),
      prose`What to see: ${choose(m.begins, {
        well: prose`the first ${count(m.agreesFor)} tokens agree to a millionth.`,
        badly: prose`almost from the first token on the two differ by more than a millionth.`,
        'well to the end': prose`all ${count(m.tokens)} tokens agree to a millionth.`,
      })}${choose(m.lateIs, {
        off: prose` By token ${count(m.late.tokens)} the error is ${real(m.late.error)}.`,
        'no news': prose``,
      })} ${choose(m.ending, {
        stuck: prose`From token ${choose(m.fades, {
          before: prose`${rank(noDigitFrom)} on the error is above ${given(m.noDigit)}, and from token
            ${rank(stuckFrom)}`,
          'at once': prose`${rank(stuckFrom)}`,
        })} on the number is ${given(-4)} and stays there. The sum of logs, at
            ${nats(m.stuckLog ?? undefined)} by then, keeps going.`,
        'no digits': prose`From token ${rank(noDigitFrom)} on the error is above ${given(m.noDigit)}. The sum of
            logs keeps going.`,
        alive: prose`This paragraph ends before the digits do; a longer one would not.`,
      })}

        Do the digits get lost at once, or bit by bit? ${ref('fold-figure')} has the error after every
        token.`,
      figure({
        id: 'fold-figure',
        caption: prose`The relative error of the probability of the first ${math`n`} tokens, composed on
          ${math`L_4`} and taken back, on a logarithmic axis.${choose(m.ending, {
            stuck: prose` What is stuck stays stuck.`,
            'no digits': prose``,
            alive: prose``,
          })}`,
        alt: prose`Points that ${choose(m.pace, { 'bit by bit': prose`on the whole climb`, 'at once': prose`climb steeply` })} on a logarithmic axis. They ${choose(
          m.begins,
          {
            well: prose`pass the line of a millionth after token ${count(m.agreesFor)}.`,
            badly: prose`pass the line of a millionth at once.`,
            'well to the end': prose`stay below the line of a millionth.`,
          },
        )} ${choose(m.ending, {
          stuck: prose`They pass the line of one tenth near token ${rank(noDigitFrom)}; from token
              ${rank(stuckFrom)} on they stay at one, marked as stuck.`,
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
      prose`What to see: ${choose(m.ending, { stuck: pace, 'no digits': pace, alive: prose`bit by bit; but this text ends before the last.` })} At ten tokens the number is ${choose(
        m.atTen,
        {
          ten: prose`still ${real(m.stepsAtTen, { digits: 2 })} float steps above ${math`-4`}, and so has about ten
          digits.`,
          other: prose`still ${real(m.stepsAtTen, { digits: 2 })} float steps above ${math`-4`}: it has as many
          digits as this number.`,
          none: prose`${math`-4`} already.`,
        },
      )} A
        probability below ${math`2^{-216}`}, which is ${real(m.vanish, { digits: 2 })}, is nearer to
        ${math`-4`} than to the next float: it rounds to impossible.

        But plain probabilities have a floor, too, at zero. ${choose(m.plain.state, {
          agrees: prose`Why are they`,
          differs: prose`Are they`,
          zero: prose`Are they`,
        })} better off? Floats grow ever finer
        towards zero. ${choose(m.plain.state, {
          zero: prose`Yet this paragraph is too long for them as well: simply multiplied, its probabilities are
            exactly zero at the end.`,
          agrees: prose`Simply multiplied, the whole paragraph still agrees with the sum of logs to a
            millionth.`,
          differs: prose`Simply multiplied, the whole paragraph no longer agrees with the sum of logs to a
            millionth.`,
        })} What hurts is a floor *away from zero*, where floats are evenly spaced. Plain products last to
        about ${nats(m.subnormalLog, { digits: 0 })}${
          m.plain.reach === null ? prose`` : prose`, some ${count(m.plain.reach)} tokens of this kind`
        }; a sum
        of logs has no such end. That is why this report computes with logs.`,
      curious(prose`Would a negative k help?`, [
        prose`The scale with ${math`k = -4`} has no floor. There, ${math`1 + a/k`} is ${math`p^{-1/4}`}, which
          *grows* as the text goes on, and a growing float keeps its digits. After all ${count(m.tokens)}
          tokens the number is ${real(m.otherSign.folded)}, and taken back it is ${nats(m.otherSign.decoded)}.
          ${choose(m.otherSign.state, {
            agrees: prose`That agrees with the sum of logs to a millionth of the probability. So the place of
              the floor is to blame, not the algebra.`,
            overflows: prose`That is too large for a float: the text is too unlikely for this scale, too.`,
            differs: prose`That differs from the sum of logs by more than a millionth of the probability.`,
          })} ${choose(m.otherSign.state, {
            agrees: prose`But such a number ${term('overflow', 'overflows')} at last: our`,
            differs: prose`But such a number ${term('overflow', 'overflows')} at last: our`,
            overflows: prose`It is an ${term('overflow')}: our`,
          })} program multiplies two of them before it divides by four, and gets no further than ${nats(m.otherSign.reach, { digits: 0 })}. A sum
          of logs has no such end.`,
      ]),
    ];
  },
});
