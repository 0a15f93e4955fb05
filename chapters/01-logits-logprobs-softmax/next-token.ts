import { choose, claim, figure, layout, prose, type Quantity, section, table } from '#report';
import * as mark from '#report/marks';
import { count, math, nats, percent, rank, real, ref, term, text, token, tokenId } from '#report/values';
import { nextToken, remainders } from './next-token.measure.ts';

/** Where the axis of ranks ends: one of 6, 10, 20, 30, 60, 100 … that leaves room behind the last rank. */
const endOfRanks = (vocabularySize: Quantity) =>
  layout([vocabularySize], (size) => {
    const power = 10 ** Math.floor(Math.log10(1.1 * size));
    return power * ([1, 2, 3, 6, 10].find((step) => step * power >= 1.1 * size) ?? 10);
  });

export const nextTokenSection = section({
  id: 'next-token',
  title: prose`What the model really said`,
  needs: { m: nextToken, rest: remainders },
  write: ({ m, rest }) => [
    prose`Now the same arithmetic on the model's own ${count(m.vocabularySize)} logits for
      “${text(m.prompt)}”. ${ref('top-ten')} has the ten likeliest tokens. Its last column adds up the
      probabilities of this token and all above it.`,
    table({
      id: 'top-ten',
      caption: prose`The ten likeliest next tokens.`,
      rows: m.top,
      columns: [
        ['token', (row) => token(row.text)],
        ['id', (row) => tokenId(row.id)],
        [prose`logit ${math`z`}`, (row) => real(row.logit)],
        [prose`${math`\ell`} (nats)`, (row) => nats(row.logprob)],
        ['probability', (row) => percent(row.probability)],
        ['so far', (row) => percent(row.cumulative)],
      ],
    }),
    choose(m.winnerHasMost, {
      yes: prose`What to see: ${token(m.top[0]?.text)} alone holds ${percent(m.top[0]?.probability)}, more
        than all other tokens together. ${choose(m.least.size, {
          tiny: choose(m.others, {
            small: prose`Every other line is small, yet none is zero.`,
            'one large': prose`No line is zero.`,
          }),
          small: prose`No line is zero.`,
          'beyond float64': prose`Every other line is small.`,
        })}`,
      no: choose(m.shape, {
        falling: prose`What to see: ${token(m.top[0]?.text)} is the likeliest with
          ${percent(m.top[0]?.probability)}, but all other tokens together hold more. No line is zero.`,
        flat: prose`What to see: all tokens are equally likely here; of equal ones those with the smallest ids
          come first.`,
      }),
    }),
    prose`And the other ${count(rest.beyondTop)} tokens? Together they hold ${percent(m.beyondTop)}.
      ${ref('rank-curve')} draws the whole list: each token's probability against its ${term('rank')}, both on
      logarithmic axes.`,
    figure({
      id: 'rank-curve',
      caption: prose`Probability against rank, all ${count(m.vocabularySize)} tokens. The tokens up to and
        including each dashed line together hold at least the named share.`,
      alt: prose`A ${choose(m.shape, { falling: prose`falling`, flat: prose`flat` })} curve on two logarithmic axes, from ${percent(m.top[0]?.probability)} at rank one
        to ${real(m.least.probability)} at the last rank. ${choose(m.reached, {
          'step by step': prose`${rank(m.holding[0]?.tokens)}, ${rank(m.holding[1]?.tokens)} and
            ${rank(m.holding[2]?.tokens)} tokens hold half, nine tenths and ninety-nine hundredths of the
            probability.`,
          'at once': prose`The first token alone holds more than ninety-nine hundredths of the probability.`,
        })}`,
      data: {
        rows: m.curve,
        // Of lines that would run into each other the last is drawn.
        marks: m.holding
          .filter(({ tokens }, place) =>
            layout(
              [tokens, m.holding[place + 1]?.tokens, m.vocabularySize],
              (own, next, size) => !(next < (size > 5000 ? 2.8 : 1.6) * own),
            ),
          )
          .map(({ tokens, share }) => ({
            rank: tokens,
            label: prose`≥ ${percent(share, { digits: 2 })}`,
          })),
      },
      spec: {
        height: 300,
        layer: [
          mark.line({
            x: mark.q('rank', {
              scale: { type: 'log', domain: [0.8, endOfRanks(m.vocabularySize)], nice: false },
              title: 'rank, from the likeliest on',
            }),
            y: mark.q('probability', {
              scale: { type: 'log' },
              title: 'probability',
              axis: layout([m.top[0]?.probability, m.least.probability], (most, least) => most < 100 * least)
                ? { format: '.2~g', tickCount: 3 }
                : { labelExpr: '$powerOfTen', tickCount: 6 },
            }),
          }),
          ...mark.labelled(
            mark.reference({ x: 'rank' }, { data: 'marks' }),
            { style: 'annotation', align: 'left', baseline: 'bottom', dx: 5 },
            { y: { value: 270 } },
          ),
        ],
      },
    }),
    prose`What to see: ${choose(m.reached, {
      'step by step': prose`half of the probability is reached at rank ${rank(m.holding[0]?.tokens)}, nine tenths
      at rank ${rank(m.holding[1]?.tokens)}, ninety-nine hundredths at rank ${rank(m.holding[2]?.tokens)}.`,
      'at once': prose`the first token alone holds more than ninety-nine hundredths of the probability.`,
    })} The
      other ${rank(rest.beyondLargest.tokens)} tokens, ${percent(rest.beyondLargest.share)} of the vocabulary,
      share ${choose(m.reached, { 'step by step': prose`what is left, at most a hundredth`, 'at once': prose`the rest` })}. ${choose(
        m.tail,
        {
          squeezed: prose`The logarithmic axis squeezes them into the right part of the picture, where
      the curve plunges. `,
          wide: prose``,
        },
      )}${choose(m.shape, {
        falling: prose`The least likely token, ${token(m.least.text)}, has`,
        flat: prose`Each token has`,
      })} a probability of ${real(m.least.probability)}${choose(m.least.size, {
        tiny: prose`: tiny, and not zero. On paper softmax never gives zero.`,
        small: prose`, not zero. On paper softmax never gives zero.`,
        'beyond float64': prose`: float64 has no smaller number to show. On paper softmax never gives zero.`,
      })} (The smallest set
      of tokens that holds a given share is the ${term('nucleus')} for that share.)

      One number sums up how spread out a prediction is, its ${term('entropy')}, the average of ${math`-\ell`}
      weighted by the probabilities: ${math`H = -\sum_i p_i \ln p_i`}. Here it is ${nats(m.entropy)}, about as
      spread as a choice among ${real(m.equallyLikely)} equally likely tokens, because ${math`e^H`} is that
      many. It would be zero for a certain model, and ${math`\ln V =`} ${nats(m.entropyBound)} for one that
      finds all ${math`V`} tokens equally likely${choose(m.shape, {
        falling: prose`. ${claim(m.halfwayToBound, m.entropy, {
          greater: prose`On this scale the prediction is nearer to certain.`,
          less: prose`On this scale the prediction is nearer to knowing nothing.`,
          tooClose: prose`On this scale the prediction lies about half-way between the two.`,
        })}`,
        flat: prose`, as this one does.`,
      })}`,
  ],
});
