import { at } from '#numerics/list';
import { box, choose, claim, code, curious, figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { bits, count, equation, math, nats, real, ref, term, text } from '#report/values';
import { compression, digitsAndProse } from './compression.measure.ts';

export const bitsAndBytes = section({
  id: 'bits-per-byte',
  title: prose`Bits per byte: the model as a compressor`,
  needs: { m: compression, flip: digitsAndProse },
  write({ m, flip }) {
    const all = m.together;
    const sizes = prose`seven texts take ${count(all.bytes)} bytes; brotli makes ${count(all.brotli)} of them,
      the model would need ${count(all.model)} (computed from the surprisals; no file was written).`;
    const [noise, words, travel] = [at(flip.rows, 0), at(flip.rows, 1), at(flip.rows, 2)];
    return [
      prose`Perplexity counts per *token*. But what is a token? Besides the harbour we wrote six more texts of
        about the same length; one of them, ${text(travel.name)}, mixes languages and emoji. And here are
        digits, drawn at random: ${text(flip.opening)} and so on. Nothing can predict them${choose(flip.cut, {
          'single digits': prose`, but our model cuts numbers into single digits, so ${choose(flip.choices, {
            'about ten': prose`it chooses among about ten.`,
            more: prose`who knows that they are digits chooses among ten.`,
          })}`,
          'longer pieces': prose`; our model cuts them into pieces of several digits.`,
        })} Which text has the lowest perplexity? See
        ${ref('digits-and-prose')}.`,
      table({
        id: 'digits-and-prose',
        caption: prose`Random digits and two texts, measured per token and per byte.`,
        rows: flip.rows,
        columns: [
          ['text', (row) => text(row.name)],
          ['tokens', (row) => count(row.tokens)],
          ['bytes', (row) => count(row.bytes)],
          ['bytes per token', (row) => real(row.bytesPerToken, { digits: 3 })],
          ['nats per token', (row) => nats(row.meanSurprisal)],
          ['perplexity', (row) => real(row.perplexity)],
          ['bits per byte', (row) => bits(row.bitsPerByte)],
        ],
      }),
      choose(flip.order, {
        flips: prose`What to see: **the order flips.** By perplexity the digits look easier,
          ${real(noise.perplexity)} against ${real(words.perplexity)}. By the byte they are ${choose(
            flip.distance,
            {
              far: prose`by far the harder text`,
              near: prose`the harder text`,
            },
          )}, ${bits(noise.bitsPerByte)} against ${bits(words.bitsPerByte)}. A token of prose carries
          ${choose(flip.cut, {
            'single digits': prose`${
              layout([words.bytesPerToken], (bytes) => bytes > 2)
                ? prose`several letters`
                : prose`more than one letter`
            }; every digit is a token of its own.`,
            'longer pieces': prose`more letters than a token of numbers has digits.`,
          })} ${choose(flip.travelOrder, {
            flips: prose`Real text flips as well: ${text(travel.name)} has a perplexity of
              ${real(travel.perplexity)}, but costs ${bits(travel.bitsPerByte)} per byte, because its tokens
              are shorter.`,
            'flips the other way': prose`Real text flips as well: ${text(travel.name)} has the higher
              perplexity, ${real(travel.perplexity)}, but costs only ${bits(travel.bitsPerByte)} per byte.`,
            'level per token': prose`${text(travel.name)} has the same perplexity, and costs
              ${bits(travel.bitsPerByte)} per byte.`,
            stays: prose`Between our paragraph and ${text(travel.name)} (${real(travel.perplexity)},
              ${bits(travel.bitsPerByte)} per byte) the order stays.`,
          })}`,
        'flips the other way': prose`What to see: **the order flips.** By perplexity the digits look hard,
          ${real(noise.perplexity)} against ${real(words.perplexity)}; by the byte they are the easier text,
          ${bits(noise.bitsPerByte)} against ${bits(words.bitsPerByte)}: a token of them holds more bytes.`,
        'level per token': prose`What to see: by perplexity the digits are as hard as the prose,
          ${real(noise.perplexity)}. By the byte they are not: ${bits(noise.bitsPerByte)} against
          ${bits(words.bitsPerByte)}, for their tokens hold another number of bytes.`,
        stays: prose`What to see: both measures agree on the order this time, but not on the distance:
          ${real(noise.perplexity)} against ${real(words.perplexity)} as perplexities,
          ${bits(noise.bitsPerByte)} against ${bits(words.bitsPerByte)} by the byte.`,
      }),
      prose`The second measure is ${term('bits per byte')}: add up all surprisals, turn nats into bits, divide
        by the bytes of the text. The number of tokens does not enter, so two models that cut the text
        differently can be compared.`,
      equation`\text{bits per byte} = \frac{-\sum_i \ln p_i}{\ln 2 \cdot \text{bytes}}`,
      code('#numerics/bits-per-byte', 'bits-per-byte'),
      box('per-token-or-per-byte', prose`Per token or per byte?`, [
        prose`To compare models, give them the same text; if they cut it into different tokens, compare bits
          per byte. Across different texts either number also measures how hard the text is.
          ${ref('comparing')} has the whole list.`,
        curious(
          prose`What else changes these numbers?`,
          prose`Across languages bits per byte also depend on how many bytes a character takes. What does not
            matter is the base of the logarithm on the way: nats are only divided by ${math`\ln 2`} at the
            end. And random digits cannot cost less than ${bits(flip.floor)} per byte in the long run,
            whatever the model.`,
        ),
      ]),
      prose`A program that compresses text also predicts: what it expects, it writes with few bits. The ideal
        cost of a token is exactly its surprisal in bits, and an *arithmetic coder* comes within a few bits of
        that for a whole text. So a language model is a compressor. How good? ${ref('compressors')} sets it
        beside raw deflate (the core of gzip) and brotli.`,
      figure({
        id: 'compressors',
        caption: prose`Bits per byte of text; a plain file has eight. The model's bits are computed from its
          surprisals, and the size of the model itself is **not** counted.`,
        alt: prose`For each text three dots. For all texts together, ${count(all.bytes)} bytes, the model
          would need ${count(all.model)} bytes; brotli makes ${count(all.brotli)}, deflate
          ${count(all.deflate)}.`,
        data: m.figure,
        spec: {
          height: { step: 28 },
          encoding: { y: mark.n('name', { sort: null, title: null }) },
          layer: [
            mark.line({ x: 'bitsPerByte', detail: 'name' }, { style: 'muted', strokeWidth: 2 }),
            mark.dots(
              {
                x: mark.q('bitsPerByte', { title: 'bits per byte', scale: { domainMin: 0 } }),
                ...mark.series('compressor', { sort: ['language model', 'brotli', 'deflate'], title: null }),
              },
              { size: 80 },
            ),
          ],
        },
      }),
      prose`What to see: ${claim(all.brotli, all.model, {
        greater: prose`all ${sizes} But`,
        less: prose`brotli wins. All ${sizes} ${
          layout([all.model, all.bytes], (own, plain) => own > plain)
            ? prose`So with this model they grow instead of shrinking. Besides,`
            : prose`Besides,`
        }`,
        tooClose: prose`the two are close. All ${sizes} But`,
      })} a receiver must have the model itself${choose(m.model, {
        embedded: prose`, about a hundred megabytes.`,
        another: prose`, which is far larger than the texts.`,
      })}`,
      curious(prose`Is the comparison fair, and what are the sizes?`, [
        table({
          id: 'compressed-sizes',
          caption: prose`Sizes in bytes, and the model's bits per byte. Each text is rounded up to a whole
            byte; for all together the bits are added before rounding.`,
          rows: m.rows,
          columns: [
            ['text', (row) => text(row.name)],
            ['plain', (row) => count(row.bytes)],
            ['deflate', (row) => count(row.deflate)],
            ['brotli', (row) => count(row.brotli)],
            ['model (ideal)', (row) => count(row.model)],
            ['model, bits per byte', (row) => bits(row.modelBits)],
          ],
        }),
        prose`What to see: in the last row the two compressors get the texts as one piece; the model still
          reads them one by one, and only its bits are added. Both compressors run at their best setting.

          The comparison is not quite fair. Our model must be there before the first text arrives;
          deflate needs nothing of that kind, and brotli brings a small dictionary. And short texts suit ${choose(
            layout([all.brotli, all.model], (other, own) => (other > own ? 'reader' : 'other')),
            {
              reader: prose`the model, which has read before, while the others only learn from the text at hand.`,
              other: prose`none of them: each has little to learn from.`,
            },
          )}
          ${choose(m.learning, {
            helps: prose`As one piece the seven texts take ${count(all.brotli)} bytes with brotli; one by one
              they would take ${count(m.apart.brotli)}. On longer texts the compressors may do better still.`,
            'does not help': prose`On texts as short as ours even one piece does not help: one by one brotli
              needs ${count(m.apart.brotli)} bytes, as one piece ${count(all.brotli)}.`,
          })}`,
      ]),
    ];
  },
});
