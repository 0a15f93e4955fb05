import { and, finding, greater, less, prose, type Seen, section } from '#report';
import { bits, count, countInWords, math, nats, real, text } from '#report/values';
import { digitsAndProse } from './bits-per-byte.measure.ts';
import { goodAndBad } from './good-and-bad.measure.ts';
import { repetition } from './low-perplexity.measure.ts';
import { named } from './named.ts';
import { ownTexts } from './texts.measure.ts';

type GoodAndBad = Seen<typeof goodAndBad>;

const worseThanBlind = ({ rows, bound }: GoodAndBad) => {
  const noise = named(rows, 'random tokens');
  return finding({
    id: 'worse-than-uniform',
    when: greater('lower end of the interval for random tokens above the uniform guess', noise.low, bound),
    context: [noise.meanSurprisal],
    text: () => prose`On random tokens our model does worse than a uniform guess over its vocabulary: ${nats(noise.meanSurprisal, 1)} per token
      on average, against ${nats(bound, 1)}.`,
  });
};

export const orderMatters = ({ rows }: GoodAndBad) => {
  const [own, shuffled] = [named(rows, 'our paragraph'), named(rows, 'its words shuffled')];
  return finding({
    id: 'shuffled-words-cost-more',
    when: greater(
      'lower end of the interval for the shuffled words above the upper end for the paragraph',
      shuffled.low,
      own.high,
    ),
    context: [own.meanSurprisal, shuffled.meanSurprisal],
    text: () => prose`Shuffling the words raises the cost of our paragraph from ${real(own.meanSurprisal, 1)} to
      ${nats(shuffled.meanSurprisal, 1)} per token.`,
  });
};

const famousIsCheap = ({ rows }: GoodAndBad) => {
  const [famous, reworded] = [named(rows, 'a famous sentence'), named(rows, 'the same, reworded')];
  return finding({
    id: 'famous-sentence-cheap',
    when: greater(
      'lower end of the interval for the reworded sentence above the upper end for the famous one',
      reworded.low,
      famous.high,
    ),
    context: [famous.perplexity, reworded.perplexity],
    text: () => prose`A sentence of the Declaration of Independence has a perplexity of ${real(famous.perplexity, 2)}, reworded
      ${real(reworded.perplexity, 2)}.`,
  });
};

const digitsAboveFloor = ({ digits, floor }: Seen<typeof digitsAndProse>) =>
  finding({
    id: 'digits-above-floor',
    when: greater('bits per random digit above the floor', digits.bitsPerByte, floor),
    text: () => prose`Our model needs ${bits(digits.bitsPerByte, 2)} on average.`,
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
      ${real(again.perplexity, 2)}, less than the harbour paragraph with its ${real(harbour.perplexity, 2)}.`,
  });
};

export const goodAndBadSection = section({
  id: 'good-and-bad',
  title: prose`What is a good perplexity?`,
  needs: { m: goodAndBad, again: repetition, cuts: digitsAndProse, own: ownTexts },
  write: ({ m, again, cuts, own }) => [
    prose`A perplexity is good or bad only beside another one on the same text. Still, a few landmarks help.

      **The uniform guess.** To give all ${count(m.vocabularySize)} tokens of the vocabulary the same probability costs ${math`\ln V`} = ${nats(m.bound, 1)} per token. A model can do worse.
      ${worseThanBlind(m)} A uniform guess spreads its bets; a model bets on plausible text.

      **Order.** ${orderMatters(m)}

      **Memory.** ${famousIsCheap(m)} Perhaps the model has memorised it.

      **Repetition.** ${repetitionIsCheap(again, own)} A filter that keeps only texts of low perplexity keeps such repetitions.

      **The floor.** On average, no forecast of random digits can need less than a uniform guess over the ten digits, ${math`\log_2 10`} = ${bits(cuts.floor, 2)} per digit.
      ${digitsAboveFloor(cuts)} For ordinary text, nobody knows the floor.`,
  ],
});
