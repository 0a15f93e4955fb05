import { bitsPerByte, toBits } from '#numerics/bits-per-byte';
import { perplexity } from '#numerics/perplexity';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum, mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { named } from './named.ts';
import { ownTexts, scoreAfterStart, TEXT_FILES } from './texts.measure.ts';

const DIGITS = 160;

const rowOf = (logprobs: readonly number[], bytes: number) => {
  const total = compensatedSum(logprobs);
  return {
    tokens: logprobs.length,
    bytes,
    perplexity: perplexity(total / logprobs.length),
    bitsPerByte: bitsPerByte(total, bytes),
  };
};

/** A text split so that each space is a piece of its own. Joined, the pieces give the text. */
export const spacesApart = (text: string): string[] => text.split(/( )/).filter((piece) => piece !== '');

const COUNTS = {
  ...each('exact', 'tokens', 'bytes'),
  perplexity: 'perplexity',
  bitsPerByte: 'bits',
} as const;

/** Random digits, and the paragraph cut into tokens in two ways: perplexity and bits per byte. */
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
    // A tokenizer that puts a space before every text would make another text of the pieces.
    const isSame = ids.length <= lm.contextLength - 2 && lm.decode(ids) === data.harbour;
    const logprobs = isSame ? await scoreAfterStart(lm, ids) : [];
    const [space] = lm.encode(' ');
    const ofSpaces = logprobs.filter((_, index) => ids[index] === space);
    const further = ids.length - paragraph.tokens - ofSpaces.length;
    return {
      digits: {
        ...noise,
        text: digits,
        opening: digits.slice(0, 20),
      },
      /** The bits per digit that no forecast of random digits can beat in the long run. */
      floor: Math.log2(10),
      paragraph,
      apart: isSame
        ? {
            ...rowOf(logprobs, harbour.bytes),
            spaces: ofSpaces.length,
            /** How many more tokens there are beside the spaces: without its space, a word may be cut into more pieces. */
            further,
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

/** The bytes that all texts of the chapter take as one file: plain, and encoded with the model. */
export const compression = measurement({
  id: 'compression',
  needs: { own: ownTexts },
  kinds: { bytes: 'exact', model: 'rank' },
  async measure({ own: { texts } }) {
    return {
      bytes: texts.reduce((sum, { bytes }) => sum + bytes, 0),
      model: modelBytes(compensatedSum(texts.map(({ total }) => total))),
    };
  },
});
