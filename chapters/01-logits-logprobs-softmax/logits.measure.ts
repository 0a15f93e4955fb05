import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';
import { onlyToken, PROMPT, predict } from './prediction.ts';

const BIN_WIDTH = 1;
/** How far below the best logit still counts as close to it. */
const CLOSE = 5;
/** Where most logits lie. */
const CROWD = { from: -10, to: 5 };
const MARKED = [' Paris', ' the', ' Rome', ' banana'];

export const logitSpread = measurement({
  id: 'logit-spread',
  kinds: {
    vocabularySize: 'exact',
    highest: { logit: 'logit' },
    second: { logit: 'logit' },
    gap: 'logit',
    lowest: 'logit',
    mean: 'logit',
    close: { distance: 'exact', others: 'rank' },
    crowd: { from: 'exact', to: 'exact', share: 'probability' },
    bins: { from: 'exact', to: 'exact', tokens: 'rank' },
    marked: { logit: 'logit', rank: 'rank' },
  },
  async measure({ lm }) {
    const { logits, order } = await predict(lm, PROMPT);
    const top = lm.top(logits, 2);
    const [first, second] = [at(top, 0), at(top, 1)];
    const lowest = at(logits, order[order.length - 1]);
    const bins = [];
    for (let from = Math.floor(lowest / BIN_WIDTH) * BIN_WIDTH; from <= first.logit; from += BIN_WIDTH) {
      const to = from + BIN_WIDTH;
      bins.push({ from, to, tokens: logits.filter((logit) => logit >= from && logit < to).length });
    }
    const isCrowded = (logit: number) => logit >= CROWD.from && logit < CROWD.to;
    const placeOf = (word: string) => either(isCrowded(at(logits, onlyToken(lm, word))), 'inside', 'outside');
    const isClose = (logit: number) => logit >= first.logit - CLOSE;
    return {
      prompt: PROMPT,
      vocabularySize: logits.length,
      highest: { text: first.text, logit: first.logit },
      second: { text: second.text, logit: second.logit },
      gap: first.logit - second.logit,
      lowest,
      mean: logits.reduce((sum, logit) => sum + logit, 0) / logits.length,
      close: {
        distance: CLOSE,
        others: logits.filter(isClose).length - 1,
        second: either(isClose(second.logit), 'yes', 'no'),
      },
      crowd: { ...CROWD, share: logits.filter(isCrowded).length / logits.length },
      banana: placeOf(' banana'),
      rome: placeOf(' Rome'),
      bins,
      marked: MARKED.map((word) => {
        const id = onlyToken(lm, word);
        return { text: word, logit: at(logits, id), rank: order.indexOf(id) + 1 };
      }),
    };
  },
});
