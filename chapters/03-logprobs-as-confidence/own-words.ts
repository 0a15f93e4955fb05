import { at } from '#numerics/list';
import { clearly, finding, prose, type Seen, sample, section } from '#report';
import { count, given, term, text } from '#report/values';
import { answerSeparation } from './answer-separation.measure.ts';
import { chatAnswers } from './chat-answers.measure.ts';
import { area } from './number-formats.ts';

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

export const sumOrdersAnswers = ({ sum }: Separation) =>
  finding({
    id: 'sum-orders-answers',
    when: clearly('AUROC of the sum', 'above', 0.5, sum),
    text: () => prose`The sum over a free answer's tokens has an AUROC of ${area(sum)}.`,
  });

const sumBeatsMean = ({ lead }: Separation) =>
  finding({
    id: 'sum-beats-mean-per-token',
    when: clearly('AUROC of the sum minus that of the mean per token', 'above', 0, lead),
    text: () =>
      prose`Dividing the sum by the number of tokens lowers the AUROC by ${area(lead)}. So we use the sum for short answers.`,
  });

const sumKnowsWithinKind = ({ within }: Separation) =>
  finding({
    id: 'sum-orders-answers-within-kind',
    when: clearly('AUROC of the sum within one kind', 'above', 0.5, within),
    text: () =>
      prose`Among answers to questions of the same kind, the AUROC is ${area(within)}, so the sum does more than tell easy kinds from hard ones.`,
  });

export const ownWords = section({
  id: 'own-words',
  title: prose`Is it less sure when wrong?`,
  needs: { m: answerSeparation, chat: chatAnswers },
  write({ m, chat }) {
    const [dev, test] = [at(m.halves, 0), at(m.halves, 1)];
    return [
      prose`We asked ${count(chat.n)} questions of eight kinds, such as “${text(at(m.examples, 4))}” and “${text(at(m.examples, 7))}”, in the
        “Answer:” format. We count an answer as *right* if it contains a listed right answer as whole words and none of three listed wrong ones.

        We choose thresholds on one part of the questions (*dev*) and evaluate them on the
        other (*test*). Only finished answers count: ${count(dev.finished)} of ${count(dev.all)} on dev, and
        ${count(test.finished)} of ${count(test.all)} on test. Of the ${count(test.finished)}, ${count(test.right)} are right.`,
      prose`Pick a right and a wrong answer at random. The ${term('AUROC')} is the probability that the right answer has the higher sum; a tie counts as one half. A value of ${given(1)} is perfect, ${given(0.5)} is no better than a coin toss, and a lower value is a reversed signal. The AUROC says nothing about the error rate above a threshold.

        ${sumOrdersAnswers(m)} The brackets give a ${given(95)}% interval from a ${term('bootstrap')}. ${sumKnowsWithinKind(m)}

        ${sumBeatsMean(m)} We have not tested whole sentences: ask for a short answer field as well, and sum over that.`,
    ];
  },
});
