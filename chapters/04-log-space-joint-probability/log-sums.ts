import { choose, code, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import {
  cite,
  codeText,
  countInWords,
  equation,
  given,
  math,
  nats,
  percent,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { FORMULAS, logSpaceInUse, logSums, OVERFLOW } from './log-sums.measure.ts';
import { ringed } from './ring.ts';

const ONE = { digits: 1 } as const;

const logScale = (field: string, title: string, tickCount: number) =>
  mark.q(field, { scale: { type: 'log' }, title, axis: { labelExpr: '$powerOfTen', tickCount } });

const DISTANCE = logScale('distance', '−x, in nats below certainty', 9);
const ERROR = logScale('error', 'relative error', 6);

/** What can be done with log-probabilities x, y, x₁ … xₙ; m is the largest of them. */
const TOOLS = [
  {
    want: prose`*x*, then *y*`,
    means: math`\ln(e^x \cdot e^y)`,
    stable: math`x + y`,
    known: prose`plus`,
  },
  {
    want: prose`*x* or *y*`,
    means: math`\ln(e^x + e^y)`,
    stable: math`m + \operatorname{log1p}(e^{-d})`,
    known: prose`log-add-exp: \`numpy.logaddexp\``,
  },
  {
    want: prose`any of *n*`,
    means: math`\ln \sum_i e^{x_i}`,
    stable: math`m + \ln \sum_i e^{x_i - m}`,
    known: prose`${term('log-sum-exp')}: \`scipy.special.logsumexp\``,
  },
  {
    want: prose`the mean of *n*`,
    means: math`\ln \frac{1}{n} \sum_i e^{x_i}`,
    stable: math`\operatorname{LSE}(x) - \ln n`,
    known: prose`log-mean-exp`,
  },
  {
    want: prose`the share of *x* among *n*`,
    means: math`\ln \left( e^x / \sum_i e^{x_i} \right)`,
    stable: math`x - \operatorname{LSE}(x)`,
    known: prose`\`log_softmax\``,
  },
  {
    want: prose`not *x*`,
    means: math`\ln(1 - e^x)`,
    stable: math`\operatorname{log1mexp}(x)`,
    known: prose`Stan's \`log1m_exp\``,
  },
  {
    want: prose`not *q*, from a probability`,
    means: math`\ln(1 - q)`,
    stable: math`\operatorname{log1p}(-q)`,
    known: prose`\`log1p\``,
  },
  {
    want: prose`*x* without *y*`,
    means: math`\ln(e^x - e^y)`,
    stable: math`x + \operatorname{log1mexp}(y - x)`,
    known: prose`Stan's \`log_diff_exp\``,
  },
];

export const addingInLogSpace = section({
  id: 'adding-in-log-space',
  title: prose`Add, average and negate without leaving log-space`,
  needs: { m: logSums, use: logSpaceInUse },
  write({ m, use }) {
    const [one, other] = use.names;
    return [
      prose`Sums of logarithms multiply probabilities. But some questions *add* probabilities: how likely is “${text(one)}” **or**
        “${text(other)}”? (Neither begins the other, so they exclude each other.) Carried over to log-space, and written ${math`\oplus`}, that sum is`,
      equation`x \oplus y = \ln(e^x + e^y)`,
      prose`and this time the detour stays. As it stands it fails where we need it. ${choose(use.naive, {
        nothing: prose`The whole text with “${text(one)}” has ${nats(use.whole, { digits: 0 })}: both exponentials
          are zero, and the logarithm of zero is minus infinity.`,
        'a number': prose`At a thousand nats below zero, both exponentials are zero, and the logarithm of zero is minus
          infinity.`,
      })} So take the larger one out first (${cite('gundersen-2020')}). With the larger one ${math`m`} and the distance
        ${math`d`} between the two:`,
      equation`\ln(e^x + e^y) = m + \ln\left(1 + e^{-d}\right)`,
      code('#numerics/log-add-exp', 'log-add-exp'),
      prose`\`Math.log1p(u)\` is ${math`\ln(1 + u)`} and keeps a small ${math`u`} that ${math`1 + u`} would round away.
        The line with \`isFinite\` is for two impossible events: minus infinity is the honest logarithm of zero, and
        infinity minus infinity would be \`NaN\`. ${choose(use.naive, {
          nothing: prose`Now the two whole texts together are above zero again. As endings alone,`,
          'a number': prose`As endings alone,`,
        })} “${text(one)}” or “${text(other)}” has ${nats(use.or, ONE)}, which is ${percent(use.share, { digits: 2 })}.

        And how likely is it that *neither* comes? “Not” is ${math`\ln(1 - e^x)`}, here ${nats(use.neither, { digits: 2 })}. Near certainty ${math`1 - e^x`}
        loses its digits, and \`Math.expm1(x)\`, which is ${math`e^x - 1`}, keeps them. Near impossibility \`log1p\`
        does. The switch at ${math`-\ln 2`} is Mächler's (${cite('maechler-2012')}):`,
      code('#numerics/log1m-exp', 'log1m-exp'),
      prose`${ref('toolbox')} is the whole toolbox. With \`logAddExp\` and \`log1mExp\` you can write the rest in a
        line each; \`values.reduce(logAddExp, -Infinity)\` is a ${term('log-sum-exp')}, and ${ref('shift')} has a faster
        one. (More on floats near zero and one: ${cite('stan')}.)`,
      table({
        id: 'toolbox',
        caption: prose`Arithmetic with log-probabilities ${math`x`}, ${math`y`}, ${math`x_1 \dots x_n`}. ${math`m`}:
          the largest; ${math`d`}: the distance of two; LSE: log-sum-exp.`,
        rows: TOOLS,
        columns: [
          ['you want', (row) => row.want],
          ['it means', (row) => row.means],
          ['compute', (row) => row.stable],
          ['known as', (row) => row.known],
        ],
      }),
      prose`Log-mean-exp is the least known and often the right one. ${countInWords(use.wordings, { capital: true })}
        wordings of our question give “${text(use.right)}” as many probabilities. If each is asked as often, its probability is their mean, and the logarithm of that is ${nats(use.mean, ONE)}. The mean
        of the logarithms, ${nats(use.meanOfLogs, ONE)}, is the geometric mean again: never higher.`,
      code('#numerics/log-mean-exp', 'log-mean-exp'),
      curious(prose`What do the plain formulas get wrong?`, [
        prose`${ref('log-space-edges')} runs awkward cases both ways.`,
        table({
          id: 'log-space-edges',
          caption: prose`Awkward cases, as they were computed. (${given(OVERFLOW)} is no log-probability; such numbers
            occur with logits.)`,
          rows: m.rows,
          columns: [
            ['expression', (row) => codeText(row.expression)],
            ['formula as it stands', (row) => real(row.naive, { digits: 4 })],
            ['our function', (row) => real(row.stable, { digits: 7 })],
          ],
        }),
        prose`And would one branch of \`log1mExp\` not be enough? ${ref('one-minus-errors')} shows the relative error of
          three ways, from nearly certain (left) to nearly impossible (right).`,
        figure({
          id: 'one-minus-errors',
          caption: prose`Relative error of three ways to compute the log-probability of “not”, against the
            two-branch function, which the tests check against arithmetic with many more digits. A missing point
            agrees to the last bit. The dashed line stands where the function changes branches.`,
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
        prose`The plain formula (ring) fails at both ends, each of the others at one. On its good side each *is* a branch
          of the function, so no point is drawn.`,
      ]),
    ];
  },
});
