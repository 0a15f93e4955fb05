import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';
import { tokensAfter } from './endings.measure.ts';

const FIRST = 'Once';
const SECOND = ' upon';
/** Start tokens, one of which a model may have. */
const STARTS = ['<|endoftext|>', '<|begin_of_text|>', '<s>', '<bos>', '[CLS]'];
const ANNOUNCEMENT = 'Here is a story.';

export const startOfText = measurement({
  id: 'first-words',
  kinds: { rows: { probability: 'probability' } },
  async measure({ lm }) {
    const start = STARTS.find((name) => Object.hasOwn(lm.specialTokens, name));
    const befores = [
      { what: 'nothing', before: '' },
      ...(start === undefined ? [] : [{ what: 'the start token', before: start }]),
      { what: `“${ANNOUNCEMENT}” and an empty line`, before: `${ANNOUNCEMENT}\n\n` },
    ];
    const predictions = await lm.nextOfMany(befores.map(({ before }) => lm.encode(before + FIRST)));
    const second = at(tokensAfter(lm, FIRST, SECOND), 0);
    return {
      first: FIRST,
      second: at(lm.pieces([second]), 0).text,
      rows: befores.map(({ what }, index) => ({
        what,
        probability: Math.exp(at(logSoftmax(at(predictions, index).logits), second)),
      })),
    };
  },
});
