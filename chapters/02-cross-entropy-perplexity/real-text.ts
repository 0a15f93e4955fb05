import { at } from '#numerics/list';
import { compensatedSum, mean } from '#numerics/sum';
import type { TokenInsight } from '#report/block';
import { table, tokenStrip } from '#report/block';
import { choose, claim } from '#report/claim';
import type { Quantity } from '#report/kind';
import type { Measurement } from '#report/measurement';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import {
  codeText,
  count,
  nats,
  percent,
  probability,
  rank,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { candidates } from './candidates.ts';
import { named } from './lists.ts';
import { ownTexts } from './texts.ts';

/** The ends of the colour scale in nats. */
const STRIP_DOMAIN = [0, 12] as const;
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
    firstGuesses: 'rank',
    loudest: { share: 'exact', tokens: 'exact', surprise: 'probability' },
    concentrated: 'exact',
    longWords: { tokens: 'exact', meanSurprisal: 'nats' },
    restOfTokens: { tokens: 'exact', meanSurprisal: 'nats' },
    likely: 'rank',
    hopeless: 'rank',
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
      likely: tokens.filter((one) => one.probability > 1 / 3).length,
      hopeless: tokens.filter((one) => one.probability < 1 / 1000).length,
      tokens,
      shocks,
      firstGuesses: tokens.filter((one) => one.rank === 1).length,
      loudest: { share: LOUDEST, tokens: loud, surprise },
      concentrated,
    };
  },
});

type Output<Of> = Of extends Measurement<infer Result> ? Result : never;

/** What stands behind one token of the strip, for readers who choose it. */
function insightInto(
  came: Output<typeof strip>['tokens'][number],
  entropy: Quantity<'nats'>,
  place: Output<typeof candidates>['places'][number],
): TokenInsight {
  return {
    probability: probability(came.probability),
    rank: rank(came.rank),
    entropy: nats(entropy, { digits: 2 }),
    candidates: place.likeliest.map((likely, index) => ({
      token: token(likely),
      probability: percent(at(place.probabilities, index)),
    })),
    others: percent(place.others),
  };
}

export const realText = section({
  id: 'real-text',
  title: prose`A real text, token by token`,
  needs: { m: strip, own: ownTexts, thought: candidates },
  write({ m, own, thought }) {
    const harbour = named(own.texts, 'harbour');
    const shock = at(m.shocks, 0);
    return [
      prose`
        Now a real model reads a real paragraph: the small one that was run when this report was built. The text is our own, written for this report, so the model cannot have
        learned it by heart. Its subject is ${text(harbour.about)}. It has ${count(harbour.tokens)} tokens.

        One question comes first: what stands before the first token? Without anything before it, the model predicts
        nothing, and the first token has no probability. So this chapter puts the special token
        ${codeText(own.start)} before each text. In training it stood between documents, and it says: something new
        begins. Then every token has a surprisal. ${ref('start-tokens')} comes back to this choice.

        Where does the model stumble? In ${ref('harbour-strip')} each token is coloured by its surprisal. Read it before
        you read on. Then look at what stands beneath it: for each place of the text, what the model had expected,
        whether it came or not.
      `,
      tokenStrip({
        id: 'harbour-strip',
        caption: prose`
          The paragraph, each token coloured by how much it surprised the model.
        `,
        alt: prose`
          A paragraph of ${count(harbour.tokens)} tokens, most of them pale. The darkest is ${token(shock.text)} after
          ${codeText(shock.before)} with ${nats(shock.surprisal)}; ${rank(m.firstGuesses)} tokens were the model's first
          guess.
        `,
        legend: prose`surprisal in nats`,
        tokens: m.tokens.map((one, index) => ({
          text: one.text,
          value: one.surprisal,
          detail: prose`${nats(one.surprisal, { digits: 2 })}, probability ${probability(one.probability)}, rank ${rank(one.rank)}`,
          insight: insightInto(one, at(own.harbour, index).entropy, at(thought.places, index)),
        })),
        domain: STRIP_DOMAIN,
      }),
      table({
        id: 'harbour-shocks',
        caption: prose`The largest surprises of the paragraph, and what stood before them.`,
        rows: m.shocks,
        columns: [
          { head: prose`after`, cell: (row) => prose`${codeText(row.before)}` },
          { head: prose`came`, cell: (row) => prose`${token(row.text)}` },
          { head: prose`surprisal (nats)`, align: 'right', cell: (row) => prose`${nats(row.surprisal)}` },
          { head: prose`probability`, align: 'right', cell: (row) => prose`${probability(row.probability)}` },
          { head: prose`rank`, align: 'right', cell: (row) => prose`${rank(row.rank)}` },
        ],
      }),
      prose`
        What to see: ${claim({
          a: m.longWords.meanSurprisal,
          b: m.restOfTokens.meanSurprisal,
          kind: 'nats',
          when: {
            greater: prose`the dark tokens mostly begin a longer word. Those that open a word of at least four letters
              cost ${nats(m.longWords.meanSurprisal)} on average; short words, signs, and the rest of a word once begun
              cost ${nats(m.restOfTokens.meanSurprisal)}.`,
            less: prose`against expectation, tokens that open a longer word are the cheaper ones,
              ${nats(m.longWords.meanSurprisal)} on average against ${nats(m.restOfTokens.meanSurprisal)} for all others.`,
            tooClose: prose`tokens that open a longer word cost as much as all others,
              ${nats(m.longWords.meanSurprisal)} on average.`,
          },
        })} The darkest of all is ${token(shock.text)}. ${rank(m.firstGuesses)} of ${count(harbour.tokens)} tokens were exactly the model's
        first guess. ${choose(m.concentrated, {
          much: prose`And surprise is spent unevenly: the ${count(m.loudest.tokens)} most surprising tokens, one in ten,
            hold ${percent(m.loudest.surprise)} of all the surprise in the text.`,
          little: prose`Surprise is spread rather evenly here: the ${count(m.loudest.tokens)} most surprising tokens, one
            in ten, hold ${percent(m.loudest.surprise)} of it.`,
        })}

        The average over all tokens is ${nats(harbour.meanSurprisal)}, and so the ${term('perplexity')} is
        ${real(harbour.perplexity, 'perplexity')}. Over this paragraph, the model was on average as unsure as between
        ${real(harbour.perplexity, 'perplexity', { digits: 2 })} equally likely tokens. That is an average of very
        different places: ${rank(m.likely)} tokens had been given more than one third, and ${rank(m.hopeless)} less than a
        thousandth.
      `,
    ];
  },
});
