import { at } from '#numerics/list';
import { all, and, clearly, finding, none, prose, type Seen, section, table } from '#report';
import { cite, count, given, real, ref, term, text } from '#report/values';
import { area } from './number-formats.ts';
import { otherConfidences } from './other-confidences.measure.ts';

type Others = Seen<typeof otherConfidences>;

const agreementOrdersAnswers = ({ agreement, samples }: Others) =>
  finding({
    id: 'agreement-orders-answers',
    when: clearly('AUROC of agreement', 'above', 0.5, agreement),
    context: [samples],
    text: () =>
      prose`Counting how many of ${count(samples)} sampled replies agree with the reply at temperature ${given(0)} gives an AUROC of ${area(agreement)}.`,
  });

const saysNoEitherWay = ({ wordings, n, right, wrong }: Others) => {
  const [plain, negated] = [at(wordings, 0), at(wordings, 2)];
  return finding({
    id: 'asked-says-no-either-way',
    when: and(
      none('right answers are called right', plain.yesRight, right),
      none('wrong answers are called right', plain.yesWrong, wrong),
      all('right answers are not called wrong', negated.yesRight, right),
      all('wrong answers are not called wrong', negated.yesWrong, wrong),
    ),
    context: [n],
    text: () =>
      prose`Our model prefers “no” to “yes” for all ${count(n)}, whether we ask if the answer is right or if it is wrong.`,
  });
};

export const noLogprobs = section({
  id: 'no-logprobs',
  title: prose`Agreement and P(True)`,
  needs: { m: otherConfidences },
  write: ({ m }) => [
    prose`What if there are no log-probabilities? Ask the same question several times at temperature ${given(1)}, and count how many replies agree. We tried this on the
      ${count(m.n)} finished test answers about capitals and elements.

      ${agreementOrdersAnswers(m)} On the same answers, the AUROC of the sum is ${area(m.sum)}. ${m.lead.low === null || m.lead.high === null ? prose`` : prose`The interval of their difference, sum minus agreement, is ${real(m.lead.low, 2)} to ${real(m.lead.high, 2)}. `}Agreement cannot notice a mistake that the model makes every time.

      For whole sentences, *semantic entropy* groups the replies that imply each other, and takes the ${term('entropy')} over the groups (${cite('farquhar-2024')}). The libraries uqlm and lm-polygraph compute it, and score single claims.

      *Verbal confidence* asks the model for a number; for some large models it was better calibrated than their log-probabilities (${cite('tian-2023')}). *P(True)* asks whether the answer is right. It needs log-probabilities: the score compares the reply that calls the answer right with the opposite reply. It worked for large models (${cite('kadavath-2022')}). ${saysNoEitherWay(m)} If every reply is “no”, its probability can still order the answers (${ref('true-wordings')}).`,
    table({
      id: 'true-wordings',
      caption: prose`P(True) in three wordings, over ${count(m.right)} right and ${count(m.wrong)} wrong answers.`,
      rows: m.wordings,
      columns: [
        ['wording', (row) => text(row.text)],
        ['calls right, of the right', (row) => count(row.yesRight), 'right'],
        ['calls right, of the wrong', (row) => count(row.yesWrong), 'right'],
        ['AUROC', (row) => area(row)],
      ],
    }),
    prose`A wording with an AUROC clearly below ${given(0.5)} reverses the order. Only labels show this, so ask the opposite, too.`,
  ],
});
