import { at } from '#numerics/list';
import { figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { prose } from '#report/prose';
import { section } from '#report/section';
import {
  count,
  math,
  nats,
  percent,
  probability,
  rank,
  real,
  ref,
  term,
  text,
  token,
  tokenId,
} from '#report/values';
import { nextToken, remainders } from './next-token.measure.ts';

/** 0.99 as "99%". */
function formatShare(share: number): string {
  return `${Math.round(share * 100)}%`;
}

export const nextTokenSection = section({
  id: 'next-token',
  title: prose`What the model really said`,
  needs: { m: nextToken, rest: remainders },
  write({ m, rest }) {
    const [half, most, nearlyAll] = m.holding;
    const winner = at(m.top, 0);
    return [
      prose`
        Now the same arithmetic on the model's own ${count(m.vocabularySize)} logits for “${text(m.prompt)}”.
        ${ref('top-ten')} has the ten likeliest tokens. Its last column adds up the probabilities of this token and all
        above it.
      `,
      table({
        id: 'top-ten',
        caption: prose`The ten likeliest next tokens.`,
        rows: m.top,
        columns: [
          { head: prose`token`, cell: (row) => prose`${token(row.text)}` },
          { head: prose`id`, align: 'right', cell: (row) => prose`${tokenId(row.id)}` },
          {
            head: prose`logit ${math`z`}`,
            align: 'right',
            cell: (row) => prose`${real(row.logit, 'logit')}`,
          },
          { head: prose`${math`\ell`} (nats)`, align: 'right', cell: (row) => prose`${nats(row.logprob)}` },
          { head: prose`probability`, align: 'right', cell: (row) => prose`${percent(row.probability)}` },
          { head: prose`so far`, align: 'right', cell: (row) => prose`${percent(row.cumulative)}` },
        ],
      }),
      choose(m.winnerHasMost, {
        yes: prose`
          What to see: ${token(winner.text)} alone holds ${percent(winner.probability)}, more than all other tokens
          together. Every other line is small, yet none is zero.
        `,
        no: prose`
          What to see: ${token(winner.text)} is the likeliest with ${percent(winner.probability)}, but all other tokens
          together hold more. No line is zero.
        `,
      }),
      prose`
        And the other ${count(rest.beyondTop)} tokens? Together they hold ${percent(m.beyondTop)}. ${ref('rank-curve')}
        draws the whole list: each token's probability against its ${term('rank')}, both on logarithmic axes.
      `,
      figure({
        id: 'rank-curve',
        caption: prose`
          Probability against rank, all ${count(m.vocabularySize)} tokens. The tokens up to and including each dashed
          line together hold at least the named share.
        `,
        alt: prose`
          A falling curve on two logarithmic axes, from ${percent(winner.probability)} at rank one to
          ${probability(m.least.probability)} at the last rank. ${rank(half?.tokens)}, ${rank(most?.tokens)} and
          ${rank(nearlyAll?.tokens)} tokens hold half, nine tenths and ninety-nine hundredths of the probability.
        `,
        data: {
          rows: m.curve.map((point) => ({ rank: point.rank, probability: point.probability })),
          marks: m.holding.map((mark) => ({
            rank: mark.tokens,
            label: `≥ ${formatShare(mark.share)}`,
          })),
        },
        spec: {
          height: 300,
          layer: [
            {
              mark: { type: 'line' },
              encoding: {
                x: {
                  field: 'rank',
                  type: 'quantitative',
                  scale: { type: 'log', domain: [0.8, 60_000], nice: false },
                  title: 'rank, from the likeliest on',
                },
                y: {
                  field: 'probability',
                  type: 'quantitative',
                  scale: { type: 'log' },
                  title: 'probability',
                  axis: { labelExpr: '$powerOfTen', tickCount: 6 },
                },
              },
            },
            {
              data: { name: 'marks' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'rank', type: 'quantitative' } },
            },
            {
              data: { name: 'marks' },
              mark: { type: 'text', style: 'annotation', align: 'left', baseline: 'bottom', dx: 5 },
              encoding: {
                x: { field: 'rank', type: 'quantitative' },
                y: { value: 270 },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        What to see: half of the probability is reached at rank ${rank(half?.tokens)}, nine tenths at rank
        ${rank(most?.tokens)}, ninety-nine hundredths at rank ${rank(nearlyAll?.tokens)}. The other
        ${rank(rest.beyondLargest.tokens)} tokens, ${percent(rest.beyondLargest.share)} of the vocabulary, share the last
        hundredth. The logarithmic axis squeezes them into the right part of the picture, where the curve plunges. The
        least likely token, ${token(m.least.text)}, has a probability of ${probability(m.least.probability)}: tiny, and
        not zero. On paper softmax never gives zero. (The smallest set of tokens that holds a given share is the
        ${term('nucleus')} for that share.)

        One number sums up how spread out a prediction is, its ${term('entropy')}, the average of ${math`-\ell`} weighted by
        the probabilities: ${math`H = -\sum_i p_i \ln p_i`}. Here it is
        ${nats(m.entropy)}, about as spread as a choice among ${real(m.equallyLikely, 'perplexity')} equally likely
        tokens, because ${math`e^H`} is that many. It would be zero for a certain model, and
        ${math`\ln V =`} ${nats(m.entropyBound)} for one that finds all ${math`V`} tokens equally likely. ${claim(
          {
            a: m.halfwayToBound,
            b: m.entropy,
            kind: 'nats',
            when: {
              greater: prose`On this scale the prediction is nearer to certain.`,
              less: prose`On this scale the prediction is nearer to knowing nothing.`,
              tooClose: prose`On this scale the prediction lies about half-way between the two.`,
            },
          },
        )}
      `,
    ];
  },
});
