import { at } from '#numerics/list';
import { all, and, clearly, finding, greater, none, prose, type Seen, section, table } from '#report';
import { cite, count, given, ref, term, text } from '#report/values';
import { area, ifAnswered, shareOrNone } from './number-formats.ts';
import { otherConfidences } from './other-confidences.measure.ts';

type Others = Seen<typeof otherConfidences>;

const agreementOrdersAnswers = ({ agreement, samples }: Others) =>
  finding({
    id: 'agreement-orders-answers',
    when: clearly('AUROC of agreement', 'above', 0.5, agreement),
    context: [samples],
    text: () =>
      prose`Counting how many of ${count(samples)} replies agree gives an AUROC of ${area(agreement)}.`,
  });

/** The wordings that ask for yes or no, of which the second asks for the opposite. */
const yesOrNo = ({ wordings }: Others) => [at(wordings, 0), at(wordings, 2)] as const;

const saysNoEitherWay = (m: Others) => {
  const [plain, negated] = yesOrNo(m);
  return finding({
    id: 'asked-says-no-either-way',
    when: and(
      greater('probability of yes and no', plain.said, 0.5),
      greater('probability of yes and no, asked for the opposite', negated.said, 0.5),
      none('right answers are called right', plain.yesRight, m.right),
      none('wrong answers are called right', plain.yesWrong, m.wrong),
      all('right answers are not called wrong', negated.yesRight, m.right),
      all('wrong answers are not called wrong', negated.yesWrong, m.wrong),
    ),
    context: [m.n],
    text: () =>
      prose`Our model prefers “no” to “yes” for all ${count(m.n)}, whether we ask if the answer is right or if it is wrong.`,
  });
};

export const noLogprobs = section({
  id: 'no-logprobs',
  title: prose`Agreement and P(True)`,
  needs: { m: otherConfidences },
  write: ({ m }) => [
    prose`What if there are no log-probabilities? Ask the same question several times at temperature ${given(1)}, and count how many replies agree with the likeliest one. We tried this on the
      ${count(m.n)} finished test answers about capitals and elements.

      ${agreementOrdersAnswers(m)}

      On the same answers, the AUROC of the sum minus that of agreement is ${area(m.lead)}. An interval that contains zero does not say which of the two is better. Agreement cannot notice a mistake that the model makes every time.

      For whole sentences, *semantic entropy* groups the replies that imply each other, and takes the ${term('entropy')} over the groups (${cite('farquhar-2024')}). The libraries uqlm and lm-polygraph compute it, and score single claims.

      *Verbal confidence* asks the model for a number; for some large models it was better calibrated than their log-probabilities ([Tian et al.](https://arxiv.org/abs/2305.14975)). *P(True)* asks whether the answer is right. It needs log-probabilities: the score compares the reply that calls the answer right with the opposite reply. It worked for large models (${cite('kadavath-2022')}). Ours we asked in three wordings (${ref('true-wordings')}).`,
    table({
      id: 'true-wordings',
      caption: prose`P(True) in three wordings, over ${count(m.right)} right and ${count(m.wrong)} wrong answers.`,
      rows: m.wordings,
      columns: [
        ['wording', (row) => text(row.text)],
        ['both words hold (median)', (row) => shareOrNone(row.said), 'right'],
        [
          'calls right, of the right',
          (row) => ifAnswered(row.isAnswered, prose`${count(row.yesRight)}`),
          'right',
        ],
        [
          'calls right, of the wrong',
          (row) => ifAnswered(row.isAnswered, prose`${count(row.yesWrong)}`),
          'right',
        ],
      ],
    }),
    prose`Where the two words hold less than half, the model does not answer. ${saysNoEitherWay(m)} So ask a question and its opposite, check that the words are what the model says, and test both on labelled answers.

      Each of these methods costs requests. Ten sampled replies cost ten times the tokens of a reply; a server that takes \`n=10\` reads the prompt once. Asking about the answer costs one more prompt, which holds the question and the answer, and one token.`,
  ],
});
