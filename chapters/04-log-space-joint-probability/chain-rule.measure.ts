import { at } from '#numerics/list';
import { logSoftmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';
import { tokensAfter } from './continuation-tokens.ts';

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
    again: { places: 'rank', first: 'probability', last: 'probability' },
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
    const repeated = rows.find(({ text }, place) => rows.slice(0, place).some((row) => row.text === text));
    const again = rows.filter(({ text }) => text === repeated?.text);
    return {
      sentence: SENTENCE,
      first: at(tokens, 0).text,
      rows,
      total: totalLogprob,
      independent,
      repeats: again.length === 0 ? ('none' as const) : either(again.length === 2, 'once', 'often'),
      again: {
        text: repeated?.text ?? '',
        places: again.length,
        first: again[0]?.probability ?? 0,
        last: again.at(-1)?.probability ?? 0,
      },
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
    const kind = either(start?.includes('end') === true, 'separator', 'opener');
    return {
      first: FIRST,
      opening: FIRST + SECOND,
      second: at(lm.pieces([second]), 0).text,
      announcement: ANNOUNCEMENT,
      startToken: start ?? '',
      start: start === undefined ? ('none' as const) : kind,
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
