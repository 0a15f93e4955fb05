import { at } from '#numerics/list';
import { all, and, clearly, finding, join, none, prose, type Seen, section, table } from '#report';
import { cite, count, real, ref, term, text } from '#report/values';
import { otherConfidences } from './other-confidences.measure.ts';
import { outOf, rangeInBrackets } from './shared.ts';

type Others = Seen<typeof otherConfidences>;

const area = (one: Others['sum']) =>
  one.estimate === null ? prose`none` : prose`${real(one.estimate, 2)}${rangeInBrackets(one, 2)}`;

const agreementOrdersAnswers = ({ agreement, samples }: Others) =>
  finding({
    id: 'agreement-orders-answers',
    when: clearly('AUROC of agreement', 'above', 0.5, agreement),
    text: () =>
      prose`Counting how many of ${count(samples)} sampled replies agree with the greedy one gives an AUROC of ${area(agreement)}.`,
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

const askingIsWorse = ({ wordings }: Others) =>
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
    prose`Ask the same question several times at a temperature of one, and count how many replies agree. We tried this on the
      ${count(m.n)} finished test answers about capitals and elements.

      ${agreementOrdersAnswers(m)} The sum has ${area(m.sum)} on the same answers. Agreement cannot notice a mistake that the model makes every time.${
        m.example.question === null
          ? prose``
          : prose` This is its most popular mistake here: to “${text(m.example.question)}” it replies ${join(
              m.example.clusters.map((one) => prose`${text(one.answer)} (${count(one.n)})`),
              prose`, `,
            )}.`
      }

      Short answers can be compared as strings. Whole sentences must first be grouped by meaning: a model judges which
      replies imply each other, and each group counts as one answer. The ${term('entropy')} over the groups is called *semantic
      entropy* (${cite('farquhar-2024')}). The libraries uqlm and lm-polygraph offer it, with many other scores.

      You can also ask the model whether its own answer is right, a method called P(True) that worked for large models
      (${cite('kadavath-2022')}). We asked in three wordings (${ref('asking-wordings')}). ${saysNoEitherWay(m)} ${askingIsWorse(m)} A single wording can show success or its opposite. Always ask the opposite question, too.`,
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
