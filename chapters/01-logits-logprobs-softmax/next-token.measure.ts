import { entropyOfLogits } from '#numerics/entropy';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { either, measurement } from '#report/measurement';
import { PROMPT, predict, tokensHolding } from './prediction.ts';

const TOP = 10;
const SHARES = [0.5, 0.9, 0.99];

/** Ranks to draw: the first twenty, then equally spaced on a logarithmic axis, and a finer end, where it bends. */
function ranksToDraw(last: number): number[] {
  const ranks = new Set<number>();
  for (let rankNumber = 1; rankNumber <= 20; rankNumber++) ranks.add(rankNumber);
  for (let step = 0; step <= 120; step++) ranks.add(Math.round(20 * pow(last / 20, step / 120)));
  for (let step = 0; step <= 40; step++) ranks.add(Math.round(last * (0.8 + (0.2 * step) / 40)));
  return [...ranks].sort((a, b) => a - b);
}

export const nextToken = measurement({
  id: 'next-token',
  dependsOnEngine: 'a server gives logits up to a constant',
  kinds: {
    vocabularySize: 'exact',
    top: {
      id: 'exact',
      logit: 'logit',
      logprob: 'nats',
      probability: 'probability',
    },
    entropy: 'nats',
    equallyLikely: 'perplexity',
    holding: { share: 'exact', tokens: 'rank' },
    least: { probability: 'probability' },
    curve: { rank: 'exact', probability: 'probability' },
  },
  async measure({ lm }) {
    const prediction = await predict(lm, PROMPT);
    const { logits, logprobs, order } = prediction;

    const top = lm.top(logits, TOP).map(({ text, id, logit, logprob }) => {
      return { text, id, logit, logprob, probability: Math.exp(logprob) };
    });
    const holding = SHARES.map((share) => ({ share, tokens: tokensHolding(prediction, share) }));
    const largest = at(holding, SHARES.length - 1).tokens;
    const first = at(top, 0);
    const leastId = at(order, order.length - 1);
    const probabilityOf = (id: number | undefined) => Math.exp(at(logprobs, id));
    return {
      prompt: PROMPT,
      vocabularySize: logits.length,
      top,
      entropy: entropyOfLogits(logits),
      equallyLikely: Math.exp(entropyOfLogits(logits)),
      holding,
      reached: either(largest === 1, 'at once', 'step by step'),
      least: { probability: probabilityOf(leastId) },
      shape: either(probabilityOf(leastId) === first.probability, 'flat', 'falling'),
      curve: ranksToDraw(order.length).map((rank) => ({ rank, probability: probabilityOf(order[rank - 1]) })),
      winnerHasMost: either(first.probability > 0.5, 'yes', 'no'),
    };
  },
});
