import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';

const SENTENCE = 'Once upon a time there was a small village by the sea.';
/** What else may stand before the first word: a start token, and a line that announces a story. */
const STARTS = ['<|endoftext|>', '<|begin_of_text|>', '<s>', '<bos>', '[CLS]'];
const ANNOUNCEMENT = 'Here is a story.';
/** Nobody wonders why a token with more than this probability has so little. */
const EXPECTED = 0.1;
/** An announcement that leaves a token with less than this has hardly helped. */
const HELPED = 0.01;

export const chainRule = measurement({
  id: 'chain-rule',
  kinds: {
    rows: { logprob: 'nats', probability: 'probability', sum: 'nats' },
    total: 'nats',
    probability: 'probability',
    largestDifference: 'nats',
    alone: 'probability',
    afterStart: 'probability',
    announced: 'probability',
  },
  async measure({ lm }) {
    const ids = lm.encode(SENTENCE);
    const { tokens, totalLogprob } = await lm.score(ids, [], { entropies: false });
    const prefixes = ids.slice(1).map((_, index) => ids.slice(0, index + 1));
    const predictions = await lm.nextOfMany(prefixes);
    let [sum, largestDifference] = [0, 0];
    const rows = predictions.map(({ logits }, index) => {
      const { text, logprob } = at(tokens, index + 1);
      if (logprob === null) throw new RangeError('only the first token has no log-probability');
      const stepwise = at(logSoftmax(logits), ids[index + 1]);
      largestDifference = Math.max(largestDifference, Math.abs(stepwise - logprob));
      sum += logprob;
      return { text, logprob, probability: Math.exp(logprob), sum };
    });
    const start = STARTS.find((name) => Object.hasOwn(lm.specialTokens, name)) ?? '';
    const befores = [lm.encode(start), lm.encode(`${ANNOUNCEMENT}\n\n`)];
    const announced = await lm.nextOfMany(befores.map((before) => [...before, at(ids, 0)]));
    const ofSecond = announced.map(({ logits }) => Math.exp(at(logSoftmax(logits), ids[1])));
    const second = at(rows, 0);
    return {
      sentence: SENTENCE,
      first: at(tokens, 0).text,
      rows,
      total: totalLogprob,
      probability: Math.exp(totalLogprob),
      whole: either(Math.exp(totalLogprob) > 0, 'a number', 'gone'),
      largestDifference,
      agreement:
        largestDifference === 0 ? ('exact' as const) : either(largestDifference < 1e-3, 'close', 'apart'),
      second: second.text,
      alone: second.probability,
      isExpected: either(second.probability > EXPECTED, 'yes', 'no'),
      start,
      hasStart:
        start === '' ? ('no' as const) : either(at(ofSecond, 0) > second.probability, 'helps', 'idle'),
      afterStart: at(ofSecond, 0),
      announcement: ANNOUNCEMENT,
      announced: at(ofSecond, 1),
      announcing: either(at(ofSecond, 1) > HELPED, 'helps', 'hardly helps'),
    };
  },
});
