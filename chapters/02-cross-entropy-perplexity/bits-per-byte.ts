import { and, finding, greater, less, prose, type Seen, section } from '#report';
import { count, equation, math, nats, real, term } from '#report/values';
import { digitsAndCuts } from './bits-per-byte.measure.ts';
import { named } from './named.ts';
import { ownTexts } from './texts.measure.ts';

const otherCut = ({ paragraph, apart }: Seen<typeof digitsAndCuts>, { texts }: Seen<typeof ownTexts>) =>
  finding({
    id: 'lower-perplexity-worse-prediction',
    when: and(
      less(
        'perplexity with spaces apart below that in own tokens',
        apart?.perplexity ?? null,
        paragraph.perplexity,
      ),
      greater(
        'bits per byte with spaces apart above those in own tokens',
        apart?.bitsPerByte ?? null,
        paragraph.bitsPerByte,
      ),
      greater('tokens more, beside the spaces', apart?.further ?? null, 0),
      less(
        'mean surprisal of a space below that of a token of the paragraph',
        apart?.spaceNats ?? null,
        named(texts, 'harbour').meanSurprisal,
      ),
    ),
    context: [paragraph.tokens, apart?.tokens ?? null, apart?.spaces ?? null],
    text: () => prose`The ${count(paragraph.tokens)} tokens become ${count(apart?.tokens)}: ${count(apart?.spaces)} are the spaces, and
      ${count(apart?.further)} more appear because words split into more pieces without their leading space. The perplexity falls from
      ${real(paragraph.perplexity, 2)} to ${real(apart?.perplexity, 2)}, because many easy tokens share the total: a space costs
      ${nats(apart?.spaceNats, 2)} on average. Yet our model needs *more* bits per byte, ${real(apart?.bitsPerByte, 2)} instead of
      ${real(paragraph.bitsPerByte, 2)}.`,
  });

export const bitsAndBytes = section({
  id: 'bits-per-byte',
  title: prose`Bits per byte`,
  needs: { cuts: digitsAndCuts, own: ownTexts },
  write: ({ cuts, own }) => [
    prose`What if the same text is cut into other tokens? We made every space of the harbour paragraph a token of its own.
      ${otherCut(cuts, own)}

      **A number per token belongs to its tokenizer.** The rise in bits per byte probably comes from training: our model has
      hardly ever seen text cut this way.

      So divide by the number of bytes, which no tokenizer changes. This is ${term('bits per byte')}:`,
    equation`\text{bits per byte} = \frac{-\sum_i \ln q(\text{token}_i \mid \text{all before it})}{\ln 2 \cdot \text{bytes}}`,
    prose`For the harbour paragraph, this is ${math`\mathrm{log}_2`} ${real(cuts.paragraph.perplexity, 2)} bits × ${count(cuts.paragraph.tokens)} tokens /
      ${count(cuts.paragraph.bytes)} bytes = ${real(cuts.paragraph.bitsPerByte, 2)}.`,
  ],
});
