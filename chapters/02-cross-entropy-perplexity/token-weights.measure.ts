import { perplexity } from '#numerics/perplexity';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';

/** Two texts, and a chat with its prompt and its answer: how many tokens each has, and what these cost in nats. */
const TEXTS = [
  { tokens: 900, meanSurprisal: 2 },
  { tokens: 100, meanSurprisal: 5 },
];
const CHAT = [
  { tokens: 900, meanSurprisal: 1 },
  { tokens: 100, meanSurprisal: 3 },
];

type Part = (typeof TEXTS)[number];

/** The mean surprisal over all tokens, the mean of the means, and what perplexity follows from each. */
function averagesOf(parts: readonly Part[]) {
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0);
  const total = parts.reduce((sum, part) => sum + part.tokens * part.meanSurprisal, 0);
  const unweighted = mean(parts.map(({ meanSurprisal }) => meanSurprisal));
  const rows = parts.map((part) => ({ ...part, perplexity: perplexity(-part.meanSurprisal) }));
  return {
    rows,
    tokens,
    total,
    meanSurprisal: total / tokens,
    perplexity: perplexity(-total / tokens),
    unweighted: { meanSurprisal: unweighted, perplexity: perplexity(-unweighted) },
    meanOfPerplexities: mean(rows.map((row) => row.perplexity)),
  };
}

const AVERAGES = {
  rows: { ...each('exact', 'tokens', 'meanSurprisal'), perplexity: 'float64' },
  ...each('exact', 'tokens', 'total'),
  ...each('float64', 'meanSurprisal', 'perplexity', 'meanOfPerplexities'),
  unweighted: each('float64', 'meanSurprisal', 'perplexity'),
} as const;

export const tokenWeights = measurement({
  id: 'token-weights',
  kinds: {
    texts: AVERAGES,
    chat: AVERAGES,
  },
  async measure() {
    return { texts: averagesOf(TEXTS), chat: averagesOf(CHAT) };
  },
});
