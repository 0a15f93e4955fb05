import { finding, greater, less, prose, type Seen, section } from '#report';
import { bits, real, term, text } from '#report/values';
import { digitsAndProse } from './bits-per-byte.measure.ts';

const digitsLookEasier = ({ digits, paragraph }: Seen<typeof digitsAndProse>) =>
  finding({
    id: 'digits-lower-perplexity',
    when: less('perplexity of the digits and of the paragraph', digits.perplexity, paragraph.perplexity),
    text: () => prose`For our model, a string of random digits (${text(digits.opening)} …) has a perplexity of ${real(digits.perplexity, 2)}, and the harbour paragraph one of
      ${real(paragraph.perplexity, 2)}. Is noise easier to predict than English?`,
  });

const digitsAreHarder = ({ digits, paragraph }: Seen<typeof digitsAndProse>) =>
  finding({
    id: 'digits-more-bits-per-byte',
    when: greater(
      'bits per byte of the digits and of the paragraph',
      digits.bitsPerByte,
      paragraph.bitsPerByte,
    ),
    text: () =>
      prose`The random digits need ${bits(digits.bitsPerByte, 2)} per byte, the paragraph only ${real(paragraph.bitsPerByte, 2)}: the noise is harder to predict, as it should be.`,
  });

export const bitsAndBytes = section({
  id: 'bits-per-byte',
  title: prose`Bits per byte: when perplexity misleads`,
  needs: { m: digitsAndProse },
  write: ({ m }) => [
    prose`${digitsLookEasier(m)}

      No. Perplexity is an average **per token**, and tokens differ in how much text they hold. Our tokenizer makes a token of each digit. A token of the paragraph has between four and five characters on average, so there is more in it to be surprised about.

      The remedy is to divide the total surprisal by something that no tokenizer changes: the number of bytes. The total in bits, divided by the bytes of the text, is called
      ${term('bits per byte')}. ${digitsAreHarder(m)}`,
  ],
});
