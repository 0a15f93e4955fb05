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
import { takeHome } from './take-home.measure.ts';

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
    stable: math`\operatorname{log1mExp}(x)`,
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
    stable: math`x + \operatorname{log1mExp}(y - x)`,
    known: prose`Stan's \`log_diff_exp\``,
  },
];

export const addingInLogSpace = section({
  id: 'adding-in-log-space',
  title: prose`Log-sum-exp: add, average and say “not” in log-space`,
  needs: { m: logSums, use: logSpaceInUse },
  write({ m, use }) {
    const [one, other] = use.names;
    return [
      prose`Sums of logarithms multiply probabilities. But some questions *add* probabilities: how likely is “${text(one)}” **or**
        “${text(other)}”? (Neither begins the other, so they exclude each other.) To add, the definition takes us back to
        probabilities:`,
      equation`\ln(q_1 + q_2) = \ln(e^x + e^y)`,
      prose`with ${math`x`} and ${math`y`} for their logarithms. As it stands this fails where we need it. ${choose(
        use.naive,
        {
          nothing: prose`${choose(use.read, { whole: prose`Story`, end: prose`The end of the story (as much as leaves room for an ending)` })}, question and “${text(one)}” together have ${nats(use.whole, 1)}: both exponentials are zero, and
          the logarithm of zero is minus infinity.`,
          'a number': prose`At a thousand nats below zero, both exponentials are zero, and the logarithm of zero is minus
          infinity.`,
        },
      )} So take the larger one out first (${cite('gundersen-2020')}). With the larger one ${math`m`} and the distance
        ${math`d`} between the two, ${math`e^x + e^y = e^m (1 + e^{-d})`}, so`,
      equation`\ln(e^x + e^y) = m + \ln\left(1 + e^{-d}\right)`,
      prose`This is safe: ${math`-d`} is never above zero, so ${math`e^{-d}`} cannot ${term('overflow')}, and where it
        vanishes, the ${given(1)} beside it does not.`,
      code('#numerics/log-add-exp', 'log-add-exp'),
      prose`\`Math.log1p(u)\` is ${math`\ln(1 + u)`} and keeps a small ${math`u`} that ${math`1 + u`} would round away.
       
        \`isFinite\` is for two impossible events, where infinity minus infinity would be \`NaN\`. ${choose(
          use.naive,
          {
            nothing: prose`The two whole texts together now have ${nats(use.together, 1)}. As endings alone,`,
            'a number': prose`As endings alone,`,
          },
        )} “${text(one)}” or “${text(other)}” has ${nats(use.or, 1)}, which is ${percent(use.share, 2)}.`,
      prose`More numbers go the same way. With the largest taken out, no exponential exceeds one, and one of them is one: nothing overflows, and no sum is zero. This is ${term('log-sum-exp')}:`,
      equation`\ln \sum_i e^{x_i} = m + \ln \sum_i e^{x_i - m}`,
      code('#chapters/04-log-space-joint-probability/short-log-sum-exp', 'log-sum-exp'),
      prose`It also turns scores into shares: subtract it from each and exponentiate. ${
        use.shareOfOne === null
          ? prose`Here all are minus infinity, and have none.`
          : prose`Of the ${countInWords(use.exclusive)} endings that exclude each other (“${text(use.covers)}” covers the
              longer one that begins with it), “${text(one)}” has ${percent(use.shareOfOne, 2)}.`
      }`,
      prose`And how likely is it that the text goes on with *neither*? If ${math`x`} is the log-probability of “${text(one)}” or “${text(other)}”,
        “not” is ${math`\ln(1 - e^x)`}: ${nats(use.neither, 3)}. The formula is in trouble at
        both ends, since floats lie dense near zero but not near one (${cite('stan')}): \`1e-17\` is kept, yet
        \`1 - 1e-17 === 1\`. Near certainty the distance of ${math`e^x`} from one is rounded off, and \`Math.expm1(x)\`, which
        is ${math`e^x - 1`}, computes it. Near impossibility ${math`1 - e^x`} rounds to one;
        \`log1p\` never forms it. At ${math`x = -\ln 2`}, probability one half, both ends are equally far; there
        ${cite('maechler-2012')} changes branches:`,
      code('#numerics/log1m-exp', 'log1m-exp'),
      prose`${ref('toolbox')} is the whole toolbox.`,
      table({
        id: 'toolbox',
        caption: prose`Arithmetic with log-probabilities ${math`x`}, ${math`y`}, ${math`x_1 \dots x_n`}. ${math`m`}:
          the largest; ${math`d`}: the distance of two; LSE: log-sum-exp. In “then” the second is given the first; in “or” and
          “any” the events exclude each other; in “without” the second is a part of the first. If all are minus
          infinity, “or”, “any” and “without” as written would be \`NaN\`: return minus infinity, as the code does.
          Shares do not exist then.`,
        rows: TOOLS,
        columns: [
          ['you want', (row) => row.want],
          ['it means', (row) => row.means],
          ['compute', (row) => row.stable],
          ['known as', (row) => row.known],
        ],
      }),
      prose`Log-mean-exp is the least known. Along a text one averages logarithms; over *alternatives* the mean of the probabilities is right. ${ref('wordings')} asks our question in
        ${countInWords(use.wordings)} wordings. If all are asked equally often, the ending's probability is the mean of
        the probabilities, and the logarithm of that is ${nats(use.mean, 2)}. The mean of the logarithms, ${nats(use.meanOfLogs, 2)}, belongs to the geometric mean, which is never higher.`,
      table({
        id: 'wordings',
        caption: prose`“${text(use.right)}” after ${choose(use.read, { whole: prose`the story`, end: prose`the end of the story` })} and each wording, in nats.`,
        rows: use.each,
        columns: [
          ['wording', (row) => text(row.question)],
          ['sum', (row) => nats(row.total, 3)],
        ],
      }),

      curious(prose`What do the plain formulas get wrong?`, [
        prose`${ref('log-space-edges')} runs awkward cases both ways.`,
        table({
          id: 'log-space-edges',
          caption: prose`Awkward cases, as they were computed. (${given(OVERFLOW)} is no log-probability; such numbers
            occur with logits.)`,
          rows: m.rows,
          columns: [
            ['expression', (row) => codeText(row.expression)],
            ['formula as it stands', (row) => real(row.naive, 4)],
            ['our function', (row) => real(row.stable, 7)],
          ],
        }),
        prose`The third row is right without care. But the formula with ${math`m`} and ${math`d`} would be \`NaN\` there, and
          that is what the guard in \`logAddExp\` is for. \`logSubExp\` needs one, too:`,
        code('#numerics/log-sub-exp', 'log-sub-exp'),
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

export const codeToTakeHome = section({
  id: 'take-home',
  title: prose`The code to take home`,
  needs: { m: takeHome },
  write: ({ m }) => [
    prose`Log-sum-exp, log-mean-exp, “not”, and the pick by four rules, in one piece. Save it as \`pick.ts\`, and
      \`import\` it beside (Node ${given(22.18)} or later). ${ref('take-home-runs')} runs it on our endings.

      The log-probabilities of an ending that *you* chose come from a model that scores a given text: \`npm run
      score\` with \`--json\` (${ref('try-joint')}), or vLLM's \`prompt_logprobs\` (${ref('context')} has the call). Most
      chat APIs score only what they write.`,
    code('#chapters/04-log-space-joint-probability/take-home', 'take-home'),
    prose`Leave out an answer without tokens: its sum, ${given(0)}, beats all. Where probabilities add up to one, rounding may
      lift their \`logSumExp\` above ${given(0)}, and \`log1mExp\` gives no number: pass it \`Math.min(0, …)\`.`,
    table({
      id: 'take-home-runs',
      caption: prose`What the code makes of our question: the ending that each rule picks, of equals the first; the log-probability, in nats,
        that the text goes on with none of them (\`sums\` are of those that exclude each other); and that of the
        story's own ending, by its mean probability over the wordings of ${ref('wordings')}.`,
      rows: [
        { call: prose`\`pick(endings, 'sum')\``, gives: prose`“${text(m.bySum)}”` },
        { call: prose`\`pick(endings, 'perToken')\``, gives: prose`“${text(m.perToken)}”` },
        { call: prose`\`pick(endings, 'perByte')\``, gives: prose`“${text(m.perByte)}”` },
        { call: prose`\`pick(endings, 'pmi')\``, gives: prose`“${text(m.byPmi)}”` },
        { call: prose`\`log1mExp(logSumExp(sums))\``, gives: nats(m.none, 3) },
        { call: prose`\`logMeanExp(wordings)\``, gives: nats(m.mean, 2) },
      ],
      columns: [
        ['call', ({ call }) => call],
        ['gives', ({ gives }) => gives, 'left'],
      ],
    }),
  ],
});
