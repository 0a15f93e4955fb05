import { at } from '#numerics/list';
import { clearly, finding, prose, type Seen, sample, section } from '#report';
import { count, given, ref, term, text } from '#report/values';
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
    text: () => prose`That lowers the AUROC on the same answers by ${area(lead)}, a paired difference.`,
  });

const sumKnowsWithinKind = ({ within }: Separation) =>
  finding({
    id: 'sum-orders-answers-within-kind',
    when: clearly('AUROC of the sum within one kind', 'above', 0.5, within),
    text: () => prose`No: among answers to questions of the same kind, the AUROC is ${area(within)}.`,
  });

export const ownWords = section({
  id: 'own-words',
  title: prose`AUROC: is the model less sure when it is wrong?`,
  needs: { m: answerSeparation, chat: chatAnswers },
  write({ m, chat }) {
    const test = at(m.halves, 1);
    return [
      prose`We asked ${count(chat.n)} questions of eight kinds, such as “${text(at(m.examples, 4))}” and “${text(at(m.examples, 7))}”, in the
        “Answer:” format. We count an answer as *right* if it contains a listed right answer as whole words and none of three listed wrong ones.

        A hash of each question puts it in one half or the other: half of each kind is for choosing (*dev*) and half for judging (*test*). Only finished answers count:
        ${count(test.finished)} of ${count(test.all)} on test. Of these, ${count(test.right)} are right.`,
      prose`Pick a right and a wrong answer at random. The ${term('AUROC')} is the probability that the right answer has the higher sum; a tie counts as one half. A value of ${given(1)} is perfect, ${given(0.5)} is no better than a coin toss, and a lower value is a reversed signal. The AUROC says nothing about the error rate above a threshold.

        ${sumOrdersAnswers(m)} The brackets give a ${given(95)}% interval from a ${term('bootstrap')}.

        Does the sum only tell easy kinds from hard ones? ${sumKnowsWithinKind(m)}

        Each further token can only lower a sum, so a long answer looks less sure than a short one. So should one divide it by the number
        of tokens? ${sumBeatsMean(m)} A plausible cause, which we have not measured: a mean hides one doubtful token among many sure ones. So ask for a short field beside the text, and sum over that field. For a choice among given answers, ${ref('longer-answers')}
        compares the remedies.`,
    ];
  },
});
