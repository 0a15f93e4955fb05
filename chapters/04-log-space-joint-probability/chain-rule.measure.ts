import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';
import { tokensAfter } from './joined.ts';

const SENTENCE = 'Once upon a time there was a village.';
const FIRST = 'Once';
const SECOND = ' upon';
/** What else may stand before the first word: a start token, and a line that announces a story. */
const STARTS = ['<|endoftext|>', '<|begin_of_text|>', '<s>', '<bos>', '[CLS]'];
const ANNOUNCEMENT = 'Here is a story.';

export const chainRule = measurement({
  id: 'chain-rule',
  kinds: {
    rows: { logprob: 'nats', probability: 'probability', alone: 'probability' },
    total: 'nats',
    independent: 'nats',
    twice: { first: 'probability', second: 'probability' },
  },
  async measure({ lm }) {
    const ids = lm.encode(SENTENCE);
    const { tokens, totalLogprob } = await lm.score(ids, [], { entropies: false });
    const afterFirst = logSoftmax((await lm.next(ids.slice(0, 1))).logits);
    let independent = 0;
    const rows = tokens.slice(1).map(({ id, text, logprob }) => {
      if (logprob === null) throw new RangeError('only the first token has no log-probability');
      independent += at(afterFirst, id);
      return { text, logprob, probability: Math.exp(logprob), alone: Math.exp(at(afterFirst, id)) };
    });
    const [again] = rows.flatMap((second, place) => {
      const first = rows.slice(0, place).find(({ text }) => text === second.text);
      return first ? [{ text: second.text, first: first.probability, second: second.probability }] : [];
    });
    return {
      sentence: SENTENCE,
      first: at(tokens, 0).text,
      rows,
      total: totalLogprob,
      independent,
      isRepeated: either(again !== undefined, 'yes', 'no'),
      twice: again ?? { text: '', first: 0, second: 0 },
    };
  },
});

export const firstWords = measurement({
  id: 'first-words',
  kinds: { rows: { probability: 'probability', times: 'probability' } },
  async measure({ lm }) {
    const start = STARTS.find((name) => Object.hasOwn(lm.specialTokens, name));
    const befores = [
      { what: 'nothing' as const, before: '' },
      ...(start === undefined ? [] : [{ what: 'start token' as const, before: start }]),
      { what: 'line' as const, before: `${ANNOUNCEMENT}\n\n` },
    ];
    const asked = befores.map(({ before }) => tokensAfter(lm, before + FIRST, SECOND));
    const predictions = await lm.nextOfMany(befores.map(({ before }) => lm.encode(before + FIRST)));
    const second = at(at(asked, 0).ids, 0);
    const probabilities = predictions.map(({ logits }) => Math.exp(at(logSoftmax(logits), second)));
    const alone = at(probabilities, 0);
    return {
      first: FIRST,
      second: at(lm.pieces([second]), 0).text,
      announcement: ANNOUNCEMENT,
      seams: either(
        asked.every(({ ids, isKept }) => isKept && ids[0] === second),
        'kept',
        'changed',
      ),
      rows: befores.map(({ what, before }, index) => {
        const probability = at(probabilities, index);
        const times = probability / alone;
        return {
          what,
          before: before.trim(),
          probability,
          times: Number.isFinite(times) ? Number(times.toPrecision(2)) : null,
        };
      }),
    };
  },
});
