import { compensatedSum } from '#numerics/sum';
import { measurement } from '#report/measurement';
import { START, specialToken, TEXT_FILES } from './texts.measure.ts';

/** How many of the likeliest tokens are kept for each place of the paragraph. */
const KEPT = 5;

/**
 * What the model would have written at every place of the paragraph: its likeliest tokens with their probabilities,
 * and what it gave all others together. One entry a token of the text, in its order.
 */
export const candidates = measurement({
  id: 'harbour-candidates',
  data: { harbour: TEXT_FILES.harbour },
  kinds: { places: { probabilities: 'probability', others: 'probability' } },
  async measure({ lm, data }) {
    const ids = lm.encode(data.harbour);
    const places: { likeliest: string[]; probabilities: number[]; others: number }[] = [];
    await lm.everyPosition([specialToken(lm, START), ...ids], (position, logits) => {
      if (position === ids.length) return; // behind the last token nothing came
      const top = lm.top(logits, KEPT);
      const probabilities = top.map(({ logprob }) => Math.exp(logprob));
      places.push({
        likeliest: top.map(({ text }) => text),
        probabilities,
        others: Math.max(0, 1 - compensatedSum(probabilities)),
      });
    });
    return { places };
  },
});
