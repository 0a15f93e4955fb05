import { and, clearly, curious, finding, greater, none, output, prose, type Seen, section } from '#report';
import { asPython, count, given, nats, percent, rank, text } from '#report/values';
import { confusableWords } from './confusable-words.measure.ts';

export const rightWordScoresHigher = (m: Seen<typeof confusableWords>) =>
  finding({
    id: 'right-word-scores-higher',
    when: none('sentence in which the wrong word scored higher', m.wrong, m.sentences),
    text: () =>
      prose`Of two words that are easily confused, such as *than* and *then*, the right one scored higher in all ${count(m.sentences)} everyday sentences that we tried.`,
  });

export const chooseTheWord = section({
  id: 'choose-the-word',
  title: prose`Choose between two words: affect or effect?`,
  needs: { m: confusableWords },
  write: ({ m }) => [
    prose`Is it *affect* or *effect*? Write the sentence with each of the two words and ask which sentence is likelier. The *score*
      of a text is the sum of its tokens' log-probabilities. Score the whole sentence, not only the word: what follows the word is
      evidence too. The two sums may have different numbers of tokens, because the question is which of exactly two texts is
      likelier.

      The difference of the scores is the lead of one word, and the sigmoid turns the lead into a probability. ${finding(
        {
          id: 'affect-leads',
          when: greater('lead of the right word', m.shown.lead, 0),
          context: [m.shown.share],
          text: () =>
            prose`In “${text(m.shown.sentence)}”, *${text(m.shown.right)}* leads by ${nats(m.shown.lead, 2)} and has ${percent(m.shown.share, 2)}.`,
        },
      )} The server must be able to score a text that you send (\`echo\`). Most hosted chat APIs
      cannot.`,
    curious(prose`How does a program score a sentence?`, [
      prose`Start \`npm run serve\` in this project's folder, and run this program in another terminal.

      \`\`\`python
      from math import exp
      from openai import OpenAI

      client = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
      model = client.models.list().data[0].id

      def score(text):
          answer = client.completions.create(
              model=model, prompt=text, echo=True, logprobs=0, max_tokens=1)
          # Without the first token, which follows nothing, and the generated one.
          return sum(answer.choices[0].logprobs.token_logprobs[1:-1])

      sentence = "The new law will {} every driver."
      lead = score(sentence.format("affect")) - score(sentence.format("effect"))
      print(f"affect leads by {lead:.2f} nats: {1 / (1 + exp(-lead)):.1%}")
      \`\`\``,
      output([
        prose`${text(m.shown.right)} leads by ${asPython(m.shown.lead, '.2f')} nats: ${asPython(m.shown.share, '.1%')}`,
      ]),
    ]),
    prose`${rightWordScoresHigher(m)} There is one sentence for each word of ${count(m.pairs)} pairs. The two sentences of a pair
      are not independent, so we count pairs with an error. ${finding({
        id: 'few-pairs-with-an-error',
        when: and(
          none('pair with an error', m.wrongPairs, m.pairs),
          clearly('share of pairs with an error', 'below', 0.25, m.pairErrorRate),
        ),
        text: () =>
          prose`The model erred in ${rank(m.wrongPairs)} of ${count(m.pairs)} pairs (${given(95)}% Wilson interval: ${percent(m.pairErrorRate.low, 2)} to ${percent(m.pairErrorRate.high, 2)}).`,
      })} Other texts may be harder.`,
  ],
});
