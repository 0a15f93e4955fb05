import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import { bitsPerByte, toBits } from '#numerics/bits-per-byte';
import { at } from '#numerics/list';
import { perplexityOf } from '#numerics/perplexity';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum } from '#numerics/sum';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { named } from './lists.ts';
import { ownTexts, START, specialToken, TEXT_FILES } from './texts.measure.ts';

const ALL = 'all seven together';

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
    travelOrder: 'exact',
  },
  async measure({ lm, own }) {
    const random = seededRandom(SEED);
    const digits = Array.from({ length: DIGITS }, () => random.below(10)).join('');
    const [scored] = await lm.scoreContinuations([specialToken(lm, START)], [lm.encode(digits)]);
    if (scored === undefined) throw new RangeError('the digits were not scored');
    const harbour = named(own.texts, 'harbour');
    const travel = named(own.texts, 'travel');
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
      row('travel', travel.logprobs, travel.bytes),
    ];
    const words = at(rows, 1);
    const orderOf = (other: typeof words): 'flips' | 'stays' =>
      other.perplexity < words.perplexity !== other.bitsPerByte < words.bitsPerByte ? 'flips' : 'stays';
    return {
      opening: digits.slice(0, 20),
      floor: Math.log2(10),
      rows,
      order: orderOf(at(rows, 0)),
      travelOrder: orderOf(at(rows, 2)),
    };
  },
});
