import { at } from '#numerics/list';
import { compensatedSum, mean } from '#numerics/sum';
import { measurement } from '#report/measurement';
import { ownTexts } from './texts.measure.ts';

const SHOCKS = 6;

/** A word of more letters is a long one. */
const SHORT_WORD = 3;

/** The share of the tokens, the most surprising first, whose part of the surprise is told. */
const LOUDEST = 0.1;

const WORDS_BEFORE = 5;

export const strip = measurement({
  id: 'harbour-strip',
  needs: { own: ownTexts },
  kinds: {
    tokens: {
      text: 'exact',
      surprisal: 'nats',
      probability: 'probability',
      rank: 'rank',
    },
    shocks: { before: 'exact', text: 'exact', surprisal: 'nats', probability: 'probability', rank: 'rank' },
    loudest: { share: 'exact', tokens: 'exact', surprise: 'probability' },
    concentrated: 'exact',
    longWords: { tokens: 'exact', meanSurprisal: 'nats' },
    restOfTokens: { tokens: 'exact', meanSurprisal: 'nats' },
  },
  async measure({ own }) {
    const tokens = own.harbour.map(({ text, logprob, rank: place }) => ({
      text,
      surprisal: -logprob,
      probability: Math.exp(logprob),
      rank: place,
    }));
    const order = [...tokens.keys()].sort((a, b) => at(tokens, b).surprisal - at(tokens, a).surprisal);
    const shocks = order.slice(0, SHOCKS).map((index) => ({
      before: tokens
        .slice(Math.max(0, index - WORDS_BEFORE), index)
        .map((one) => one.text)
        .join(''),
      ...at(tokens, index),
    }));
    const loud = Math.round(LOUDEST * tokens.length);
    const surprise =
      compensatedSum(order.slice(0, loud).map((index) => at(tokens, index).surprisal)) /
      compensatedSum(tokens.map((one) => one.surprisal));
    const concentrated: 'much' | 'little' = surprise > 2 * LOUDEST ? 'much' : 'little';
    const isLong = ({ text }: { text: string }) =>
      new RegExp(`^ ?\\p{L}{${SHORT_WORD + 1},}$`, 'u').test(text);
    const groupOf = (group: readonly { surprisal: number }[]) => ({
      tokens: group.length,
      meanSurprisal: mean(group.map((one) => one.surprisal)),
    });
    return {
      longWords: groupOf(tokens.filter((one) => one.text.startsWith(' ') && isLong(one))),
      restOfTokens: groupOf(tokens.filter((one) => !(one.text.startsWith(' ') && isLong(one)))),

      tokens,
      shocks,
      loudest: { share: LOUDEST, tokens: loud, surprise },
      concentrated,
    };
  },
});
