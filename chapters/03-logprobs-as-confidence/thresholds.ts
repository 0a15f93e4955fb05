import { at } from '#numerics/list';
import { code, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { atMost, count, given, percent, ref } from '#report/values';
import { answerThreshold } from './answer-threshold.measure.ts';
import { labelsNeeded } from './labels-needed.measure.ts';
import { NOTHING_FINISHED, outOf, roughly, shareAxis } from './shared.ts';

const X = shareAxis('threshold', 'threshold', [0, 1]);
const HALF = mark.n('half', { title: null, sort: ['dev', 'test'] });

const panel = (field: string, title: string, more: readonly object[]) => ({
  height: 150,
  layer: [
    mark.line(
      { x: X, y: shareAxis(field, title, [0, 1]), color: HALF, strokeDash: HALF },
      { data: 'rows', interpolate: 'step-before' },
    ),
    ...more,
  ],
});

export const thresholds = section({
  id: 'confidence-thresholds',
  title: prose`Where to draw the line`,
  needs: { m: answerThreshold, labels: labelsNeeded },
  write({ m, labels }) {
    const [simple, cautious] = [at(m.rules, 0), at(m.rules, 1)];
    const ten = at(labels.rows, 1);
    const upright = m.rules.flatMap(({ name, threshold }) =>
      threshold === null ? [] : [{ name, threshold }],
    );
    const lines =
      upright.length === 0 ? [] : [mark.rule({ x: X }, { data: 'lines', color: '$ink', strokeWidth: 1.5 })];
    const { withoutThreshold } = m;
    const judged =
      withoutThreshold === null
        ? [NOTHING_FINISHED]
        : [
            figure({
              id: 'risk-coverage',
              caption: prose`Risk and coverage at each threshold, on dev and on test. The dashed line is the accepted risk, and the
          vertical line the threshold that the simple rule finds on dev.`,
              alt: prose`Two panels over the threshold: the risk falls and so does the coverage. Without a threshold the risk on test
          is ${percent(withoutThreshold, 2)}.`,
              data: {
                rows: m.curves,
                accepted: [{ risk: m.accepted }],
                ...(upright.length > 0 ? { lines: upright } : {}),
              },
              spec: {
                vconcat: [
                  panel('risk', 'risk', [mark.reference({ y: 'risk' }, { data: 'accepted' }), ...lines]),
                  panel('coverage', 'coverage', lines),
                ],
              },
            }),
            prose`In ${ref('risk-coverage')}, ${roughly(withoutThreshold)} of the test answers are wrong without a threshold. Suppose you accept ${given(25)}%.
        The *simple* rule takes the lowest threshold that keeps the risk on dev within that. It finds
        ${simple.threshold === null ? prose`none` : prose`${percent(simple.threshold, 2)}`}, where ${count(simple.devWrong)} of ${count(simple.devAnswered)} answers are wrong. On
        test, ${outOf(simple.answered, m.test)} answers pass it, and ${count(simple.wrong)} of them are wrong:
        ${simple.risk === null ? prose`none` : roughly(simple.risk)}. The program hands over the other ${count(simple.handedOver)}, of which ${count(simple.rightHandedOver)} were right.

        What may you promise? The *upper bound* is the largest error rate at which so few errors would still occur in ${given(5)}% of
        all samples. (It is one-sided: a lower rate does no harm.) For ${count(simple.wrong)} errors in ${count(simple.answered)} answers it is
        ${simple.atMost === null ? prose`unknown` : atMost(percent, simple.atMost, 2)}. These labels support no lower promise.

        The *cautious* rule wants this bound itself within ${given(25)}% on dev. ${cautious.threshold === null ? prose`Here it finds none.` : prose`It finds ${percent(cautious.threshold, 2)}.`} How many labels would it take (${ref('labels-needed')})?`,
          ];
    return [
      prose`A program can decline to answer below a *threshold* of confidence. A higher threshold tends to lower the *risk*, the
        share of wrong answers among those given. It also lowers the *coverage*, the share of questions that get an
        answer.`,
      ...judged,
      table({
        id: 'labels-needed',
        caption: prose`How many answers above the threshold to check, by the accepted risk and the number of errors found
          among them (one-sided bound of ${given(95)}%, exact).`,
        rows: labels.rows,
        columns: [
          ['accepted risk', (row) => prose`${count(row.percent)}%`, 'right'],
          ['no error', (row) => count(row.none)],
          ['one', (row) => count(row.one)],
          ['two', (row) => count(row.two)],
          ['five', (row) => count(row.five)],
        ],
      }),
      prose`To promise at most ${given(10)}% wrong, check ${count(ten.none)} answers without an error (three divided by the risk, the *rule of three*), or
        ${count(ten.one)} with one. Fix the number before you start, or you may stop on a lucky streak. Only answers above the threshold count. If one in five passes, label five times as many.

        So, for your own API:

        1. Label the answers to a few hundred real questions of one kind, by a fixed rule.
        2. Choose a threshold on half of them, by the cautious rule if errors are costly.
        3. Count answers and errors above it in the other half, and look up the promise in ${ref('labels-needed')}.

        \`npm run calibrate\` finds both thresholds for a file with one line per answer. It hands over answers that were cut off, reports each \`kind\`, and fits Platt scaling on one half of the questions
        to judge it on the other.

        \`\`\`json
        {"question": "Who founded our company?", "kind": "people", "answer": "Ada Byrne", "finish_reason": "stop", "logprob": -0.31, "right": true}
        \`\`\`

        \`\`\`sh
        npm run calibrate -- --risk 0.1 answers.jsonl
        \`\`\``,
      curious(prose`How do the two rules choose, in code?`, [
        prose`The curve is a list of points, one for each threshold, from the highest down.`,
        code('#numerics/risk-coverage', 'threshold-for-risk'),
        prose`The cautious rule replaces the risk by its upper bound. Either rule tries many thresholds, so the risk on
          dev flatters the one it takes. Judge it on other questions.`,
        code('#numerics/risk-coverage', 'cautious-threshold'),
      ]),
    ];
  },
});
