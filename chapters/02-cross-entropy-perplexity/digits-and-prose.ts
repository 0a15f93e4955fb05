import { finding, greater, less, prose, type Seen, section, table } from '#report';
import { bits, count, real, ref, term, text } from '#report/values';
import { digitsAndCuts } from './bits-per-byte.measure.ts';
import { named } from './find-by-name.ts';
import { ownTexts } from './texts.measure.ts';

const digitsLookEasier = ({ digits, paragraph }: Seen<typeof digitsAndCuts>) =>
  finding({
    id: 'digits-lower-perplexity',
    when: less(
      'perplexity of the digits below that of the paragraph',
      digits.perplexity,
      paragraph.perplexity,
    ),
    text: () => prose`For our model, random digits have a lower perplexity than an English paragraph.`,
  });

const digitsAreHarder = ({ digits, paragraph }: Seen<typeof digitsAndCuts>) =>
  finding({
    id: 'digits-more-bits-per-byte',
    when: greater(
      'bits per byte of the digits above those of the paragraph',
      digits.bitsPerByte,
      paragraph.bitsPerByte,
    ),
    text: () => prose`Per byte, the digits are harder to predict.`,
  });

export const digitsAndProse = section({
  id: 'digits-and-prose',
  title: prose`Digits and prose`,
  needs: { m: digitsAndCuts, own: ownTexts },
  write: ({ m, own }) => [
    prose`How well does a language model predict a text? The usual answer is its ${term('perplexity')}: the lower, the
      better. ${digitsLookEasier(m)} Is noise really easier to predict (${ref('digits-and-prose-table')})?`,
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
    prose`${digitsAreHarder(m)} Perplexity is an average per token, and a token of English holds more text than a digit.`,
  ],
});
