import { at } from '#numerics/list';
import { sigmoid } from '#numerics/sigmoid';
import { each, measurement } from '#report/measurement';
import { nextToken } from './next-token.measure.ts';

const SHOWN = 5;
/** Where the chapter's examples of top-k and top-p cut. */
const [K, P] = [3, 0.8];

/** The arithmetic of softmax on the stored logits of the likeliest tokens. */
export const softmaxSteps = measurement({
  id: 'softmax-steps',
  dependsOnEngine: 'a server gives logits up to a constant',
  needs: { next: nextToken },
  kinds: {
    e: 'float64',
    rows: { logit: 'logit', exponential: 'probability', probability: 'probability', logprob: 'nats' },
    sum: 'probability',
    logSum: 'logit',
    cuts: { k: 'exact', p: 'exact' },
    ...each('probability', 'odds', 'notFirst', 'firstOfTwo', 'firstTwo'),
    ...each('nats', 'gap', 'lead'),
  },
  async measure({ next }) {
    const [first, second, third] = [at(next.top, 0), at(next.top, 1), at(next.top, 2)];
    const firstTwo = first.probability + second.probability;
    const logSum = first.logit - first.logprob;
    return {
      e: Math.exp(1),
      rows: next.top.slice(0, SHOWN).map(({ text, logit, logprob, probability }) => {
        return { text, logit, exponential: Math.exp(logit), probability, logprob };
      }),
      sum: Math.exp(logSum),
      logSum,
      gap: first.logit - second.logit,
      odds: Math.exp(first.logit - second.logit),
      notFirst: -Math.expm1(first.logprob),
      cuts: { k: K, p: P },
      firstTwo,
      /** The first token against the third. */
      lead: first.logprob - third.logprob,
      firstOfTwo: sigmoid(first.logprob - third.logprob),
    };
  },
});
