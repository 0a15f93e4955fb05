import { entropy, entropyOfLogits } from '#numerics/entropy';
import { entropyBounds } from '#numerics/entropy-bounds';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { each, measurement } from '#report/measurement';
import { massBeyond, PROMPT, predict } from './predict-next-token.ts';

export const CUTS = [5, 20];
const PROMPTS = [
  PROMPT,
  'The chemical symbol for gold is',
  '1, 2, 3, 4, 5, 6,',
  'To be or not to',
  'import numpy as',
  'Twinkle, twinkle, little',
  'Once upon a time, there',
  'She opened the door and',
  'My favourite colour is',
  'The best thing about',
];

const LIST = {
  cut: 'exact',
  hidden: 'probability',
  ...each('nats', 'entropy', 'atLeast', 'atMost', 'scaledUp'),
} as const;

/** What lists of the likeliest tokens leave out after ten beginnings, and what they tell of the entropy. */
export const shortLists = measurement({
  id: 'short-lists',
  kinds: {
    ...each(LIST, 'prompts', 'least', 'most'),
  },
  async measure({ lm }) {
    const prompts = [];
    for (const prompt of PROMPTS) {
      const prediction = await predict(lm, prompt);
      for (const cut of CUTS) {
        const logprobs = lm.top(prediction.logits, cut).map(({ logprob }) => logprob);
        prompts.push({
          prompt,
          cut,
          hidden: massBeyond(prediction, cut),
          entropy: entropyOfLogits(prediction.logits),
          ...entropyBounds(logprobs, prediction.logits.length),
          scaledUp: entropy(softmax(logprobs)),
        });
      }
    }
    const fewest = prompts.filter(({ cut }) => cut === CUTS[0]).sort((a, b) => a.hidden - b.hidden);
    return { prompts, most: at(fewest, fewest.length - 1), least: at(fewest, 0) };
  },
});
