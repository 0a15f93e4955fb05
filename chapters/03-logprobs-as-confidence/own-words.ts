import { at } from '#numerics/list';
import { clearly, finding, prose, type Seen, sample, section, table } from '#report';
import { count, given, real, ref, term, text } from '#report/values';
import { answerSeparation } from './answer-separation.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { rangeInBrackets } from './shared.ts';

type Separation = Seen<typeof answerSeparation>;

/** The answers in the form that `npm run calibrate` reads. */
export const freeAnswersSample = sample({
  id: 'free-answers',
  needs: { m: chatAnswers },
  write: ({ m }) =>
    m.rows
      .filter(({ sum, finish }) => sum !== null || finish === 'length')
      .map(({ question, answer, sum, finish, relation, right }) => ({
        question,
        kind: relation,
        answer,
        finish_reason: finish,
        ...(sum === null ? {} : { logprob: sum }),
        right,
      })),
});

const area = (one: Separation['sum']) =>
  prose`${real(one.estimate ?? undefined, 2)}${rangeInBrackets(one, 2)}`;

export const sumOrdersAnswers = ({ sum }: Separation) =>
  finding({
    id: 'sum-orders-answers',
    when: clearly('AUROC of the sum', 'above', 0.5, sum),
    text: () => prose`The sum over a free answer's tokens has an AUROC of ${area(sum)}.`,
  });

const sumBeatsMean = ({ sum, mean, lead }: Separation) =>
  finding({
    id: 'sum-beats-mean-per-token',
    when: clearly('AUROC of the sum minus that of the mean per token', 'above', 0, lead),
    text: () => prose`Dividing the sum by the number of tokens lowers the AUROC from ${real(sum.estimate ?? undefined, 2)} to
      ${real(mean.estimate ?? undefined, 2)}, by ${area(lead)}. So use the sum for short answers.`,
  });

const sumKnowsWithinKind = ({ within }: Separation) =>
  finding({
    id: 'sum-orders-answers-within-kind',
    when: clearly('AUROC of the sum within one kind', 'above', 0.5, within),
    text: () =>
      prose`Among answers to questions of the same kind, the AUROC is ${area(within)}, so the sum knows more than which kinds are easy.`,
  });

export const ownWords = section({
  id: 'own-words',
  title: prose`Is it less sure where it is wrong?`,
  needs: { m: answerSeparation, chat: chatAnswers },
  write({ m, chat }) {
    const [dev, test] = [at(m.halves, 0), at(m.halves, 1)];
    return [
      prose`We asked ${count(chat.n)} questions of eight kinds (${ref('kinds-of-question')}), in the format that begins
        with “Answer:”. An answer is *right* if it contains a listed right answer as whole words, and none of three listed wrong ones; case,
        accents and articles are ignored. We choose thresholds on one part of the questions, *dev*, and judge them on the
        other, *test*. From here on, only finished answers count: ${count(dev.finished)} of ${count(dev.all)} on dev and
        ${count(test.finished)} of ${count(test.all)} on test, of which ${count(test.right)} are right.`,
      table({
        id: 'kinds-of-question',
        caption: prose`The eight kinds, each with one test question and the number of finished test answers. The last
          column is the AUROC of the sum within the kind.`,
        rows: m.kinds,
        columns: [
          ['kind', (row) => text(row.about)],
          ['for example', (row) => text(row.example)],
          ['right', (row) => prose`${count(row.right)} of ${count(row.n)}`, 'right'],
          ['AUROC', (row) => (row.estimate === null ? prose`–` : real(row.estimate, 2)), 'right'],
        ],
      }),
      prose`Pick a right and a wrong answer at random. How often does the right one have the higher sum? This is the
        ${term('AUROC')}: ${given(0.5)} is a coin and ${given(1)} is perfect. ${sumOrdersAnswers(m)} The brackets hold a ${given(95)}% interval from a ${term('bootstrap')}, which says how far chance may have moved the result.

        ${sumKnowsWithinKind(m)}

        ${sumBeatsMean(m)} We have not tested answers of whole sentences.`,
    ];
  },
});
