import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import { each, measurement } from '#report/measurement';

const SENTENCE = 'Once upon a time there was a village.';

export const chainRule = measurement({
  id: 'chain-rule',
  kinds: {
    rows: { logprob: 'nats', ...each('probability', 'probability', 'alone') },
    ...each('nats', 'total', 'independent'),
  },
  async measure({ lm }) {
    const ids = lm.encode(SENTENCE);
    const { tokens, totalLogprob } = await lm.score(ids, [], { entropies: false });
    const afterFirst = logSoftmax((await lm.next(ids.slice(0, 1))).logits);
    const rows = tokens.flatMap(({ id, text, logprob }) => {
      if (logprob === null) return [];
      return { text, logprob, probability: Math.exp(logprob), alone: Math.exp(at(afterFirst, id)) };
    });
    return {
      sentence: SENTENCE,
      first: at(tokens, 0).text,
      rows,
      total: totalLogprob,
      independent: ids.slice(1).reduce((sum, id) => sum + at(afterFirst, id), 0),
    };
  },
});
