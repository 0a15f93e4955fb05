import { at } from '#numerics/list';
import { clearly, curious, finding, less, prose, type Seen, section, table } from '#report';
import { codeText, count, given, math, percent, real, ref, rounded, term, text } from '#report/values';
import { conformalSets } from './conformal.measure.ts';
import { answerLengths } from './lengths.measure.ts';
import { barePoints } from './number-formats.ts';

type Lengths = Seen<typeof answerLengths>;

/** The names that EleutherAI's harness has for the scores, in the order of the rows. */
const HARNESS = [prose`\`acc\``, prose`–`, prose`\`acc_norm\``, prose`\`acc_mutual_info\``];

const priorLoses = (m: Lengths) => {
  const { mean, low, high, right } = at(m.rows, 3);
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

const oneKindIsMissed = ({ worst }: Seen<typeof conformalSets>) =>
  finding({
    id: 'conformal-sets-miss-a-kind',
    when: less('share of the sets that hold the right answer, of the worst kind', worst.covered, 0.9),
    text: () =>
      prose`No: of the sets for “${text(worst.name)}”, only ${percent(worst.covered, 2)} hold the right answer.`,
  });

export const longerAnswers = section({
  id: 'longer-answers',
  title: prose`Scoring given answers, and conformal sets of labels`,
  needs: { m: answerLengths, sets: conformalSets },
  write({ m, sets }) {
    return [
      prose`What if the answer is one of a fixed list?

        **Labels with different first tokens, on a hosted API.** Ask for a single token with \`top_logprobs=20\` (a program that does so is in ${ref('sort-reviews')}). Add up the probabilities of all spellings of a label, such as \`Yes\`, \`␣Yes\` and \`yes\`, and divide by the sum over all labels. This share is the confidence. Hand the question over if a label is not listed, or if all labels together have less than half of the probability.

        **Longer answers, on a server that scores your text.** The sum of the log-probabilities favours short answers, so offer answers of equal length where you can.`,
      curious(prose`How do you score longer answers, and which remedy helps?`, [
        prose`Sum the log-probabilities of each possible answer. The ${term('softmax')} turns the sums into shares, one for each answer, and the largest share is the confidence. Each further token, with a probability of ${math`q`}, adds ${math`\ln q \le 0`}. ${ref('length-results')} compares the usual remedies.`,
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
      prose`**A set of answers instead of one.** A short list that almost surely holds the right answer can help, too. *Conformal prediction* makes such sets ([Angelopoulos and Bates](https://arxiv.org/abs/2107.07511) explain it, with proofs). Ask ${math`n`} labelled questions, note the share that each right answer gets, and sort these shares. The limit is the one at place ${math`(n + 1)/10`} from below, rounded down. For a new question, list all answers whose share reaches the limit. Then at least ${percent(sets.promised, 2)} of the sets hold the right answer, on average over labelled and new questions of the same mix, however badly the model is calibrated.

        Does this hold for each kind of question? We used one half of the test questions to find the limit, and the other to judge it (${ref('conformal-results')}).`,
      table({
        id: 'conformal-results',
        caption: prose`Sets of the four listed answers, for a promise of ${percent(sets.promised, 2)}: means over ${count(sets.splits)} random halves.`,
        rows: sets.rows,
        columns: [
          ['questions', ({ name }) => text(name)],
          ['share of sets with the right answer', ({ covered }) => rounded(covered, 2), 'right'],
          ['answers in a set', ({ size }) => real(size, 2), 'right'],
        ],
      }),
      prose`${oneKindIsMissed(sets)} The promise is for the mix. If you have enough labels, find a limit for each kind. Hand over the questions whose sets are too long to help. One half may also be unlucky: over the ${count(sets.splits)} halves, the share with the right answer runs from ${percent(sets.least, 2)} to ${percent(sets.most, 2)}.`,
    ];
  },
});
