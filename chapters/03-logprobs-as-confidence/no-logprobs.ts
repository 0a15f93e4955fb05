import { at } from '#numerics/list';
import { all, and, clearly, finding, join, none, prose, type Seen, section, table } from '#report';
import { cite, count, real, ref, text } from '#report/values';
import { otherConfidences } from './other-confidences.measure.ts';
import { outOf, rangeInBrackets } from './shared.ts';

type Others = Seen<typeof otherConfidences>;

const area = (one: Others['sum']) => prose`${real(one.estimate, 2)}${rangeInBrackets(one, 2)}`;

export const agreementOrdersAnswers = ({ agreement, samples }: Others) =>
  finding({
    id: 'agreement-orders-answers',
    when: clearly('AUROC of agreement', 'above', 0.5, agreement),
    text: () => prose`How many of ${count(samples)} sampled replies agree with the greedy one tells right answers from wrong ones
      with an AUROC of ${area(agreement)}.`,
  });

export const saysNoEitherWay = ({ wordings, n, right, wrong }: Others) => {
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

export const askingIsWorse = ({ wordings }: Others) =>
  finding({
    id: 'asking-is-worse-in-two-wordings',
    when: and(
      clearly('AUROC of the sum minus that of the second wording', 'above', 0, at(wordings, 1).lead),
      clearly('AUROC of the sum minus that of the third wording', 'above', 0, at(wordings, 2).lead),
    ),
    text: () =>
      prose`In two of the three wordings, its answer tells right from wrong clearly worse than the sum does.`,
  });

export const noLogprobs = section({
  id: 'no-logprobs',
  title: prose`When the API gives none`,
  needs: { m: otherConfidences },
  write: ({ m }) => [
    prose`Without log-probabilities, ask the same question several times at a temperature of one, and count how many
      replies give the same answer. Where the API has \`n\`, that is one request. We tried this on the ${count(m.n)} finished
      test answers about capitals and elements.

      ${agreementOrdersAnswers(m)} The sum has ${area(m.sum)} on the same answers, so these cannot say which is better. Agreement knows
      the model and not the world. To “${text(m.example.question)}” the replies are ${join(
        m.example.clusters.map((one) => prose`${text(one.answer)} (${count(one.n)})`),
        prose`, `,
      )}, and all are wrong.

      Short answers can be compared as strings. For whole sentences, first group replies that mean the same. *Semantic
      entropy* does this: another model is asked whether two replies imply each other, each such group counts as one answer, and the
      entropy over the groups is the uncertainty (${cite('farquhar-2024')}). The libraries uqlm and lm-polygraph contain
      this and many other scores.

      You can also ask the model about its own answer, which is called P(True) (${cite('kadavath-2022')}, who found it useful in large models). We
      asked in three wordings (${ref('asking-wordings')}). ${saysNoEitherWay(m)} ${askingIsWorse(m)} One wording alone would have shown us a
      working method, or its opposite. Ask in a wording and its negation, and trust neither if the replies agree.`,
    table({
      id: 'asking-wordings',
      caption: prose`Three ways to ask about the same ${count(m.n)} answers. “Yes” means that the reply calls the answer right. The AUROC is that of the
        log-odds of the two replies.`,
      rows: m.wordings,
      columns: [
        ['wording', (row) => text(row.text)],
        ['yes, right answers', (row) => outOf(row.yesRight, m.right), 'right'],
        ['yes, wrong answers', (row) => outOf(row.yesWrong, m.wrong), 'right'],
        ['AUROC', (row) => area(row)],
      ],
    }),
  ],
});
