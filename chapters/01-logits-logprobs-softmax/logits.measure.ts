import { at } from '#numerics/list';
import { quantile } from '#numerics/statistics';
import { either, measurement } from '#report/measurement';
import { PROMPT, predict, tokensOf } from './prediction.ts';

/** Logits are counted in steps of one, unless that makes more than so many. */
const MOST_BINS = 200;
/** How far below the best logit still counts as close to it. */
const CLOSE = 5;
/** Where most logits lie, unless the model has another zero point. */
const CROWD = { from: -10, to: 5 };
const MARKED = [' Paris', ' the', ' Rome', ' banana'];

export const logitSpread = measurement({
  id: 'logit-spread',
  dependsOnEngine: 'a server gives logits up to a constant',
  kinds: {
    vocabularySize: 'exact',
    highest: { logit: 'logit' },
    lowest: 'logit',
    mean: 'logit',
    crowd: { from: 'exact', to: 'exact', share: 'probability' },
    width: 'exact',
    bins: { from: 'exact', to: 'exact', tokens: 'rank' },
    marked: { logit: 'logit', rank: 'rank' },
  },
  async measure({ lm }) {
    const prediction = await predict(lm, PROMPT);
    const { logits, order } = prediction;
    const marked = tokensOf(lm, prediction, MARKED).map(({ text, id }) => ({
      text,
      logit: at(logits, id),
      rank: order.indexOf(id) + 1,
    }));
    const top = lm.top(logits, 2);
    const [first, second] = [at(top, 0), at(top, 1)];
    const lowest = at(logits, order[order.length - 1]);
    const bins = [];
    const width = Math.ceil((first.logit - lowest) / MOST_BINS) || 1;
    for (let from = Math.floor(lowest / width) * width; from <= first.logit; from += width) {
      const to = from + width;
      bins.push({ from, to, tokens: logits.filter((logit) => logit >= from && logit < to).length });
    }
    const shareIn = ({ from, to }: typeof CROWD) =>
      logits.filter((logit) => logit >= from && logit < to).length / logits.length;
    const rising = logits.slice().sort();
    const middle = { from: Math.floor(quantile(rising, 0.05)), to: Math.ceil(quantile(rising, 0.95)) };
    const crowd = shareIn(CROWD) > 0.5 ? CROWD : middle;
    const isCrowded = (logit: number) => logit >= crowd.from && logit < crowd.to;
    const others = logits.filter((logit) => logit >= first.logit - CLOSE).length - 1;
    const few = others === 0 ? ('none' as const) : either(others === 1, 'one', 'few');
    return {
      prompt: PROMPT,
      vocabularySize: logits.length,
      zeroPoint: either(lm.servedBy === undefined, 'own', 'taken away'),
      highest: { text: first.text, logit: first.logit },
      second: { text: second.text },
      lowest,
      mean: logits.reduce((sum, logit) => sum + logit, 0) / logits.length,
      company: others > logits.length / 1000 ? ('many' as const) : few,
      crowd: { ...crowd, share: shareIn(crowd) },
      banana: either(isCrowded(at(marked, 3).logit), 'inside', 'outside'),
      width,
      bins,
      marked,
    };
  },
});
