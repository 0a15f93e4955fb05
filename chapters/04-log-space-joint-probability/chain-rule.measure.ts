import { logSoftmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';

const SENTENCE = 'Once upon a time there was a small village by the sea.';

/** What else may stand before the first word: a start token, and a line that announces a story. */
const START = '<|endoftext|>';

const ANNOUNCEMENT = 'Here is a story.';

export const chainRule = measurement({
  id: 'chain-rule',
  kinds: {
    sentence: 'exact',
    first: 'exact',
    rows: { text: 'exact', logprob: 'nats', probability: 'probability', sum: 'nats' },
    total: 'nats',
    probability: 'probability',
    largestDifference: 'nats',
    agreement: 'exact',
    second: 'exact',
    alone: 'probability',
    start: 'exact',
    afterStart: 'probability',
    announcement: 'exact',
    announced: 'probability',
  },
  async measure({ lm }) {
    const ids = lm.encode(SENTENCE);
    const { tokens, totalLogprob } = await lm.score(ids);
    const prefixes = ids.slice(1).map((_, index) => ids.slice(0, index + 1));
    const predictions = await lm.nextOfMany(prefixes);
    let sum = 0;
    let largestDifference = 0;
    const rows = predictions.map(({ logits }, index) => {
      const scored = tokens[index + 1];
      const logprob = scored?.logprob ?? Number.NaN;
      const stepwise = logSoftmax(logits)[ids[index + 1] ?? -1] ?? Number.NaN;
      largestDifference = Math.max(largestDifference, Math.abs(stepwise - logprob));
      sum += logprob;
      return { text: scored?.text ?? '', logprob, probability: Math.exp(logprob), sum };
    });
    const [first = -1, second = -1] = ids;
    const befores = [lm.encode(START), lm.encode(`${ANNOUNCEMENT}\n\n`)];
    const [afterStart, announced] = await lm.nextOfMany(befores.map((before) => [...before, first]));
    const ofSecond = (logits: Float32Array | undefined): number =>
      Math.exp(logSoftmax(logits ?? [])[second] ?? Number.NaN);
    const agreement: 'exact' | 'close' | 'apart' =
      largestDifference === 0 ? 'exact' : largestDifference < 1e-3 ? 'close' : 'apart';
    return {
      sentence: SENTENCE,
      first: tokens[0]?.text ?? '',
      rows,
      total: totalLogprob,
      probability: Math.exp(totalLogprob),
      largestDifference,
      agreement,
      second: rows[0]?.text ?? '',
      alone: rows[0]?.probability ?? Number.NaN,
      start: START,
      afterStart: ofSecond(afterStart?.logits),
      announcement: ANNOUNCEMENT,
      announced: ofSecond(announced?.logits),
    };
  },
});
