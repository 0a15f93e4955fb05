import {
  box,
  choose,
  claim,
  figure,
  join,
  layout,
  type Prose,
  prose,
  type Quantity,
  section,
  table,
} from '#report';
import * as mark from '#report/marks';
import {
  bits,
  cite,
  count,
  countInWords,
  equation,
  given,
  math,
  nats,
  real,
  ref,
  term,
} from '#report/values';
import { compression, digitsAndCuts } from './bits-per-byte.measure.ts';

/** Numbers that others found, in the unit of the figure: where, and from whom. */
const HUMAN = { low: 0.6, high: 1.3 };
const GPT2 = [
  { size: 117, unit: prose`M`, value: 1.16 },
  { size: 1.5, unit: prose`B`, value: 0.93 },
];

export const bitsAndBytes = section({
  id: 'bits-per-byte',
  title: prose`Bits per byte, and what is a good number`,
  needs: { m: compression, cuts: digitsAndCuts },
  write({ m, cuts }) {
    const { paragraph, apart, digits } = cuts;
    const here = (who: Prose, value: Quantity<'bits'> | Quantity<'statistic'>) => {
      return { who, value, by: 'measured here', label: prose`${real(value, 2)}` };
    };
    const anchors = [
      { who: prose`a plain file`, value: given(8), by: 'by definition', label: prose`${given(8)}` },
      here(prose`random digits, this model`, digits.bitsPerByte),
      here(prose`our texts, deflate`, m.deflateBits),
      here(prose`our texts, brotli`, m.brotliBits),
      here(prose`our texts, this model`, m.modelBits),
      ...GPT2.map(({ size, unit, value }) => ({
        who: prose`enwik8, GPT-2 (${given(size)}${unit})`,
        value: given(value),
        by: 'published',
        label: prose`${given(value)}`,
      })),
    ];
    // Behind the last dot there is room for its label.
    const end = layout([digits.bitsPerByte, m.deflateBits, m.modelBits], (...values) =>
      Math.max(8.8, ...values.map((value) => 1.15 * value)),
    );
    return [
      prose`Perplexity counts per token. But who says what a token is? ${
        apart
          ? prose`Let the model read our paragraph with every space a token of its own.`
          : prose`How many bytes does a token hold in the paragraph, how many in random digits (${ref('two-cuts')})?`
      }`,
      table({
        id: 'two-cuts',
        caption: apart
          ? prose`One text in two cuts, and ${count(digits.bytes)} random digits. Not a letter differs between
              the first two rows.`
          : prose`A paragraph and ${count(digits.bytes)} random digits.`,
        rows: [
          { what: prose`the paragraph, in the model's own tokens`, row: paragraph },
          ...(apart ? [{ what: prose`the paragraph, spaces apart`, row: apart }] : []),
          { what: prose`random digits`, row: digits },
        ],
        columns: [
          ['text', ({ what }) => what, 'left'],
          ['tokens', ({ row }) => count(row.tokens)],
          ['bytes', ({ row }) => count(row.bytes)],
          ['perplexity', ({ row }) => real(row.perplexity, 2)],
          ['bits per byte', ({ row }) => bits(row.bitsPerByte, 2)],
        ],
      }),
      apart === null
        ? prose`A number per token belongs to its tokenizer. (One text in two cuts would show it better; ${choose(
            cuts.readsApart,
            {
              yes: prose``,
              'too long': prose`with every space a token of its own, the paragraph is too long for this model`,
              'another text': prose`but this tokenizer cannot set the spaces of the paragraph apart`,
            },
          )}.)`
        : prose`${choose(apart.order, {
            flips: prose`**Here the lower perplexity is the worse prediction.** It falls from ${real(paragraph.perplexity, 2)} to
              ${real(apart.perplexity, 2)}. Yet by the byte the model predicts it *worse*, in a cut that it was not trained on.
              The average looks better because the surprise is divided by more tokens: ${count(apart.spaces)} spaces${
                layout([apart.spaceNats, paragraph.perplexity], (cost, mean) => cost < Math.log(mean))
                  ? prose`, at ${nats(apart.spaceNats, 1)} each`
                  : prose``
              }${
                layout(
                  [apart.tokens, apart.spaces, paragraph.tokens],
                  (tokens, spaces, before) => tokens - spaces > before,
                )
                  ? prose`, and words cut into more pieces`
                  : prose``
              }.`,
            'flips the other way': prose`**The higher perplexity is the better prediction.** It rises from ${real(paragraph.perplexity, 2)}
              to ${real(apart.perplexity, 2)}, and yet the text costs ${bits(apart.bitsPerByte, 2)} per byte instead
              of ${real(paragraph.bitsPerByte, 2)}.`,
            easier: prose`Both numbers fall: the perplexity from ${real(paragraph.perplexity, 2)} to
              ${real(apart.perplexity, 2)}, the bits per byte from ${real(paragraph.bitsPerByte, 2)} to
              ${real(apart.bitsPerByte, 2)}.`,
            harder: prose`Both numbers rise: the perplexity from ${real(paragraph.perplexity, 3)} to
              ${real(apart.perplexity, 3)}, the bits per byte from ${real(paragraph.bitsPerByte, 2)} to
              ${real(apart.bitsPerByte, 2)}.`,
            level: prose`The perplexity stays at ${real(apart.perplexity, 2)}; the bits per byte go from
              ${real(paragraph.bitsPerByte, 2)} to ${real(apart.bitsPerByte, 2)}.`,
          })} A number per token belongs to its tokenizer.`,
      prose`So divide by what no tokenizer changes. ${term('bits per byte', 'Bits per byte')} are all surprisals together,
        in ${term('bit', 'bits')} (nats over ${math`\ln 2`}), over the bytes of the text:`,
      equation`\text{bits per byte} = \frac{-\sum_i \ln q(\text{token}_i \mid \text{all before it})}{\ln 2 \cdot \text{bytes}}`,
      prose`${choose(digits.order, {
        flips: prose`By this measure the random digits are hard, as they should be`,
        'flips the other way': prose`By this measure the random digits are easier than the paragraph`,
        easier: prose`By this measure, too, the random digits are easier than the paragraph`,
        harder: prose`By this measure, too, the random digits are the harder text`,
        level: prose`The random digits have ${real(digits.bitsPerByte, 2)} bits per byte`,
      })}. What is a *good* number? A surprisal in bits is the length of an ideal codeword
        (${ref('codewords')} says why), so a language model is a compressor (${cite('deletang-2024')}): set it beside others
        (${ref('scale-of-numbers')}).`,
      figure({
        id: 'scale-of-numbers',
        caption: prose`Bits per byte. “Our texts”: all ${countInWords(m.texts)}; the compressors
          pack them as one file, the model reads them one by one. The published numbers are for other texts and
          cannot be ranked with ours: GPT-2 on enwik8, a piece of Wikipedia with its markup (${cite('radford-2019')}); people who guess letters of
          English, in bits per letter, without capitals and punctuation, between two
          bounds (${cite('shannon-1951')}).`,
        alt: prose`Dots on a scale that begins at zero: ${join(
          anchors.map(({ who, label }) => prose`${who} ${label}`),
        )}; people, between ${given(HUMAN.low)} and ${given(HUMAN.high)}.`,
        data: {
          rows: anchors,
          people: [
            {
              who: 'people, letters of English',
              low: given(HUMAN.low),
              high: given(HUMAN.high),
              by: 'published',
              label: prose`${given(HUMAN.low)} to ${given(HUMAN.high)}`,
            },
          ],
        },
        spec: {
          height: { step: 28 },
          encoding: { y: mark.n('who', { sort: null, title: null }) },
          layer: [
            ...mark.labelled(
              mark.dots(
                {
                  x: mark.q('value', { title: 'bits per byte', scale: { domain: [0, end], nice: false } }),
                  ...mark.series('by', {
                    sort: ['measured here', 'published', 'by definition'],
                    title: null,
                  }),
                },
                { size: 80 },
              ),
              { align: 'left', dx: 9, style: 'value' },
            ),
            mark.rule(
              { x: 'low', x2: { field: 'high' } },
              { data: 'people', strokeWidth: 5, color: '$orange' },
            ),
            mark.words(
              { x: 'high', text: 'label' },
              { data: 'people', style: 'value', align: 'left', dx: 9 },
            ),
          ],
        },
      }),
      prose`${claim(m.brotli, m.model, {
        greater: prose`With its ${bits(m.modelBits, 2)} per byte the model beats brotli, which needs ${real(m.brotliFactor, 1)} times as
          many bytes. But unpacking needs the model, far larger than the texts.`,
        less: prose`On our texts brotli needs fewer bytes than the model would, ${count(m.brotli)} against ${count(m.model)}${
          layout([m.model, m.bytes], (own, plain) => own > plain)
            ? prose`, and the plain file fewer, too`
            : prose``
        }.`,
        tooClose: prose`On our texts brotli needs about as many bytes as the model would.`,
      })}`,
      box('per-token-or-per-byte', prose`Which numbers may be compared?`, [
        prose`- One text, two models that share a tokenizer, with the same start token, window and stride (${ref('context')}): perplexity, nats per token, bits per byte and the total of all surprisals.
          - One text, two tokenizers: bits per byte, or the total of all surprisals, if both times it was read in one go, or in windows and strides of about as many bytes.
          - Two texts, one model: bits per byte say which one is harder for it; averages per token do so only
            if tokens are about as long in both.
          - Two texts and two models: nothing.
          - A published perplexity and yours: only if data set, tokenizer, unit (a token or a word), window, stride and start are the same. 
`,
      ]),
    ];
  },
});
