import { and, clearly, curious, finding, none, output, prose, type Seen, section } from '#report';
import { asPython, count, given, nats, percent, rank, text } from '#report/values';
import { confusableWords } from './confusable-words.measure.ts';

const rightWordScoresHigher = (m: Seen<typeof confusableWords>) =>
  finding({
    id: 'right-word-scores-higher',
    when: and(
      none('sentence in which the wrong word scored higher', m.wrong, m.sentences),
      none('pair with an error', m.wrongPairs, m.pairs),
      clearly('share of pairs with an error', 'below', 0.25, m.pairErrorRate),
    ),
    text: () =>
      prose`The model chose the right word in all ${count(m.sentences)} sentences. The two sentences of a pair are not independent, so we count pairs: the model erred (in either sentence) in ${rank(m.wrongPairs)} of ${count(m.pairs)} (${given(95)}% Wilson interval: ${percent(m.pairErrorRate.low, 2)} to ${percent(m.pairErrorRate.high, 2)}).`,
  });

export const chooseTheWord = section({
  id: 'choose-the-word',
  title: prose`The right word`,
  needs: { m: confusableWords },
  write: ({ m }) => [
    prose`Is it *affect* or *effect*? The *score* of a text is the sum of its tokens' log-probabilities. Score the whole sentence
      with each word, because the words that follow are evidence, too. The sums may be compared at any length: the question is
      which of exactly two texts is likelier. The sigmoid turns the lead into a probability: in “${text(m.shown.sentence)}”,
      *${text(m.shown.right)}* leads by ${nats(m.shown.lead, 2)} and has ${percent(m.shown.share, 2)}. The server must score your
      text (\`echo\`); hosted chat APIs mostly cannot.`,
    curious(prose`How does a program score a sentence?`, [
      prose`Save it next to \`likeliest.py\`.

      \`\`\`python
      from math import exp
      from likeliest import model, server

      def score(text):
          answer = server.completions.create(
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
    prose`For ${count(m.pairs)} pairs of easily confused words, such as *than* and *then*, we wrote one everyday sentence for each word. ${rightWordScoresHigher(m)} Other texts may be harder.`,
  ],
});
