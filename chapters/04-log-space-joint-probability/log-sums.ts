import { code, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { codeText, equation, given, math, real, ref, term } from '#report/values';
import { FORMULAS, logSums, OVERFLOW } from './log-sums.measure.ts';
import { ringed } from './ring.ts';

const logScale = (field: string, title: string, tickCount: number) =>
  mark.q(field, { scale: { type: 'log' }, title, axis: { labelExpr: '$powerOfTen', tickCount } });

const DISTANCE = logScale('distance', '−x, in nats below certainty', 9);
const ERROR = logScale('error', 'relative error', 6);

export const addingInLogSpace = section({
  id: 'adding-in-log-space',
  title: prose`Adding probabilities without leaving log-space`,
  needs: { m: logSums },
  write: ({ m }) => [
    prose`Multiplying has become easy. But probabilities must be added, too: “this answer *or* that one”. On
      the new scale that is the same recipe with ${math`\circ = +`}, and this time the detour does not
      disappear:`,
    equation`x \oplus y = \ln(e^x + e^y)`,
    prose`This is called log-add-exp, the ${term('log-sum-exp')} of two. Written as it stands it fails exactly
      where we need it: ${math`e^{-1000}`} is zero in a float, and the logarithm of zero plus zero is minus
      infinity. Factor out the larger one; only a harmless difference is then exponentiated:`,
    equation`\ln(e^x + e^y) = \max(x, y) + \ln\left(1 + e^{-|x - y|}\right)`,
    prose`In code, \`Math.log1p(u)\` is the logarithm of one plus ${math`u`} that does not lose a small
      ${math`u`} in the sum. The line with \`isFinite\` is for the ends of the scale: when the larger one is
      minus infinity, both probabilities are zero and so is their sum; infinity minus infinity would only give
      \`NaN\`.`,
    code('#numerics/log-add-exp', 'log-add-exp'),
    prose`Does it keep its promise? ${ref('log-space-edges')} runs awkward cases, each by the formula as it
      stands and by the functions of this report. Two more functions are in it: log-sub-exp,
      ${math`\ln(e^x - e^y)`}, takes a part away, and log1m-exp, ${math`\ln(1 - e^x)`}, takes the complement:
      it is the log-probability of *not*. The part for the curious below shows both.`,
    table({
      id: 'log-space-edges',
      caption: prose`Awkward cases of adding, subtracting and taking the complement in log-space, as they were
        computed. (${given(OVERFLOW)} is no log-probability; such numbers occur with logits.)`,
      rows: m.rows,
      columns: [
        ['expression', (row) => codeText(row.expression)],
        ['formula as it stands', (row) => real(row.naive, { digits: 7 })],
        ['our function', (row) => real(row.stable, { digits: 7 })],
      ],
    }),
    prose`What to see: where the formula as it stands runs into infinity, or says zero for a number that is
      merely small, our function has its digits. Where *both* say minus infinity it is no error but the honest
      logarithm of zero, and adding zero changes nothing. Two equal probabilities make twice as much:
      ${real(m.twice, { digits: 7 })} is ${math`\ln 2 \approx 0.6931`} above minus one thousand.`,
    curious(prose`How is the complement computed without losing digits?`, [
      prose`When an event is nearly certain, ${math`e^x`} is nearly one, and one minus it has lost its digits.
        \`Math.expm1(x)\` helps: it is ${math`e^x - 1`} without loss for small ${math`x`}. When the event is
        nearly impossible, \`Math.log1p\` helps instead. The function takes the one or the other, and
        log-sub-exp uses it:`,
      code('#numerics/log1m-exp', 'log1m-exp'),
      code('#numerics/log-sub-exp', 'log-sub-exp'),
      prose`Would one of the two not be enough? ${ref('one-minus-errors')} shows the relative error of three
        ways to compute ${math`\ln(1 - e^x)`}, from nearly certain (left) to nearly impossible (right).`,
      figure({
        id: 'one-minus-errors',
        caption: prose`Relative error of three ways to compute the log-probability of “not”, against the
          two-branch function, which the tests check against arithmetic with many more digits. A missing point
          agrees to the last bit. The dashed line stands where the function changes from one branch to the
          other.`,
        alt: prose`Points on two logarithmic axes. The formula as it stands is wrong at both ends; the form
          with log1p shares its errors at the left end, the form with expm1 those at the right end.`,
        data: {
          rows: m.errors.filter((row) => row.error !== null),
          change: [{ distance: m.change, error: given(0.01), label: prose`change at ln ${given(2)}` }],
        },
        spec: {
          height: 280,
          layer: [
            ...mark.labelled(
              mark.reference({ x: DISTANCE }, { data: 'change' }),
              { style: 'annotation', align: 'right', dx: -8 },
              { y: ERROR },
            ),
            ...ringed({ x: DISTANCE, y: ERROR }, 'formula', FORMULAS, {
              size: 170,
              colors: ['$blue', '$orange', '$teal'],
              shapes: ['circle', 'square', 'triangle-up'],
            }),
          ],
        },
      }),
      prose`What to see: as it stands, the formula (ring) fails at both ends. The \`log1p\` form shares its
        errors on the left, the \`expm1\` form those on the right. On its good side each form *is* a branch of
        our function, so no point is drawn. The change lies at ${math`x = -\ln 2`}, where the probability is a
        half.`,
    ]),
  ],
});
