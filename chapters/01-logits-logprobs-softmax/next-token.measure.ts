import { entropyOfLogits } from '#numerics/entropy';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { measurement } from '#report/measurement';
import { PROMPT, predict } from './predict-next-token.ts';

const TOP = 10;

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
    least: { probability: 'probability' },
    curve: { rank: 'exact', probability: 'probability' },
  },
  async measure({ lm }) {
    const { logits, logprobs, order } = await predict(lm, PROMPT);

    const top = lm.top(logits, TOP).map(({ text, id, logit, logprob }) => {
      return { text, id, logit, logprob, probability: Math.exp(logprob) };
    });
    const leastId = at(order, order.length - 1);
    const probabilityOf = (id: number | undefined) => Math.exp(at(logprobs, id));
    return {
      prompt: PROMPT,
      vocabularySize: logits.length,
      top,
      entropy: entropyOfLogits(logits),
      least: { probability: probabilityOf(leastId) },
      curve: ranksToDraw(order.length).map((rank) => ({ rank, probability: probabilityOf(order[rank - 1]) })),
    };
  },
});
