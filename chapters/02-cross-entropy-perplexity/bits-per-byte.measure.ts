import { bitsPerByte } from '#numerics/bits-per-byte';
import { perplexity } from '#numerics/perplexity';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { named } from './named.ts';
import { ownTexts, scoreAfterStart } from './texts.measure.ts';

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

const COUNTS = {
  ...each('exact', 'tokens', 'bytes'),
  perplexity: 'perplexity',
  bitsPerByte: 'bits',
} as const;

/** Random digits beside the paragraph: perplexity and bits per byte. */
export const digitsAndProse = measurement({
  id: 'digits-and-prose',
  needs: { own: ownTexts },
  kinds: { floor: 'float64', paragraph: COUNTS, digits: COUNTS },
  async measure({ lm, own }) {
    const random = seededRandom(10);
    const digits = Array.from({ length: DIGITS }, () => random.below(10)).join('');
    const harbour = named(own.texts, 'harbour');
    return {
      digits: {
        ...rowOf(await scoreAfterStart(lm, lm.encode(digits)), DIGITS),
        text: digits,
        opening: digits.slice(0, 20),
      },
      /** The bits per digit that no forecast of random digits can beat in the long run. */
      floor: Math.log2(10),
      paragraph: rowOf(harbour.logprobs, harbour.bytes),
    };
  },
});
