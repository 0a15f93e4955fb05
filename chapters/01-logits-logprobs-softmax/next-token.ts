import { pow } from '#numerics/pow';
import { choose, figure, layout, prose, type Quantity, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, math, nats, percent, rank, real, ref, term, text, token } from '#report/values';
import { nextToken } from './next-token.measure.ts';
import { isHardlyAChoice } from './temperature.ts';

const SHOWN = 5;

/** Where the axis of ranks ends: one of 6, 10, 20, 30, 60, 100 … that leaves room behind the last rank. */
const endOfRanks = (vocabularySize: Quantity) =>
  layout([vocabularySize], (size) => {
    const power = pow(10, Math.floor(Math.log10(1.1 * size)));
    return power * ([1, 2, 3, 6, 10].find((step) => step * power >= 1.1 * size) ?? 10);
  });

export const nextTokenSection = section({
  id: 'next-token',
  title: prose`What the model really said`,
  needs: { m: nextToken },
  write: ({ m }) => {
    const reached = choose(m.reached, {
      'step by step': prose`Half of the probability is reached at rank ${rank(m.holding[0]?.tokens)}, nine tenths at ${rank(m.holding[1]?.tokens)}, ninety-nine hundredths at ${rank(m.holding[2]?.tokens)}.`,
      'at once': prose`The first token alone holds more than ninety-nine hundredths of the probability.`,
    });
    return [
      prose`Now the same arithmetic on the model's own logits. Where does the probability
      go (${ref('top-tokens')})?`,
      table({
        id: 'top-tokens',
        caption: prose`The likeliest next tokens after “${text(m.prompt)}”.`,
        rows: m.top.slice(0, SHOWN),
        columns: [
          ['token', (row) => token(row.text)],
          [prose`logit ${math`z`}`, (row) => real(row.logit, 2)],
          [prose`${math`\ell`} (nats)`, (row) => nats(row.logprob, 2)],
          ['probability', (row) => percent(row.probability)],
        ],
      }),
      prose`${choose(m.winnerHasMost, {
        yes: prose`${token(m.top[0]?.text)} alone holds more than all other tokens together.`,
        no: choose(m.shape, {
          falling: prose`${token(m.top[0]?.text)} is the likeliest, but all other tokens together hold more.`,
          flat: prose`All tokens are equally likely here; of equal ones those with the smallest ids come first.`,
        }),
      })} And the rest of the list? ${ref('rank-curve')} draws all of it: probability against ${term('rank')}. ${reached}`,
      figure({
        id: 'rank-curve',
        caption: prose`Probability against rank, both on logarithmic axes, all ${count(m.vocabularySize)} tokens. The tokens up to and
        including a dashed line hold at least the named share.`,
        alt: prose`A ${choose(m.shape, { falling: prose`falling`, flat: prose`flat` })} curve on two logarithmic axes, from ${percent(m.top[0]?.probability)} at rank one
        to ${real(m.least.probability)} at the last rank. ${reached}`,
        data: {
          // A logarithmic axis has no place for a probability that is zero in float64.
          rows: m.curve.filter((point) => layout([point.probability], (q) => q > 0)),
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
              label: prose`≥ ${percent(share, 2)}`,
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
                axis: layout(
                  [m.top[0]?.probability, m.least.probability],
                  (most, least) => most < 100 * least,
                )
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
      prose`One number sums up how open a prediction is, its ${term('entropy')}: the average of ${math`-\ell`}, weighted by
      the probabilities, ${math`H = -\sum_i q_i \ln q_i`}. Here it is ${nats(m.entropy, 2)}, ${
        isHardlyAChoice(m.equallyLikely)
          ? prose`hardly open at all: ${math`e^H`}, the number of equally likely tokens that would be as open, is close to ${given(1)}`
          : prose`as open as a choice among about ${real(m.equallyLikely, 1)} (${math`e^H`}) equally likely tokens`
      }. A model that is certain would have zero, and
      one that finds all ${math`V`} tokens equally likely ${math`\ln V`}${choose(m.shape, {
        falling: prose`.`,
        flat: prose`, as this one does.`,
      })}`,
    ];
  },
});
