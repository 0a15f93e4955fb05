import { at } from '#numerics/list';
import { curious, figure, finding, greater, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { atMost, byMedium, count, given, math, percent, ref, text } from '#report/values';
import { answerThreshold } from './answer-threshold.measure.ts';
import { labelsNeeded } from './labels-needed.measure.ts';
import { NOTHING_FINISHED, roughly, shareAxis } from './number-formats.ts';

const X = shareAxis('threshold', 'threshold', [0, 1]);
const HALF = mark.n('half', { title: null, legend: null, sort: ['dev', 'test'] });

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
  // At the left end, words would cover the name of the axis.
  const beside = {
    ...chosen,
    ...APART,
    dx: { expr: 't > 0.85 ? -18 : 18' },
    opacity: { expr: 't < 0.05 ? 0 : 1' },
  };
  return {
    height: 150,
    layer: [
      mark.line({ x: X, y, color: HALF, strokeDash: HALF }, { data: 'rows', interpolate: 'step-before' }),
      mark.label({ x: X, y, text: 'half', color: HALF }, { ...pointAt(namedAt), ...APART }),
      ...more,
      mark.yours({ x }, { ...chosen, strokeWidth: 1.5 }),
      mark.dots({ x, y, color: HALF }, { ...chosen, size: 70 }),
      ...mark.aboveLines(mark.words({ x, y, text: mark.q(field, { format: '.0%' }), color: HALF }, beside)),
    ],
  };
};

const promiseBreaks = ({ rules }: Seen<typeof answerThreshold>) =>
  finding({
    id: 'accepted-risk-is-exceeded-on-test',
    when: greater(
      'wrong answers that pass on test, and those accepted',
      at(rules, 0).wrong,
      at(rules, 0).accepted,
    ),
    text: () =>
      prose`That is more than we accepted, although nothing was done wrong: the rule leaves no margin.`,
  });

export const thresholds = section({
  id: 'confidence-thresholds',
  title: prose`Choose a threshold, and test it`,
  needs: { m: answerThreshold, labels: labelsNeeded },
  write({ m, labels }) {
    const [simple, cautious] = [at(m.rules, 0), at(m.rules, 1)];
    const upright = m.rules.flatMap(({ name, threshold }) =>
      threshold === null
        ? []
        : [{ name, threshold, label: prose`${text(name)} rule: ${percent(threshold, 2)}` }],
    );
    const named = mark.label(
      { x: X, y: { value: 8 }, text: 'label' },
      { data: 'lines', align: 'right', dx: -6 },
    );
    const line = mark.rule({ x: X }, { data: 'lines', color: '$ink', strokeWidth: 2.5 });
    const lines = upright.length === 0 ? [] : [line, named];
    const { withoutThreshold } = m;
    const judged =
      withoutThreshold === null
        ? [NOTHING_FINISHED]
        : [
            prose`What does a higher threshold gain, and what does it cost (${ref('risk-coverage')})?`,
            figure({
              id: 'risk-coverage',
              caption: prose`Risk and coverage of the finished answers at each threshold, on dev and on test. The dashed line is the accepted risk, and the
          solid line is the threshold that the simple rule finds on dev. The dots are at ${byMedium({ interactive: prose`your threshold`, static: prose`no threshold` })}.`,
              alt: prose`Two panels over the threshold, the risk above and the coverage below. Without a threshold the risk on test
          is ${percent(withoutThreshold, 2)}.`,
              data: {
                rows: m.curves,
                accepted: [{ risk: m.accepted }],
                ...(upright.length > 0 ? { lines: upright } : {}),
              },
              spec: {
                params: [mark.slider('t', 0, [0, 0.95, 0.01], 'your threshold')],
                vconcat: [
                  panel('risk', '0.15', [mark.reference({ y: 'risk' }, { data: 'accepted' }), ...lines]),
                  panel('coverage', '0.2', lines),
                ],
              },
            }),
            prose`Without a threshold, ${roughly(withoutThreshold)} of the test answers in ${ref('risk-coverage')} are wrong. Suppose you accept ${given(25)}%. The *simple* rule takes the lowest threshold that keeps the risk on dev at ${given(25)}% or less: the solid line.

        It finds ${simple.threshold === null ? prose`none` : prose`${percent(simple.threshold, 2)}`}. On test, ${count(simple.answered)} answers pass, and ${count(simple.wrong)} of them are wrong${simple.risk === null ? prose`` : prose`: ${roughly(simple.risk)}`}. ${promiseBreaks(m)}

        What may you promise? The *upper bound* is the error rate at which a sample of this size would show so few errors only ${given(5)}% of the time. For ${count(simple.wrong)} errors in ${count(simple.answered)} answers the bound is ${simple.atMost === null ? prose`unknown` : atMost(percent, simple.atMost, 2)}. The *cautious* rule takes the lowest threshold whose bound on dev is at most the accepted risk. ${cautious.threshold === null ? prose`Here no threshold qualifies. So hand over everything, accept a higher risk, or label more.` : prose`It finds ${percent(cautious.threshold, 2)}.`}`,
          ];
    return [
      prose`A program can decline to answer below a *threshold* of confidence. A higher threshold tends to lower the *risk*, the
        share of wrong answers among those given. It also lowers the *coverage*, the share of finished answers that are given.

        We choose the threshold on dev and judge it on test. Why not on all answers? A threshold looks best on those that it was chosen on.`,
      ...judged,
      prose`How many answers do you have to check? Without an error, ${count(at(labels.checks, 0).answers)} are enough to promise ${given(10)}%; with errors it takes more (${ref('labels-needed')}).

        Which risk should you accept? Say what each outcome costs. If a wrong answer costs ten minutes of somebody's work, and handing a question over costs two, answer only if the probability that the answer is right is above ${math`1 - 2/10`}, or ${given(80)}%. In general: **answer if ${math`p > 1 - c_{\text{handover}} / c_{\text{error}}`}**, where ${math`p`} is the share that is right among answers with the same confidence, not only what the model says (${ref('reliability')}).`,
    ];
  },
});

export const planACheck = section({
  id: 'plan-a-check',
  title: prose`Plan a check: how many answers to label`,
  needs: { labels: labelsNeeded },
  write({ labels }) {
    return [
      prose`How many errors does a check allow (${ref('labels-needed')})?`,
      table({
        id: 'labels-needed',
        caption: prose`How many errors you may find among random answers above the threshold, and still promise the error rate of a column with ${given(95)}% confidence (exact one-sided bound).`,
        rows: labels.allowed,
        columns: [
          ['answers checked', (row) => count(row.checked)],
          ...labels.risks.map(
            (risk, place) =>
              [
                prose`to promise ${count(risk)}%`,
                (row: (typeof labels.allowed)[number]) => {
                  const errors = at(row.errors, place);
                  return errors === null ? prose`–` : prose`${count(errors)}`;
                },
                'right',
              ] as const,
          ),
        ],
      }),
      prose`Suppose you promise at most ${given(10)}% errors. How often does a good threshold, with a true error rate of ${given(5)}%, pass the check (${ref('checks-passed')})?`,
      table({
        id: 'checks-passed',
        caption: prose`Five checks for a promise of ${given(10)}%.`,
        rows: labels.checks,
        columns: [
          ['errors allowed', (row) => count(row.errors)],
          ['answers to check', (row) => count(row.answers)],
          [prose`a threshold with ${given(5)}% errors passes`, (row) => percent(row.passes, 2)],
          ['answers to check in each of two attempts', (row) => count(row.ofTwo)],
        ],
      }),
      prose`Rarely, if no error is allowed. So plan for a few errors. If one answer in five passes the threshold, *ask* five times as many new questions, but label only the answers above it.

        Each new attempt is a new chance to pass by luck. So fix the number of attempts beforehand, and divide the ${given(5)}% among them.

        Labels are wrong, too. If a person, or a model that you use as a judge, mislabels a few answers in a hundred, the count of errors is off by about as much, and a promise of ${given(1)}% cannot be checked with it. Have some answers labelled twice, by two people, and compare a judging model with people before you count with it.

        \`npm run calibrate -- --risk 0.1 answers.jsonl\` reads one line per labelled answer, finds both thresholds and fits Platt scaling (${ref('reliability')}). Our own answers are in this format in \`output/samples/03-logprobs-as-confidence/free-answers.jsonl\`.

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
