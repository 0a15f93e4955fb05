import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import { bitsPerByte, toBits } from '#numerics/bits-per-byte';
import { perplexity } from '#numerics/perplexity';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum, mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { named } from './lists.ts';
import { ownTexts, scoreAfterStart, TEXT_FILES } from './texts.measure.ts';

const DIGITS = 160;

interface Row {
  readonly tokens: number;
  readonly perplexity: number;
  readonly bitsPerByte: number;
}

const rowOf = (logprobs: readonly number[], bytes: number) => {
  const total = compensatedSum(logprobs);
  return {
    tokens: logprobs.length,
    bytes,
    perplexity: perplexity(total / logprobs.length),
    bitsPerByte: bitsPerByte(total, bytes),
  };
};

/** Whether the perplexities of two rows come in the order of their bits per byte, seen from the first. */
export function orderOf(one: Row, other: Row) {
  if (Math.abs(one.perplexity / other.perplexity - 1) < 0.002) return 'level' as const;
  const isEasier = one.perplexity < other.perplexity;
  if (isEasier === one.bitsPerByte < other.bitsPerByte) return either(isEasier, 'easier', 'harder');
  return either(isEasier, 'flips', 'flips the other way');
}

/** The pieces of a text with every space apart from the words: they make the text again. */
export const spacesApart = (text: string): string[] => text.split(/( )/).filter((piece) => piece !== '');

const COUNTS = {
  ...each('exact', 'tokens', 'bytes'),
  perplexity: 'perplexity',
  bitsPerByte: 'bits',
} as const;

/** Random digits, and the paragraph cut in two ways, by token and by byte. */
export const digitsAndCuts = measurement({
  id: 'digits-and-cuts',
  needs: { own: ownTexts },
  data: { harbour: TEXT_FILES.harbour },
  kinds: {
    floor: 'float64',
    paragraph: COUNTS,
    digits: COUNTS,
    apart: { ...COUNTS, ...each('rank', 'spaces', 'further'), spaceNats: 'nats' },
  },
  async measure({ lm, data, own }) {
    const random = seededRandom(10);
    const digits = Array.from({ length: DIGITS }, () => random.below(10)).join('');
    const harbour = named(own.texts, 'harbour');
    const paragraph = rowOf(harbour.logprobs, harbour.bytes);
    const noise = rowOf(await scoreAfterStart(lm, lm.encode(digits)), DIGITS);
    const pieces = spacesApart(data.harbour);
    const ids = pieces.flatMap((piece) => lm.encode(piece));
    // Some tokenizers put a space before every text that they are given: then the pieces make another text.
    const fits = ids.length <= lm.contextLength - 2;
    const isWhole = harbour.bytes === new TextEncoder().encode(data.harbour).length;
    const isSame = fits && isWhole && lm.decode(ids) === data.harbour;
    const logprobs = isSame ? await scoreAfterStart(lm, ids) : [];
    const [space] = lm.encode(' ');
    const ofSpaces = logprobs.filter((_, index) => ids[index] === space);
    const further = ids.length - paragraph.tokens - ofSpaces.length;
    return {
      digits: {
        ...noise,
        opening: digits.slice(0, 20),
        cut: either(noise.tokens === DIGITS, 'single digits', 'longer pieces'),
        order: orderOf(noise, paragraph),
      },
      /** What no forecast of random digits can beat in the long run, in bits. */
      floor: Math.log2(10),
      paragraph,
      readsApart: isSame ? ('yes' as const) : either(fits, 'another text', 'too long'),
      apart: isSame
        ? {
            ...rowOf(logprobs, harbour.bytes),
            order: orderOf(rowOf(logprobs, harbour.bytes), paragraph),
            spaces: ofSpaces.length,
            /** Tokens more than the spaces alone: words fall into more pieces when their space is taken off. */
            further,
            words: either(further > 0, 'in more pieces', 'in as many'),
            spaceNats: -mean(ofSpaces),
          }
        : null,
    };
  },
});

/** The whole bytes that an ideal coder needs for a text of this log-probability. */
export function modelBytes(totalLogprob: number): number {
  return Math.ceil(toBits(0 - totalLogprob) / 8);
}

/** All texts of the chapter, as a file, through two compressors, and as the model would write them. */
export const compression = measurement({
  id: 'compression',
  needs: { own: ownTexts },
  data: TEXT_FILES,
  kinds: {
    texts: 'exact',
    bytes: 'exact',
    ...each('rank', 'model', 'brotli', 'deflate'),
    modelBits: 'bits',
    // Another version of a compressor may find other matches: hence no exact kind.
    ...each(statisticOf(20), 'brotliBits', 'deflateBits', 'brotliFactor'),
  },
  async measure({ data, own }) {
    const contents = own.texts.map(({ name, bytes }) =>
      Buffer.from(data[name as keyof typeof data]).subarray(0, bytes),
    );
    const whole = Buffer.concat(contents);
    const total = compensatedSum(own.texts.map((text) => text.total));
    const deflate = deflateRawSync(whole, { level: 9 }).length;
    const brotli = brotliCompressSync(whole, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: whole.length,
      },
    }).length;
    return {
      texts: own.texts.length,
      bytes: whole.length,
      model: modelBytes(total),
      brotli,
      deflate,
      modelBits: bitsPerByte(total, whole.length),
      /** How many times as many bytes brotli needs as the model would. */
      brotliFactor: brotli / modelBytes(total),
      brotliBits: (8 * brotli) / whole.length,
      deflateBits: (8 * deflate) / whole.length,
    };
  },
});
