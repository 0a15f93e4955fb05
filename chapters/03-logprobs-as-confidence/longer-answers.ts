import { at } from '#numerics/list';
import { clearly, curious, finding, prose, type Seen, section, table } from '#report';
import { codeText, count, countInWords, given, math, nats, percent, ref, term, text } from '#report/values';
import { answerLengths, twoAnswers } from './lengths.measure.ts';
import { barePoints } from './number-formats.ts';

type Lengths = Seen<typeof answerLengths>;

/** The names that EleutherAI's harness has for the scores, in the order of the rows. */
const HARNESS = [prose`\`acc\``, prose`–`, prose`\`acc_norm\``, prose`\`acc_mutual_info\``];

const remedy = ({ rows }: Lengths, name: string) =>
  at(
    rows,
    rows.findIndex(({ rule }) => rule === name),
  );

const priorLoses = (m: Lengths) => {
  const prior = remedy(m, 'sum minus prior');
  const { mean, low, high, right } = prior;
  return finding({
    id: 'sum-minus-prior-loses',
    when: clearly('difference of sum minus prior to the sum', 'below', 0, {
      estimate: mean,
      low,
      high,
      level: null,
    }),
    context: [right, at(m.rows, 0).right],
    text: () =>
      prose`The sum minus the prior chooses clearly worse than the sum: ${count(right)} right choices against ${count(at(m.rows, 0).right)}.`,
  });
};

export const longerAnswers = section({
  id: 'longer-answers',
  title: prose`Scoring given answers`,
  needs: { m: answerLengths, two: twoAnswers },
  write({ m, two: { prompt, right, rival, atEqualLength } }) {
    return [
      prose`What if the answer is one of a fixed list?

        **Labels with different first tokens, on a hosted API.** Ask for a single token with \`top_logprobs=20\` (a program that does so is in ${ref('sort-reviews')}). Add up the probabilities of all spellings of a label, such as \`Yes\`, \`␣Yes\` and \`yes\`, and divide by the sum over all labels. This share is the confidence. Hand the question over if a label is not listed, or if all labels together have less than half of the probability.

        **Longer answers, on a server that scores your text.** The sum of the log-probabilities favours short answers, so offer answers of equal length where you can.`,
      curious(prose`How do you score longer answers, and which remedy helps?`, [
        prose`Sum the log-probabilities of each possible answer. The ${term('softmax')} turns the sums into shares, one for each answer, and the largest share is the confidence. Each further token, with a probability of ${math`q`}, adds ${math`\ln q \le 0`}.

          After “${text(prompt)}”, our model gives “${text(rival.text)}” ${nats(rival.sum, 2)}, in ${countInWords(rival.tokens)} tokens. The first ${countInWords(rival.tokens)} tokens of “${text(right.text)}”, which is right, have ${nats(atEqualLength, 2)}; the whole answer, in ${countInWords(right.tokens)} tokens, has ${nats(right.sum, 1)}. ${ref('length-results')} compares the usual remedies.`,
        table({
          id: 'length-results',
          caption: prose`Choices among four answers to ${count(m.n)} test questions, by four scores. Differences from the sum are in percentage points, with
            intervals of ${percent(m.level, 3)}, so that all three hold together in ${given(95)}% of cases. The prior is the log-probability after “${codeText(m.premise)}” alone;
            subtracting it gives a ${term('PMI')}.`,
          rows: m.rows,
          columns: [
            ['score', (row) => text(row.rule)],
            ['in EleutherAI’s harness', (_row, index) => at(HARNESS, index)],
            ['right', (row) => count(row.right)],
            [
              'difference',
              ({ mean, low, high }) => prose`${barePoints(mean)} (${barePoints(low)} to ${barePoints(high)})`,
              'right',
            ],
          ],
        }),
        prose`${priorLoses(m)} Each remedy breaks something: a mean favours long answers whose end is easy to guess, and subtracting a prior favours rare answers.`,
      ]),
    ];
  },
});
