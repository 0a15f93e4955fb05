import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import { each, measurement } from '#report/measurement';

const SENTENCE = 'Once upon a time there was a village.';

/** The tokens after the first, each given all before it, and each given only the first. */
export const chainRule = measurement({
  id: 'chain-rule',
  kinds: each('nats', 'total', 'independent'),
  async measure({ lm }) {
    const ids = lm.encode(SENTENCE);
    const { tokens, totalLogprob } = await lm.score(ids, [], { entropies: false });
    const afterFirst = logSoftmax((await lm.next(ids.slice(0, 1))).logits);
    return {
      sentence: SENTENCE,
      first: at(tokens, 0).text,
      total: totalLogprob,
      independent: ids.slice(1).reduce((sum, id) => sum + at(afterFirst, id), 0),
    };
  },
});
