import { at } from '#numerics/list';
import { all, and, clearly, finding, list, none, prose, type Seen, section } from '#report';
import { cite, count, given, real, term, text } from '#report/values';
import { rangeInBrackets } from './number-formats.ts';
import { otherConfidences } from './other-confidences.measure.ts';

type Others = Seen<typeof otherConfidences>;

const area = (one: Others['sum']) =>
  one.estimate === null ? prose`none` : prose`${real(one.estimate, 2)}${rangeInBrackets(one, 2)}`;

const agreementOrdersAnswers = ({ agreement, samples }: Others) =>
  finding({
    id: 'agreement-orders-answers',
    when: clearly('AUROC of agreement', 'above', 0.5, agreement),
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
    text: () => prose`Asked whether the answer is right, our model says no to all ${count(n)}. Asked whether it is wrong, it
      also says no to all ${count(n)}.`,
  });
};

export const noLogprobs = section({
  id: 'no-logprobs',
  title: prose`Without log-probabilities`,
  needs: { m: otherConfidences },
  write: ({ m }) => [
    prose`Ask the same question several times at temperature ${given(1)}, and count how many replies agree. You pay for each reply. We tried this on the
      ${count(m.n)} finished test answers about capitals and elements.

      ${agreementOrdersAnswers(m)} On the same answers, the AUROC of the sum is ${area(m.sum)}. The difference is ${area(m.lead)}. Agreement cannot notice a mistake that the model makes every time.

      For whole sentences, a model first groups the replies that imply each other. The ${term('entropy')} over the groups is called *semantic
      entropy* (${cite('farquhar-2024')}). The libraries uqlm and lm-polygraph compute it, and score single claims of a long text.

      You can also ask the model whether its own answer is right. This method, P(True), worked for large models
      (${cite('kadavath-2022')}). ${saysNoEitherWay(m)} The AUROC is ${list(m.wordings.map((one) => prose`${area(one)} for “${text(one.text)}”`))}. Only labels show which wordings reverse the order, so always ask the opposite, too.`,
  ],
});
