import { at } from '#numerics/list';
import { and, finding, firstOf, greater, join, less, prose, section } from '#report';
import { given, nats, percent, real, ref, token } from '#report/values';
import { capitalAnswers } from './capitals.measure.ts';

/** The threshold that the shown program has, too. */
const THRESHOLD = 0.8;

export const decision = section({
  id: 'decision',
  title: prose`From log-probabilities to a decision`,
  needs: { m: capitalAnswers },
  write({ m }) {
    const [france, australia] = [at(m.rows, 0), at(m.rows, 1)];
    return [
      prose`What can a program do with these numbers? Ask our model, in a chat, for two capitals. For France, it answers
        ${token(france.text)}, with ${nats(france.total, 2)}. For Australia, the tokens of its answer and their
        log-probabilities are ${join(australia.tokens.map((one) => prose`${token(one.text)} ${real(one.logprob, 2)}`))}. Each log-probability is *given* the tokens before it. So their sum is the log-probability that the answer begins with exactly these tokens: ${nats(australia.total, 2)}, or ${percent(australia.probability, 2)}.

        Suppose the program accepts an answer whose probability is at least ${given(80)}%, and passes all others to a person.
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
            prose`It accepts ${token(france.text)}, which has ${percent(france.probability, 2)}, and leaves ${token(australia.text)} with ${percent(australia.probability, 3)} to a person. The capital of Australia is Canberra.`,
        })}

        Such a threshold suits short answers of similar length. Each further token lowers the sum, so a long answer would fail even if it is right. And a threshold belongs to one prompt (${ref('sort-reviews')}): another order of the examples moves the numbers.

        The program is in ${ref('whole-answer')}, and ${ref('decide')} shows how to choose the threshold.
        If the server can score a text that you send, your program can also choose between two words, such as *affect* and *effect*: it scores the whole sentence with each (${ref('choose-the-word')}).`,
    ];
  },
});
