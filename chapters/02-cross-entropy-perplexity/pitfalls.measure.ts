import { perplexity, perplexityOf } from '#numerics/perplexity';
import { mean } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { named } from './lists.ts';
import { ownTexts, scoreAfterStart } from './texts.measure.ts';

/** The most tokens of each text that are used, and the lengths of the parts, besides all that are used. */
const USED = 300;
const PART_LENGTHS = [1, 5, 20, 60];

/** As many tokens as every text has, so that every part length divides it. */
export const usedOf = (shortest: number): number => Math.min(USED, 60 * Math.floor(shortest / 60));
const SENTENCE = ' The grey cat sold a ladder to the bishop.';
const TIMES = 6;

export const averages = measurement({
  id: 'averages',
  needs: { own: ownTexts },
  kinds: {
    used: 'exact',
    texts: 'exact',
    ...each('perplexity', 'pooled', 'rightBase', 'wrongBase'),
    rows: { partLength: 'exact', parts: 'exact', meanOfPerplexities: 'perplexity', pooled: 'perplexity' },
    nats: 'nats',
  },
  async measure({ own }) {
    const used = usedOf(Math.min(...own.texts.map(({ tokens }) => tokens)));
    const texts = own.texts.map(({ logprobs }) => logprobs.slice(0, used));
    const pooled = perplexityOf(texts.flat());
    const harbour = named(own.texts, 'harbour');
    const rows = [...PART_LENGTHS, used].map((partLength) => {
      const parts = texts.flatMap((logprobs) =>
        Array.from({ length: used / partLength }, (_, part) =>
          perplexityOf(logprobs.slice(part * partLength, (part + 1) * partLength)),
        ),
      );
      return { partLength, parts: parts.length, meanOfPerplexities: mean(parts), pooled };
    });
    return {
      used,
      texts: texts.length,
      pooled,
      rows,
      line: either(
        rows.every((row) => row.meanOfPerplexities < 1.001 * pooled),
        'flat',
        'falling',
      ),
      nats: harbour.meanSurprisal,
      rightBase: perplexity(-harbour.meanSurprisal),
      wrongBase: 2 ** harbour.meanSurprisal,
    };
  },
});

export const repetition = measurement({
  id: 'repetition',
  kinds: {
    tokens: 'exact',
    rows: { time: 'exact', meanSurprisal: 'nats', perplexity: 'perplexity' },
    whole: 'perplexity',
  },
  async measure({ lm }) {
    const sentence = lm.encode(SENTENCE);
    const ids = Array.from({ length: TIMES }, () => sentence).flat();
    const logprobs = await scoreAfterStart(lm, ids);
    return {
      sentence: SENTENCE.trim(),
      tokens: sentence.length,
      rows: Array.from({ length: TIMES }, (_, index) => {
        const part = logprobs.slice(index * sentence.length, (index + 1) * sentence.length);
        return { time: index + 1, meanSurprisal: -mean(part), perplexity: perplexityOf(part) };
      }),
      whole: perplexityOf(logprobs),
    };
  },
});
