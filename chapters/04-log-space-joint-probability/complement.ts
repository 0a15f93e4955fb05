import { curious, figure, list, output, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { asPython, cite, codeText, given, math, nats, real, ref } from '#report/values';
import { complements, FORMULAS, OVERFLOW } from './complement.measure.ts';
import { sumsInUse } from './log-sum-exp.measure.ts';
import { precision } from './precision.measure.ts';

const logScale = (field: string, title: string, tickCount: number) =>
  mark.q(field, { scale: { type: 'log' }, title, axis: { labelExpr: '$powerOfTen', tickCount } });

const DISTANCE = logScale('distance', '−x, in nats below certainty', 9);
const ERROR = logScale('error', 'relative error', 6);

/** The first formula is drawn as rings, so that the points of the others can be seen inside them. */
const LOOKS = [
  { size: 170, fill: 'transparent', stroke: '$blue', shape: 'circle' },
  { size: 34, fill: '$plum', stroke: '$plum', shape: 'square' },
  { size: 34, fill: '$gold', stroke: '$gold', shape: 'triangle-up' },
];
const formulaScale = (channel: 'fill' | 'stroke' | 'shape') =>
  mark.n('formula', { title: null, sort: FORMULAS, scale: { range: LOOKS.map((look) => look[channel]) } });

const plainFormulas = (m: Seen<typeof complements>) =>
  curious(prose`How wrong are the plain formulas for “not”?`, [
    prose`${ref('one-minus-errors')} shows where each formula for “not” fails: the plain one at both ends, each of the
        other two at one end.`,
    figure({
      id: 'one-minus-errors',
      caption: prose`The relative error of three formulas for “not”, measured against that function, from nearly
          certain (left) to nearly impossible (right). Where a formula gives exactly the function's value, it has
          no point. The dashed line is where the function switches.`,
      alt: prose`Points on two logarithmic axes. The formula as it stands is wrong at both ends; the form with log1p
          shares its errors at the left end, the form with expm1 those at the right end.`,
      data: {
        rows: m.errors.filter((row) => row.error !== null),
        change: [{ distance: m.change, error: given(0.01), label: prose`switch at ln ${given(2)}` }],
      },
      spec: {
        height: 260,
        layer: [
          ...mark.labelled(
            mark.reference({ x: DISTANCE }, { data: 'change' }),
            { style: 'annotation', align: 'right', dx: -8 },
            { y: ERROR },
          ),
          ...FORMULAS.map((formula, index) =>
            mark.points(
              {
                x: DISTANCE,
                y: ERROR,
                stroke: formulaScale('stroke'),
                fill: formulaScale('fill'),
                shape: formulaScale('shape'),
              },
              {
                transform: [{ filter: `datum.formula === '${formula}'` }],
                strokeWidth: 2,
                size: LOOKS[index]?.size,
              },
            ),
          ),
        ],
      },
    }),
    prose`${ref('log-space-edges')} also covers awkward cases of other operations. \`logAddExp\` is log-sum-exp of
        two numbers, and \`logSubExp\` is “one event without another that is a part of it” (code in
        ${ref('operations')}).`,
    table({
      id: 'log-space-edges',
      caption: prose`Awkward cases, computed in TypeScript. (${given(OVERFLOW)} cannot be a
          log-probability, but it can be a logit.)`,
      rows: m.rows,
      columns: [
        ['expression', (row) => codeText(row.expression)],
        ['plain formula', (row) => real(row.naive, 7)],
        ['our function', (row) => real(row.stable, 7)],
      ],
    }),
    prose`In Python, some of the plain formulas stop with an error. For two impossible events, the plain formula is
        right. Without its guard, our function would subtract infinity from infinity. The sum of no probabilities is
        zero, so its logarithm is −∞. The mean of no probabilities is undefined, so we return NaN.`,
  ]);

export const complement = section({
  id: 'complement',
  title: prose`The probability of “not”: \`log1p\` and \`expm1\``,
  needs: { m: complements, use: sumsInUse, precise: precision },
  write: ({ m, use, precise }) => [
    prose`How likely is it that *neither* “bread” nor “fish” comes next? If ${math`x`} is the log-probability of “bread
      or fish”, that of “neither” is ${math`\ln(1 - e^x)`}. Here, “neither” scores ${nats(use.neither, 3)}.

      Computed as written, the formula loses digits for nearly certain and nearly impossible events, and at last
      fails. The reason is that floats lie densely near zero but not near one: \`1e-17\` is a float, yet
      \`1 - 1e-17\` is exactly \`1\`.

      - *Near certainty*, ${math`e^x`} can round to one, and then ${math`1 - e^x`} is zero. \`expm1(x)\`
        computes ${math`e^x - 1`} without forming ${math`e^x`}. Use \`log(-expm1(x))\`.
      - *Near impossibility*, ${math`1 - e^x`} can round to one, and then its logarithm is zero. \`log1p(u)\`
        computes ${math`\ln(1 + u)`} without forming ${math`1 + u`}. Use \`log1p(-exp(x))\`.

      Switch at ${math`x = -\ln 2`}, where the event and its complement are equally likely (${cite('maechler-2012')}):

      \`\`\`python
      from math import expm1, log1p

      def log1m_exp(x):  # x <= 0, except for rounding (unchecked)
          if x >= 0:
              return -inf
          if x > -log(2):
              return log(-expm1(x))
          return log1p(-exp(x))

      print(f"{log1m_exp(-1e-20):.3g} {log1m_exp(-50):.3g}")
      \`\`\``,
    output([prose`${asPython(m.rows[4]?.stable, '.3g')} ${asPython(m.rows[5]?.stable, '.3g')}`]),
    prose`No formula saves you if ${math`x`} itself is inexact. The probabilities
      ${list(precise.certain.probabilities.map((q) => given(q)))} add up to one, so “none of them” is impossible. Yet
      added in this order, their log-sum-exp misses zero by a rounding error, and \`log1m_exp\` returns
      ${nats(precise.certain.not, 0)}. **Near certainty, add up the other outcomes instead**.`,
    plainFormulas(m),
  ],
});
