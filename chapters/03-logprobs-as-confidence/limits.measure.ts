import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';

const PROMPT = 'Review: The soup was cold, and nobody said sorry.\nStars, from 1 to 5:';
const LABELS = ['1', '2', '3', '4', '5'];

export const firstTokensOfLabels = measurement({
  id: 'first-tokens-of-labels',
  kinds: {
    n: 'exact',
    first: 'nats',
    labels: { tokens: 'exact', first: 'nats', sum: 'nats' },
  },
  async measure({ lm }) {
    const continuations = LABELS.map((label) => lm.encode(` ${label}`));
    const scores = await lm.scoreContinuations(lm.encode(PROMPT), continuations);
    const labels = scores.map(({ ids, logprobs, total }, i) => ({
      label: at(LABELS, i),
      tokens: ids.length,
      pieces: lm.pieces(ids).map(({ text }) => text),
      first: at(logprobs, 0),
      sum: total,
    }));
    const first = at(labels, 0);
    return {
      prompt: PROMPT,
      n: labels.length,
      labels,
      token: at(first.pieces, 0),
      first: first.first,
      extent: either(new Set(continuations.map(([id]) => id)).size === 1, 'same', 'different'),
    };
  },
});
