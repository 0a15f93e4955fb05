import { and, finding, greater, less, pitfall, prose, type Seen, section } from '#report';
import { count, countInWords, given, real, term, text } from '#report/values';
import { named } from './find-by-name.ts';
import { ownWriting, repetition, trueAndFalse } from './low-perplexity.measure.ts';
import { ownTexts } from './texts.measure.ts';

const falseIsLikelier = ({ worst }: Seen<typeof trueAndFalse>) =>
  finding({
    id: 'false-sentence-likelier',
    when: greater('probability of the false sentence, divided by that of the true one', worst.factor, 1),
    text: () => prose`“${text(worst.falsehood)}” is false, yet our model gives it ${real(worst.factor, 2)} times the probability of
      “${text(worst.truth)}”`,
  });

const repetitionIsCheap = (again: Seen<typeof repetition>, { texts }: Seen<typeof ownTexts>) => {
  const harbour = named(texts, 'harbour');
  return finding({
    id: 'repetition-cheap',
    when: and(
      less('perplexity of all copies below that of one', again.perplexity, again.first),
      less('perplexity of all copies below that of the paragraph', again.perplexity, harbour.perplexity),
    ),
    text: () => prose`“${text(again.sentence)}” has a perplexity of ${real(again.first, 2)}. Written ${countInWords(again.times)} times in a row it has
      ${real(again.perplexity, 2)}, less than the harbour paragraph.`,
  });
};

const coldIsCheap = ({ people, rows: [fair, cool, cold] }: Seen<typeof ownWriting>) =>
  finding({
    id: 'generated-text-cheap',
    when: and(
      greater('nats saved per token, lower end of the interval', cool?.saved.low ?? null, 0),
      greater('nats saved per token at zero, lower end of the interval', cold?.saved.low ?? null, 0),
    ),
    text: () => prose`What we had written there has a perplexity of ${real(people, 2)}, what the model wrote ${real(fair?.perplexity, 2)} at ${term('temperature')} ${given(fair?.temperature)}, ${real(cool?.perplexity, 2)} at
      ${given(cool?.temperature)} and ${real(cold?.perplexity, 2)} at ${given(cold?.temperature)}.`,
  });

export const lowPerplexity = section({
  id: 'low-perplexity',
  title: prose`Pitfalls`,
  needs: { facts: trueAndFalse, again: repetition, writing: ownWriting, own: ownTexts },
  write: ({ facts, again, writing, own }) => [
    pitfall(
      prose`Likely does not mean true`,
      prose`${falseIsLikelier(facts)} This happens with
        ${countInWords(facts.likelier)} of the ${countInWords(facts.pairs)} countries that we tried.`,
    ),
    pitfall(
      prose`Low does not mean good`,
      prose`${repetitionIsCheap(again, own)} A filter for low perplexity would probably keep such text.`,
    ),
    pitfall(
      prose`Generated text`,
      prose`A model finds its own output likely. We gave ours the first ${count(writing.read)} tokens of each of our
        ${countInWords(writing.texts)} paragraphs and let it write the next ${count(writing.written)}. ${coldIsCheap(writing)} To compare models, score text that none
        of them wrote.`,
    ),
  ],
});
