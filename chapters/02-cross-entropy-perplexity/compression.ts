import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import { bitsPerByte, toBits } from '#numerics/bits-per-byte';
import { at } from '#numerics/list';
import { perplexityOf } from '#numerics/perplexity';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum } from '#numerics/sum';
import { box, code, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { bits, count, equation, math, nats, real, ref, term, text } from '#report/values';
import { named } from './lists.ts';
import { ownTexts, START, specialToken, TEXT_FILES } from './texts.ts';

const ALL = 'all seven in a row';
const DIGITS = 160;
const SEED = 10;

/** Bytes that a compressor makes of a text. Another version of it may find other matches: hence no exact kind. */
function compressedBytes(bytes: Uint8Array): { deflate: number; brotli: number } {
  return {
    deflate: deflateRawSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }).length,
  };
}

/** The whole bytes that an ideal coder needs for a text of this log-probability. */
export function modelBytes(totalLogprob: number): number {
  return Math.ceil(toBits(0 - totalLogprob) / 8);
}

export const compression = measurement({
  id: 'compression',
  needs: { own: ownTexts },
  data: TEXT_FILES,
  kinds: {
    together: {
      name: 'exact',
      bytes: 'exact',
      model: 'rank',
      brotli: 'rank',
      deflate: 'rank',
      modelBits: 'bits',
    },
    apart: { brotli: 'rank', deflate: 'rank' },
    learning: 'exact',
    rows: {
      name: 'exact',
      bytes: 'exact',
      model: 'rank',
      brotli: 'rank',
      deflate: 'rank',
      modelBits: 'bits',
    },
    figure: { name: 'exact', compressor: 'exact', bitsPerByte: statisticOf(20) },
  },
  async measure({ data, own }) {
    const encoder = new TextEncoder();
    const everything = own.texts.map(({ name }) => data[name as keyof typeof data]).join('');
    const row = (name: string, content: string, total: number) => {
      const bytes = encoder.encode(content);
      return {
        name,
        bytes: bytes.length,
        model: modelBytes(total),
        ...compressedBytes(bytes),
        modelBits: bitsPerByte(total, bytes.length),
      };
    };
    const single = own.texts.map(({ name, total }) => row(name, data[name as keyof typeof data], total));
    const together = row(ALL, everything, compensatedSum(own.texts.map(({ total }) => total)));
    const rows = [...single, together];
    const apart = {
      brotli: single.reduce((sum, { brotli }) => sum + brotli, 0),
      deflate: single.reduce((sum, { deflate }) => sum + deflate, 0),
    };
    const learning: 'helps' | 'does not help' =
      together.brotli < apart.brotli && together.deflate < apart.deflate ? 'helps' : 'does not help';
    return {
      together,
      apart,
      learning,
      rows,
      figure: rows.flatMap(({ name, bytes, brotli, deflate, modelBits }) => [
        { name, compressor: 'language model', bitsPerByte: modelBits },
        { name, compressor: 'brotli', bitsPerByte: (8 * brotli) / bytes },
        { name, compressor: 'deflate', bitsPerByte: (8 * deflate) / bytes },
      ]),
    };
  },
});

export const digitsAndProse = measurement({
  id: 'digits-and-prose',
  needs: { own: ownTexts },
  kinds: {
    opening: 'exact',
    floor: 'float64',
    rows: {
      name: 'exact',
      tokens: 'exact',
      bytes: 'exact',
      bytesPerToken: 'float64',
      meanSurprisal: 'nats',
      perplexity: 'perplexity',
      bitsPerByte: 'bits',
    },
    order: 'exact',
  },
  async measure({ lm, own }) {
    const random = seededRandom(SEED);
    const digits = Array.from({ length: DIGITS }, () => random.below(10)).join('');
    const [scored] = await lm.scoreContinuations([specialToken(lm, START)], [lm.encode(digits)]);
    if (scored === undefined) throw new RangeError('the digits were not scored');
    const harbour = named(own.texts, 'harbour');
    const row = (name: string, logprobs: readonly number[], bytes: number) => {
      const total = compensatedSum(logprobs);
      return {
        name,
        tokens: logprobs.length,
        bytes,
        bytesPerToken: bytes / logprobs.length,
        meanSurprisal: -total / logprobs.length,
        perplexity: perplexityOf(logprobs),
        bitsPerByte: bitsPerByte(total, bytes),
      };
    };
    const rows = [
      row('random digits', scored.logprobs, DIGITS),
      row('our paragraph', harbour.logprobs, harbour.bytes),
    ];
    const [noise, words] = [at(rows, 0), at(rows, 1)];
    const opposite = noise.perplexity < words.perplexity !== noise.bitsPerByte < words.bitsPerByte;
    const order: 'flips' | 'stays' = opposite ? 'flips' : 'stays';
    return { opening: digits.slice(0, 20), floor: Math.log2(10), rows, order };
  },
});

export const bitsAndBytes = section({
  id: 'bits-per-byte',
  title: prose`Bits per byte: the model as a compressor`,
  needs: { m: compression, flip: digitsAndProse },
  write({ m, flip }) {
    const all = m.together;
    const [noise, words] = [at(flip.rows, 0), at(flip.rows, 1)];
    return [
      prose`
        Perplexity counts for each *token*. But what is a token? Here is a text that makes the trouble plain: digits, drawn
        at random, ${text(flip.opening)} and so on. Nothing can predict them. Our model cuts numbers into single digits, so
        it chooses among about ten. And our paragraph, which makes sense? Which of the two has the lower perplexity?
      `,
      table({
        id: 'digits-and-prose',
        caption: prose`Random digits against prose, for each token and for each byte.`,
        rows: flip.rows,
        columns: [
          { head: prose`text`, cell: (row) => prose`${text(row.name)}` },
          { head: prose`tokens`, align: 'right', cell: (row) => prose`${count(row.tokens)}` },
          { head: prose`bytes`, align: 'right', cell: (row) => prose`${count(row.bytes)}` },
          {
            head: prose`bytes a token`,
            align: 'right',
            cell: (row) => prose`${real(row.bytesPerToken, 'float64', { digits: 3 })}`,
          },
          { head: prose`nats a token`, align: 'right', cell: (row) => prose`${nats(row.meanSurprisal)}` },
          {
            head: prose`perplexity`,
            align: 'right',
            cell: (row) => prose`${real(row.perplexity, 'perplexity')}`,
          },
          { head: prose`bits a byte`, align: 'right', cell: (row) => prose`${bits(row.bitsPerByte)}` },
        ],
      }),
      choose(flip.order, {
        flips: prose`
          What to see: **the order flips.** By perplexity the digits look easy, ${real(noise.perplexity, 'perplexity')}
          against ${real(words.perplexity, 'perplexity')}. By the byte they are the harder text by far,
          ${bits(noise.bitsPerByte)} against ${bits(words.bitsPerByte)}. A token of prose carries several letters, a digit
          is a token of its own.
        `,
        stays: prose`
          What to see: both measures agree on the order this time, but not on the distance:
          ${real(noise.perplexity, 'perplexity')} against ${real(words.perplexity, 'perplexity')} as perplexities,
          ${bits(noise.bitsPerByte)} against ${bits(words.bitsPerByte)} by the byte.
        `,
      }),
      prose`
        The second measure is ${term('bits per byte')}: add up all surprisals, turn nats into bits, divide by the bytes of
        the text. No token occurs in it. (Random digits cannot cost less than ${bits(flip.floor)} a byte in the long run.)
      `,
      equation`\text{bits per byte} = \frac{-\sum_i \ln p_i}{\ln 2 \cdot \text{bytes}}`,
      code('#numerics/bits-per-byte', 'bits-per-byte'),
      box('per-token-or-per-byte', prose`Per token or per byte?`, [
        prose`
          To compare models, give them the same text; if they cut it into different tokens, compare bits per byte. Across
          different texts either number also measures how hard the text is, and across languages how many bytes a character
          takes. The total in bits is the same whichever base the logarithm
          had on the way: nats are only divided by ${math`\ln 2`} at the end.
          ${ref('comparing')} has the whole list of what may be compared.
        `,
      ]),
      prose`
        Bits per byte is a word from another trade. A program that compresses text also predicts: what it expects, it
        writes with few bits. The ideal cost of a token is exactly its surprisal in bits, and an *arithmetic coder* comes
        within a few bits of that for a whole text. So a language model is a compressor. How good, next to the ones in
        every browser? ${ref('compressors')} sets it beside raw deflate (the core of gzip) and brotli, both at their best
        setting.
      `,
      figure({
        id: 'compressors',
        caption: prose`
          Bits for each byte of text; a plain file has eight. The size of the model itself is **not** counted.
        `,
        alt: prose`
          For each text three dots. For all texts in a row, ${count(all.bytes)} bytes, the model needs
          ${count(all.model)} bytes, brotli ${count(all.brotli)}, deflate ${count(all.deflate)}.
        `,
        data: m.figure.map((row) => ({ ...row })),
        spec: {
          height: { step: 28 },
          encoding: { y: { field: 'name', type: 'nominal', sort: null, title: null } },
          layer: [
            {
              mark: { type: 'line', style: 'muted', strokeWidth: 2 },
              encoding: {
                x: { field: 'bitsPerByte', type: 'quantitative' },
                detail: { field: 'name', type: 'nominal' },
              },
            },
            {
              mark: { type: 'point', filled: true, size: 80 },
              encoding: {
                x: {
                  field: 'bitsPerByte',
                  type: 'quantitative',
                  title: 'bits per byte',
                  scale: { domainMin: 0 },
                },
                color: {
                  field: 'compressor',
                  type: 'nominal',
                  sort: ['language model', 'brotli', 'deflate'],
                  title: null,
                },
                shape: {
                  field: 'compressor',
                  type: 'nominal',
                  sort: ['language model', 'brotli', 'deflate'],
                  title: null,
                },
              },
            },
          ],
        },
      }),
      table({
        id: 'compressed-sizes',
        caption: prose`Sizes in bytes, and the model's bits for each byte.`,
        rows: m.rows,
        columns: [
          { head: prose`text`, cell: (row) => prose`${text(row.name)}` },
          { head: prose`plain`, align: 'right', cell: (row) => prose`${count(row.bytes)}` },
          { head: prose`deflate`, align: 'right', cell: (row) => prose`${count(row.deflate)}` },
          { head: prose`brotli`, align: 'right', cell: (row) => prose`${count(row.brotli)}` },
          { head: prose`model`, align: 'right', cell: (row) => prose`${count(row.model)}` },
          { head: prose`model, bits a byte`, align: 'right', cell: (row) => prose`${bits(row.modelBits)}` },
        ],
      }),
      prose`${claim({
        a: all.brotli,
        b: all.model,
        kind: 'rank',
        when: {
          greater: prose`
            What to see: all seven texts take ${count(all.bytes)} bytes; brotli makes ${count(all.brotli)} of them, the
            model ${count(all.model)}. In that last row the two compressors get the texts as one piece; the model still
            reads them one by one, and only its bits are added.
          `,
          less: prose`
            What to see: brotli wins. All seven texts take ${count(all.bytes)} bytes; brotli makes ${count(all.brotli)} of
            them, the model ${count(all.model)}.
          `,
          tooClose: prose`
            What to see: the two are close. All seven texts take ${count(all.bytes)} bytes; brotli makes
            ${count(all.brotli)} of them, the model ${count(all.model)}.
          `,
        },
      })}`,
      prose`
        The comparison is not fair, and in two directions. Our model fills about a hundred megabytes, which a receiver must
        have; deflate needs none of that, and brotli brings a small dictionary. And short texts suit the model, which has
        read before, while the others only learn from the text at hand.
        ${choose(m.learning, {
          helps: prose`In a row the seven texts take ${count(all.brotli)} bytes with brotli; one by one they would take
            ${count(m.apart.brotli)}. On longer texts they may come closer.`,
          'does not help': prose`On texts as short as ours even that does not help: one by one brotli needs
            ${count(m.apart.brotli)} bytes, in a row ${count(all.brotli)}.`,
        })}
      `,
    ];
  },
});
