import { at } from '#numerics/list';
import { and, finding, greater, less, pitfall, prose, type Seen, section } from '#report';
import { count, countInWords, given, real, term, text } from '#report/values';
import { ownWriting, repetition, trueAndFalse } from './low-perplexity.measure.ts';
import { named } from './named.ts';
import { ownTexts } from './texts.measure.ts';

const falseIsLikelier = ({ worst, likelier, pairs }: Seen<typeof trueAndFalse>) =>
  finding({
    id: 'false-sentence-likelier',
    when: and(
      greater('probability of the false sentence, divided by that of the true one', worst.factor, 1),
      greater('countries with a likelier false sentence', likelier, 0),
    ),
    context: [pairs],
    text: () => prose`“${text(worst.falsehood)}” is false, yet our model gives it ${real(worst.factor, 2)} times the probability of
      “${text(worst.truth)}” The false sentence is likelier for ${countInWords(likelier)} of the ${countInWords(pairs)} countries that we tried.`,
  });

const repetitionIsCheap = (again: Seen<typeof repetition>, { texts }: Seen<typeof ownTexts>) => {
  const harbour = named(texts, 'harbour');
  return finding({
    id: 'repetition-cheap',
    when: and(
      less('perplexity of all copies below that of one', again.perplexity, again.first),
      less('perplexity of all copies below that of the paragraph', again.perplexity, harbour.perplexity),
    ),
    context: [again.times],
    text: () => prose`“${text(again.sentence)}” has a perplexity of ${real(again.first, 2)}. Written ${countInWords(again.times)} times in a row it has
      ${real(again.perplexity, 2)}, less than the harbour paragraph.`,
  });
};

const coldIsCheap = ({ people, rows: [_fair, cool, cold] }: Seen<typeof ownWriting>) =>
  finding({
    id: 'generated-text-cheap',
    when: and(
      greater('nats saved per token, lower end of the interval', cool?.saved.low ?? null, 0),
      greater('nats saved per token at zero, lower end of the interval', cold?.saved.low ?? null, 0),
    ),
    context: [people, cool?.perplexity ?? null, cold?.perplexity ?? null],
    text: () => prose`The model finds its own output likely at low ${term('temperature', 'temperatures')}. What it wrote at temperature ${given(cool?.temperature)} has a perplexity of
      ${real(cool?.perplexity, 2)}, and at ${given(cold?.temperature)} one of ${real(cold?.perplexity, 2)}; what we had written there has ${real(people, 2)}.`,
  });

export const lowPerplexity = section({
  id: 'low-perplexity',
  title: prose`Pitfalls`,
  needs: { facts: trueAndFalse, again: repetition, writing: ownWriting, own: ownTexts },
  write: ({ facts, again, writing, own }) => [
    pitfall(
      prose`Likely does not mean true`,
      prose`${falseIsLikelier(facts)} Such counts depend on the start token in front of each sentence.`,
    ),
    pitfall(
      prose`Low does not mean good`,
      prose`${repetitionIsCheap(again, own)} A filter for low perplexity would probably keep such text.`,
    ),
    pitfall(
      prose`Generated text`,
      prose`We gave our model the first ${count(writing.read)} tokens of each of our
        ${countInWords(writing.texts)} paragraphs and let it write the next ${count(writing.written)}, once at each temperature. ${coldIsCheap(writing)} At temperature ${given(at(writing.rows, 0).temperature)}, its text has a perplexity of ${real(at(writing.rows, 0).perplexity, 2)}. To compare models, score text that none
        of them wrote.`,
    ),
  ],
});
