import { at } from '#numerics/list';
import { curious, finding, greater, prose, type Seen, section, table } from '#report';
import { atMost, count, given, math, percent, ref, set } from '#report/values';
import { answerThreshold } from './answer-threshold.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { labelsNeeded } from './labels-needed.measure.ts';
import { NOTHING_FINISHED, roughly } from './number-formats.ts';
import { thresholdSweep as sweep } from './threshold-sweep.measure.ts';
import { thresholdSweep } from './threshold-sweep-figure.ts';

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
  needs: { m: answerThreshold, labels: labelsNeeded, chat: chatAnswers, swept: sweep },
  write({ m, labels, chat, swept }) {
    const [simple, cautious] = [at(m.rules, 0), at(m.rules, 1)];
    const { withoutThreshold } = m;
    const judged =
      withoutThreshold === null
        ? [NOTHING_FINISHED]
        : [
            prose`What does a higher threshold gain, and what does it cost (${ref('threshold-sweep')})? Suppose you accept ${percent(m.accepted, 2)} of wrong answers.`,
            thresholdSweep(m, swept, chat, [
              prose`${set('all', 'Without a threshold')}, ${roughly(withoutThreshold)} of the test answers are wrong.`,
              prose`The *simple* rule takes the lowest threshold that keeps the risk on dev at ${percent(m.accepted, 2)} or less. It finds ${set('simple', simple.threshold === null ? prose`none` : prose`${percent(simple.threshold, 2)}`)}. On test, ${count(simple.answered)} answers pass, and ${count(simple.wrong)} of them are wrong${simple.risk === null ? prose`` : prose`: ${roughly(simple.risk)}`}. ${promiseBreaks(m)}`,
              prose`What may you promise? The ${set('bound', 'upper bound')} is the error rate at which a sample of this size would show this many errors or fewer only ${given(5)}% of the time. For ${count(simple.wrong)} errors in ${count(simple.answered)} answers the bound is ${simple.atMost === null ? prose`unknown` : atMost(percent, simple.atMost, 2)}.`,
              prose`The ${set('cautious', 'cautious rule')} takes the lowest threshold whose bound on dev is at most the accepted risk. ${cautious.threshold === null ? prose`Here no threshold qualifies. So hand over everything, accept a higher risk, or label more.` : prose`It finds ${percent(cautious.threshold, 2)}.`}`,
            ]),
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
