import { at } from '#numerics/list';
import { and, finding, firstOf, greater, join, less, prose, section } from '#report';
import { given, nats, percent, real, ref, token } from '#report/values';
import { capitalAnswers } from './capitals.measure.ts';
import { confusableWords } from './confusable-words.measure.ts';
import { rightWordScoresHigher } from './confusable-words.ts';

/** The threshold that the shown program has, too. */
const THRESHOLD = 0.8;

export const decision = section({
  id: 'decision',
  title: prose`From log-probabilities to a decision`,
  needs: { m: capitalAnswers, words: confusableWords },
  write({ m, words }) {
    const [france, australia] = [at(m.rows, 0), at(m.rows, 1)];
    return [
      prose`What can a program do with these numbers? Ask our model, in a chat, for two capitals. For France, it answers
        ${token(france.text)}, with ${nats(france.total, 2)}. For Australia, the tokens of its answer and their
        log-probabilities are ${join(australia.tokens.map((one) => prose`${token(one.text)} ${real(one.logprob, 2)}`))}. Each log-probability is *given* the tokens before it. So
        their sum belongs to the whole answer: ${nats(australia.total, 2)}, or ${percent(australia.probability, 2)}.

        Suppose that the program accepts an answer with at least ${given(80)}%, and leaves all others to a person.
        ${finding({
          id: 'sure-and-unsure-capital',
          when: and(
            greater('probability of the answer for France', france.probability, THRESHOLD),
            less('probability of the answer for Australia', australia.probability, THRESHOLD),
            firstOf(
              'likeliest first token for France',
              france.first.map((row) => ({ name: row.text, value: row.probability })),
              'Paris',
              '“Paris”',
            ),
            firstOf(
              'likeliest first token for Australia',
              australia.first.map((row) => ({ name: row.text, value: row.probability })),
              'Que',
              '“Que”',
            ),
          ),
          text: () =>
            prose`It accepts ${token(france.text)}, which has ${percent(france.probability, 2)}, and leaves ${token(australia.text)} with ${percent(australia.probability, 2)} to a person. Rightly so: the capital of Australia is Canberra.`,
        })}

        The program is in ${ref('whole-answer')}, and ${ref('decide')} shows how to choose the threshold.
        A server that scores your own text can also choose between two words, such as *affect* and *effect*, by the score of the
        whole sentence (${ref('choose-the-word')}). ${rightWordScoresHigher(words)} And the lead of one label over another sorts
        texts into two classes (${ref('sort-reviews')}).`,
    ];
  },
});
