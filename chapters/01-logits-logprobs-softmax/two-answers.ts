import { choose, prose, section } from '#report';
import { codeText, count, given, nats, percent, real, ref, text, token } from '#report/values';
import { squareOf } from '../square.ts';
import { toySoftmax } from './softmax-by-hand.measure.ts';
import { twoAnswers } from './two-answers.measure.ts';

const TWO = { digits: 2 } as const;

export const twoAnswersSection = section({
  id: 'one-model-two-answers',
  title: prose`One model, two answers`,
  needs: { m: twoAnswers, toy: toySoftmax },
  write({ m, toy }) {
    const times =
      m.timesLikelier === null
        ? prose`beyond comparison likelier`
        : prose`${real(m.timesLikelier, TWO)} times likelier`;
    const leaning = choose(m.leaning, {
      'always no': prose`it leans to “no” all ${count(m.questions)} times`,
      'never no': prose`it never leans to “no”`,
      mixed: prose`it leans to “no” ${count(m.leaningToNo)} of ${count(m.questions)} times`,
    });
    return [
      prose`Our model reads “${text(m.prompt)}” and goes on with ${token(m.winner.text)}, to which it gives
        ${percent(m.winner.probability, TWO)}. Then we ask it ${codeText(m.question)} (⏎ is a line break).
        ${choose(m.saysOfParis, {
          no: prose`Now “no” is ${times} than “yes”.`,
          yes: prose`Now “yes” is ${times} than “no”.`,
          neither: prose`Now “yes” and “no” are equally likely.`,
        })}

        ${choose(m.completes, {
          Paris: choose(m.saysOfParis, {
            no: prose`So does it know the capital or not?`,
            yes: prose`So it knows the capital. Or does it say yes to every city?`,
            neither: prose`So does it know the capital or not?`,
          }),
          'something else': prose`So what does it know about capitals?`,
        })} Its words cannot tell. The numbers behind them can: before a model says a word, it gives a probability to
        every word that it might say. ${choose(m.byAsking, {
          'a coin': prose`Here they say that the answer is hardly about Paris. `,
          level: prose`Here they say that the answer is not about Paris. `,
          'the capital': prose``,
          'the other city': prose``,
        })}Asked about
        ${count(m.pairs)} capitals and as many other cities, ${leaning}. ${choose(m.ofWater, {
          no: prose`It also leans to “no” when asked whether water is wet.`,
          yes: prose`Asked whether water is wet, it leans to “yes”.`,
        })}

        Yet left to complete the sentence, it puts the capital before the other city ${count(m.completedCapital)}
        times of ${count(m.pairs)} (${ref('sigmoid')}). A probability answers one question alone: which words come
        next, *here*?

        The model is ${codeText(m.model)}${choose(m.known, {
          embedded: prose`, small enough for a laptop, in a copy whose weights are rounded, most of them to four
            bits.`,
          another: prose`.`,
        })}

        To read its numbers we go round a square, as this report does again and again: translate, operate, translate back
        (${ref('square-softmax')}, on three toy scores).`,
      squareOf('softmax', {
        numbers: {
          given: toy.rows.map(({ logit }) => given(logit)),
          mapped: toy.rows.map(({ exponential }) => real(exponential, TWO)),
          combined: toy.rows.map((row) => real(row.probability, TWO)),
          result: toy.rows.map(({ logprob }) => nats(logprob, TWO)),
        },
      }),
    ];
  },
});
