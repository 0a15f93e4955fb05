import { at } from '#numerics/list';
import { curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import {
  atMost,
  byMedium,
  coloured,
  count,
  countInWords,
  given,
  percent,
  ref,
  setting,
  text,
} from '#report/values';
import { answerSeparation } from './answer-separation.measure.ts';
import { answerThreshold } from './answer-threshold.measure.ts';
import { labelsNeeded } from './labels-needed.measure.ts';
import { NOTHING_FINISHED, outOf, roughly, shareAxis } from './number-formats.ts';

const X = shareAxis('threshold', 'threshold', [0, 1]);
const HALF = mark.n('half', { title: null, legend: null, sort: ['dev', 'test'] });

/** Where the figure is read at first. */
const SHOWN_FIRST = 0.6;

/** Of each half, the point of the curve at a threshold, which is an expression. */
const pointAt = (threshold: string) => ({
  data: 'rows',
  transform: [
    { filter: `datum.threshold >= ${threshold}` },
    { window: [{ op: 'row_number', as: 'place' }], groupby: ['half'], sort: [{ field: 'threshold' }] },
    { filter: 'datum.place === 1' },
  ],
});
/** What is written at a point: of dev above its falling curve, of test below. */
const APART = {
  dx: { expr: "datum.half === 'dev' ? 12 : -14" },
  dy: { expr: "datum.half === 'dev' ? -14 : 16" },
};

/** The curves of dev and test, named where they are apart, and what a reader chose. */
const panel = (field: string, namedAt: string, more: readonly object[]) => {
  const y = shareAxis(field, field, [0, 1]);
  const x = { datum: { expr: 't' }, type: 'quantitative' };
  const chosen = pointAt('t');
  const beside = { ...chosen, ...APART, dx: { expr: 't > 0.85 ? -18 : 18' } };
  return {
    height: 150,
    layer: [
      mark.line({ x: X, y, color: HALF, strokeDash: HALF }, { data: 'rows', interpolate: 'step-before' }),
      mark.label({ x: X, y, text: 'half', color: HALF }, { ...pointAt(namedAt), ...APART }),
      ...more,
      mark.yours({ x }, chosen),
      mark.dots({ x, y, color: HALF }, { ...chosen, size: 70 }),
      ...mark.aboveLines(mark.words({ x, y, text: mark.q(field, { format: '.0%' }), color: HALF }, beside)),
    ],
  };
};

export const thresholds = section({
  id: 'confidence-thresholds',
  title: prose`Where to draw the line`,
  needs: { m: answerThreshold, labels: labelsNeeded, separation: answerSeparation },
  write({ m, labels, separation }) {
    const test = at(separation.halves, 1);
    const [simple, cautious] = [at(m.rules, 0), at(m.rules, 1)];
    const least = at(labels.checks, 0);
    const upright = m.rules.flatMap(({ name, threshold }) =>
      threshold === null
        ? []
        : [{ name, threshold, label: prose`${text(name)} rule: ${percent(threshold, 2)}` }],
    );
    const lines =
      upright.length === 0 ? [] : [mark.rule({ x: X }, { data: 'lines', color: '$ink', strokeWidth: 1.5 })];
    const named = mark.label(
      { x: X, y: { value: 8 }, text: 'label' },
      { data: 'lines', align: 'right', dx: -6 },
    );
    const { withoutThreshold } = m;
    const judged =
      withoutThreshold === null
        ? [NOTHING_FINISHED]
        : [
            figure({
              id: 'risk-coverage',
              caption: prose`Risk and coverage of the finished answers at each threshold, on dev and on test. The dashed line is the accepted risk, and the
          solid vertical line is the threshold that the simple rule finds on dev. The
          ${coloured('chosen', 'dotted line')} is ${byMedium({ interactive: prose`your threshold`, static: prose`at ${given(100 * SHOWN_FIRST)}%` })}.`,
              alt: prose`Two panels over the threshold, the risk above and the coverage below. Without a threshold the risk on test
          is ${percent(withoutThreshold, 2)}.`,
              data: {
                rows: m.curves,
                accepted: [{ risk: m.accepted }],
                ...(upright.length > 0 ? { lines: upright } : {}),
              },
              spec: {
                params: [mark.slider('t', SHOWN_FIRST, [0, 0.95, 0.01], 'your threshold')],
                vconcat: [
                  panel('risk', '0.15', [
                    mark.reference({ y: 'risk' }, { data: 'accepted' }),
                    ...lines,
                    ...lines.map(() => named),
                  ]),
                  panel('coverage', '0.2', lines),
                ],
              },
            }),
            prose`${setting('risk-coverage', { t: 0 }, 'Without a threshold')}, ${roughly(withoutThreshold)} of the test answers in ${ref('risk-coverage')} are wrong. Suppose you accept ${given(25)}%.
        The *simple* rule takes the lowest threshold that keeps the risk on dev at ${given(25)}% or less. It finds
        ${simple.threshold === null ? prose`none` : prose`${percent(simple.threshold, 2)}`}: on dev, ${count(simple.devAnswered)} answers pass, and ${count(simple.devWrong)} of them are wrong. On
        test, ${count(simple.answered)} pass, and ${count(simple.wrong)} are wrong:
        ${simple.risk === null ? prose`none` : roughly(simple.risk)}. Since ${count(test.cut)} replies were cut off, the coverage is ${outOf(simple.answered, test.all)} questions.

        What may you promise? The *upper bound* is the error rate at which only ${given(5)}% of samples of this size would show this few errors or fewer. For ${count(simple.wrong)} errors in ${count(simple.answered)} answers the bound is
        ${simple.atMost === null ? prose`unknown` : atMost(percent, simple.atMost, 3)}.

        The simple rule leaves no margin: expect a bound above the accepted risk. The *cautious* rule takes the lowest threshold whose upper bound on dev is at most ${given(25)}%. ${cautious.threshold === null ? prose`Here no threshold qualifies, so you would hand over everything, accept a higher risk, or label more.` : prose`It finds ${percent(cautious.threshold, 2)}.`} ${ref('labels-needed')} shows how many checks a promise needs.`,
          ];
    return [
      prose`A program can decline to answer below a *threshold* of confidence. A higher threshold tends to lower the *risk*, the
        share of wrong answers among those given. It also lowers the *coverage*, the share of questions that get an answer.`,
      ...judged,
      table({
        id: 'labels-needed',
        caption: prose`How many random answers above the threshold to check, by the accepted risk and the largest number of errors
          among them (exact one-sided bound of ${given(95)}%).`,
        rows: labels.rows,
        columns: [
          ['accepted risk', (row) => prose`${count(row.percent)}%`, 'right'],
          ['no error', (row) => count(row.none)],
          ['one', (row) => count(row.one)],
          ['two', (row) => count(row.two)],
          ['five', (row) => count(row.five)],
        ],
      }),
      prose`Suppose you promise at most ${given(10)}% errors. How often does a good threshold, with a true error rate of ${given(5)}%, pass the check (${ref('checks-passed')})?`,
      table({
        id: 'checks-passed',
        caption: prose`Four checks for a promise of ${given(10)}%.`,
        rows: labels.checks,
        columns: [
          ['errors allowed', (row) => count(row.errors)],
          ['answers to check', (row) => count(row.answers)],
          [prose`a threshold with ${given(5)}% errors passes`, (row) => percent(row.passes, 2)],
          ['answers to check in each of two attempts', (row) => count(row.ofTwo)],
        ],
      }),
      prose`Rarely, if no error is allowed. So plan for a few errors.

        For your own API:

        1. Label the answers to a few hundred real questions, by a fixed rule.
        2. Choose a threshold on them, by the cautious rule, or by the simple rule at half the risk you accept.
        3. Fix the number of checks. The promise fails if you add checks after you see an error. If one answer in five passes, *ask* five times as many new questions, but label only the answers above the threshold.
        4. Count the errors. If there are more than planned, begin again with a higher threshold and new questions.

        Each new attempt has its own ${given(5)}%. A threshold with an error rate of ${given(10)}% passes ${count(least.answers)} checks by luck in ${percent(labels.lucky.one, 2)} of cases, but at least one of ${countInWords(labels.lucky.attempts)} such thresholds passes in ${percent(labels.lucky.several, 2)}. So fix the number of attempts beforehand, and divide the ${given(5)}% among them.

        \`npm run calibrate -- --risk 0.1 answers.jsonl\` reads one line per labelled answer, finds both thresholds and fits Platt scaling.

        \`\`\`json
        {"question": "Who founded our company?", "kind": "people", "answer": "Ada Byrne", "finish_reason": "stop", "logprob": -0.31, "right": true}
        \`\`\``,
      curious(prose`How do you choose a threshold in Python?`, [
        prose`\`lowest_threshold(labelled("answers.jsonl"), 0.1)\` follows the simple rule, with \`labelled\` from ${ref('reliability')}. For the cautious rule, replace the share of wrong answers by its upper bound, \`scipy.stats.beta.ppf(0.95, wrong + 1, len(passed) - wrong)\`.

          \`\`\`python
          def lowest_threshold(rows, risk):
              """The lowest log-probability above which at most this share is wrong, or None."""
              for least in sorted({row["logprob"] for row in rows}):
                  passed = [row for row in rows if row["logprob"] >= least]
                  wrong = sum(not row["right"] for row in passed)
                  if wrong / len(passed) <= risk:
                      return least
          \`\`\``,
      ]),
    ];
  },
});
