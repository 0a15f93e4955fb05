import { measurement } from '#report/measurement';
import { ownTexts, TEXT_FILES } from './texts.measure.ts';

/** The tokens of the paragraph about the harbour, and the one with the largest surprisal. */
export const strip = measurement({
  id: 'harbour-strip',
  needs: { own: ownTexts },
  data: { harbour: TEXT_FILES.harbour },
  kinds: {
    tokens: { surprisal: 'nats', probability: 'probability', rank: 'rank' },
    largest: { surprisal: 'nats', probability: 'probability', rank: 'rank' },
  },
  async measure({ own, data }) {
    const tokens = own.harbour.map(({ text, logprob, rank }) => ({
      text,
      surprisal: -logprob,
      probability: Math.exp(logprob),
      rank,
    }));
    const largest = tokens.reduce((most, one) => (one.surprisal > most.surprisal ? one : most));
    return { text: data.harbour, tokens, largest };
  },
});
