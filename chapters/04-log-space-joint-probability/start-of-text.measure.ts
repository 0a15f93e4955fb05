import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import { each, measurement } from '#report/measurement';
import { tokensAfter } from './endings.measure.ts';

const FIRST = 'Once';
const SECOND = ' upon';
/** Start tokens, one of which a model may have. */
const STARTS = ['<|endoftext|>', '<|begin_of_text|>', '<s>', '<bos>', '[CLS]'];
const ANNOUNCEMENT = 'Here is a story.';

export const startOfText = measurement({
  id: 'first-words',
  kinds: { rows: each('probability', 'probability', 'times') },
  async measure({ lm }) {
    const start = STARTS.find((name) => Object.hasOwn(lm.specialTokens, name));
    const befores = [
      { what: 'nothing', before: '' },
      ...(start === undefined ? [] : [{ what: 'the start token', before: start }]),
      { what: `“${ANNOUNCEMENT}” and an empty line`, before: `${ANNOUNCEMENT}\n\n` },
    ];
    const predictions = await lm.nextOfMany(befores.map(({ before }) => lm.encode(before + FIRST)));
    const second = at(tokensAfter(lm, FIRST, SECOND), 0);
    const probabilities = predictions.map(({ logits }) => Math.exp(at(logSoftmax(logits), second)));
    const times = probabilities.map((probability) => probability / at(probabilities, 0));
    return {
      first: FIRST,
      second: at(lm.pieces([second]), 0).text,
      rows: befores.map(({ what }, index) => ({
        what,
        probability: at(probabilities, index),
        times: Number.isFinite(times[index]) ? Number(at(times, index).toPrecision(2)) : null,
      })),
    };
  },
});
