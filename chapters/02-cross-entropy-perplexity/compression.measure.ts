import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import { bitsPerByte, toBits } from '#numerics/bits-per-byte';
import { at } from '#numerics/list';
import { perplexityOf } from '#numerics/perplexity';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum } from '#numerics/sum';
import { either, measurement, statisticOf } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { named } from './lists.ts';
import { ownTexts, scoreAfterStart, TEXT_FILES } from './texts.measure.ts';

const DIGITS = 160;

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
    together: { bytes: 'exact', model: 'rank', brotli: 'rank', deflate: 'rank', modelBits: 'bits' },
    apart: { brotli: 'rank', deflate: 'rank' },
    rows: { bytes: 'exact', model: 'rank', brotli: 'rank', deflate: 'rank', modelBits: 'bits' },
    figure: { bitsPerByte: statisticOf(20) },
  },
  async measure({ lm, data, own }) {
    const contents = own.texts.map(({ name, bytes }) =>
      Buffer.from(data[name as keyof typeof data]).subarray(0, bytes),
    );
    const row = (name: string, bytes: Uint8Array, total: number) => {
      return {
        name,
        bytes: bytes.length,
        model: modelBytes(total),
        ...compressedBytes(bytes),
        modelBits: bitsPerByte(total, bytes.length),
      };
    };
    const single = own.texts.map(({ name, total }, index) => row(name, at(contents, index), total));
    const total = compensatedSum(own.texts.map((text) => text.total));
    const together = row('all seven together', Buffer.concat(contents), total);
    const rows = [...single, together];
    const sum = (compressor: 'brotli' | 'deflate') => single.reduce((all, row) => all + row[compressor], 0);
    const apart = { brotli: sum('brotli'), deflate: sum('deflate') };
    const isHelped = together.brotli < apart.brotli && together.deflate < apart.deflate;
    return {
      model: either(isEmbedded(lm), 'embedded', 'another'),
      together,
      apart,
      learning: either(isHelped, 'helps', 'does not help'),
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
    floor: 'float64',
    rows: {
      tokens: 'exact',
      bytes: 'exact',
      bytesPerToken: 'float64',
      meanSurprisal: 'nats',
      perplexity: 'perplexity',
      bitsPerByte: 'bits',
    },
  },
  async measure({ lm, own }) {
    const random = seededRandom(10);
    const digits = Array.from({ length: DIGITS }, () => random.below(10)).join('');
    const [harbour, travel] = [named(own.texts, 'harbour'), named(own.texts, 'travel')];
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
      row('random digits', await scoreAfterStart(lm, lm.encode(digits)), DIGITS),
      row('our paragraph', harbour.logprobs, harbour.bytes),
      row('travel', travel.logprobs, travel.bytes),
    ];
    const words = at(rows, 1);
    const orderOf = ({ perplexity, bitsPerByte: perByte }: typeof words) => {
      if (Math.abs(perplexity / words.perplexity - 1) < 0.002) return 'level per token' as const;
      if (perplexity < words.perplexity === perByte < words.bitsPerByte) return 'stays' as const;
      return either(perplexity < words.perplexity, 'flips', 'flips the other way');
    };
    const digitRow = at(rows, 0);
    return {
      opening: digits.slice(0, 20),
      cut: either(digitRow.tokens === DIGITS, 'single digits', 'longer pieces'),
      choices: either(digitRow.perplexity < 20, 'about ten', 'more'),
      distance: either(digitRow.bitsPerByte > 1.5 * words.bitsPerByte, 'far', 'near'),
      floor: Math.log2(10),
      rows,
      order: orderOf(digitRow),
      travelOrder: orderOf(at(rows, 2)),
    };
  },
});
