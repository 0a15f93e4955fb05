import { finding, greater, less, prose, type Seen, section, table } from '#report';
import { bits, count, equation, math, real, ref, term, text } from '#report/values';
import { digitsAndProse } from './bits-per-byte.measure.ts';
import { named } from './named.ts';
import { ownTexts } from './texts.measure.ts';

const digitsLookEasier = ({ digits, paragraph }: Seen<typeof digitsAndProse>) =>
  finding({
    id: 'digits-lower-perplexity',
    when: less(
      'perplexity of the digits below that of the paragraph',
      digits.perplexity,
      paragraph.perplexity,
    ),
    text: () =>
      prose`For our model, a string of random digits has a lower perplexity than a paragraph of English.`,
  });

const digitsAreHarder = ({ digits, paragraph }: Seen<typeof digitsAndProse>) =>
  finding({
    id: 'digits-more-bits-per-byte',
    when: greater(
      'bits per byte of the digits above those of the paragraph',
      digits.bitsPerByte,
      paragraph.bitsPerByte,
    ),
    text: () => prose`Per byte, it is the digits that are harder to predict, as they should be.`,
  });

export const bitsAndBytes = section({
  id: 'bits-per-byte',
  title: prose`Bits per byte: when perplexity misleads`,
  needs: { m: digitsAndProse, own: ownTexts },
  write: ({ m, own }) => [
    prose`${digitsLookEasier(m)} Is noise easier to predict than English (${ref('digits-and-prose-table')})?`,
    table({
      id: 'digits-and-prose-table',
      caption: prose`Two texts, measured per token (perplexity) and per byte.`,
      rows: [
        { what: prose`our paragraph about ${text(named(own.texts, 'harbour').about)}`, row: m.paragraph },
        { what: prose`random digits, ${text(m.digits.opening)} …`, row: m.digits },
      ],
      columns: [
        ['text', ({ what }) => what, 'left'],
        ['tokens', ({ row }) => count(row.tokens)],
        ['bytes', ({ row }) => count(row.bytes)],
        ['perplexity', ({ row }) => real(row.perplexity, 2)],
        ['bits per byte', ({ row }) => bits(row.bitsPerByte, 2)],
      ],
    }),
    prose`Perplexity is an average **per token**, and tokens differ in how much text they hold. Our tokenizer makes a token of each digit, while a token of the
      paragraph has four or five letters on average. A token that holds more text has more to be surprised about.

      So divide the total surprisal by something that no tokenizer changes, the number of bytes. The result is called
      ${term('bits per byte')}:`,
    equation`\text{bits per byte} = \frac{-\sum_i \ln q(\text{token}_i \mid \text{all before it})}{\ln 2 \cdot \text{bytes}}`,
    prose`${digitsAreHarder(m)} For the harbour paragraph, the formula gives ${math`\mathrm{log}_2`} ${real(m.paragraph.perplexity, 2)} bits ×
      ${count(m.paragraph.tokens)} tokens / ${count(m.paragraph.bytes)} bytes = ${real(m.paragraph.bitsPerByte, 2)}.`,
  ],
});
