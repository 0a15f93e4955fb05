import { and, figure, finding, join, less, output, prose, type Seen, section } from '#report';
import * as mark from '#report/marks';
import {
  asPython,
  codeText,
  count,
  countInWords,
  given,
  nats,
  rank,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { endings } from './endings.measure.ts';
import { runningProduct, underflowSwap } from './underflow.measure.ts';

export const productsUnderflow = ({ zero, factors }: Seen<typeof runningProduct>) =>
  finding({
    id: 'products-underflow',
    when: and(
      less('factors until the float32 product is zero, fewer than for float64', zero.float32, zero.float64),
      less('factors until the float64 product is zero, fewer than the story has', zero.float64, factors),
    ),
    text: () =>
      prose`In float32, the product is zero after ${rank(zero.float32 ?? undefined)} factors. In float64, it is
        zero after ${rank(zero.float64 ?? undefined)} of the story's ${count(factors)} factors.`,
  });

export const underflow = section({
  id: 'underflow',
  title: prose`Underflow`,
  needs: { m: runningProduct, swap: underflowSwap, tried: endings },
  write({ m, swap, tried }) {
    const ends = m.last.map(({ format, factors, log }) => ({ factors, log, number: `${format} product` }));
    const [float32, normal, float64] = m.limits;
    return [
      prose`After a short story about a ferry, our model (${codeText(tried.model)}) reads the *prompt*
        “${text(tried.question)}”. In the story, they sell “honey, potatoes and wool” and buy
        “${text(tried.right.text)}”. Does the model prefer that last phrase, the story's own
        *ending*, to “bread”?

        The probability of a text is the product of its ${term('token', 'tokens')}' probabilities, each conditional
        on the tokens before it. How many factors can you multiply before the computed product
        becomes zero (${ref('running-product')})?`,
      figure({
        id: 'running-product',
        caption: prose`The running product over the tokens of the story, drawn as its natural logarithm. The product
          begins with the second token, because nothing precedes the first. A dot marks the last factor before the
          product in that format is zero, and the broken line is its fall. The dashed lines are at
          ${nats(float32?.log, 0)} (the smallest float32), ${nats(normal?.log, 0)} (the smallest *normal* float64;
          below it, precision is lost) and ${nats(float64?.log, 0)} (the smallest float64).`,
        alt: prose`A falling curve with two dots. The last factors before a product is zero:
          ${join(m.last.map(({ factors }) => rank(factors)))}. The sum of logs continues to ${nats(m.total)}.`,
        data: {
          rows: m.curve.map(({ factors, logSum }) => ({ factors, log: logSum })),
          limits: m.limits.map(({ name, log }, index) => ({
            log,
            label: name,
            // The last two are neighbours: one label above its line, one below, where the curve is not.
            side: ['right', 'above', 'below'][index] ?? '',
          })),
          ...(ends.length > 0 ? { ends } : {}),
        },
        spec: {
          height: 260,
          layer: [
            mark.reference({ y: 'log' }, { data: 'limits' }),
            ...mark
              .cases('side', {
                right: { align: 'right', dx: -4, dy: 10 },
                above: { align: 'left', dx: 6, dy: -8 },
                below: { align: 'left', dx: 6, dy: 10 },
              })
              .map((look) =>
                mark.annotation(
                  { x: { value: look.align === 'right' ? { expr: 'width' } : 0 }, y: 'log', text: 'label' },
                  { data: 'limits', ...look },
                ),
              ),
            mark.line({
              x: mark.q('factors', { title: 'tokens multiplied so far', scale: { nice: false } }),
              y: mark.q('log', { title: 'ln of the product, in nats' }),
            }),
            ...(ends.length > 0
              ? [
                  mark.rule(
                    { x: 'factors', y: 'log', y2: { value: { expr: 'height' } } },
                    { data: 'ends', color: '$wrong', strokeWidth: 2, strokeDash: [3, 4], tooltip: null },
                  ),
                  ...mark.labelled(
                    mark.dots({ x: 'factors', y: 'log' }, { data: 'ends', size: 110, color: '$wrong' }),
                    { text: 'number', align: 'left', dx: 10, dy: -10 },
                  ),
                ]
              : []),
          ],
        },
      }),
      prose`${productsUnderflow(m)} This is ${term('underflow')}: a number too close to zero for its format
        becomes zero. Once the product is zero, all continuations tie.

        Can a product be wrong before it is zero? Near zero, it is rounded to a multiple of the smallest float64,
        ${given(5e-324)}. Call this step a *unit*, and suppose that the product has fallen to two units. One answer is
        a single token of probability ${given(swap.short.each)}. The other has ${countInWords(swap.long.tokens)} tokens
        of probability ${given(swap.long.each)} each and is ${real(swap.factor, 2)} times less likely.

        \`\`\`python
        text = 1e-323        # two units
        likely = text * 0.7
        unlikely = text
        for _ in range(20):
            unlikely *= 0.8  # 1.6 units, rounded to two
        print(f"{likely:.3g} {unlikely:.3g}")
        \`\`\``,
      output([prose`${asPython(swap.short.after, '.3g')} ${asPython(swap.long.after, '.3g')}`]),
      prose`The likely answer's ${given(1.4)} units round to one. Each factor of
        ${given(swap.long.each)} turns two units into ${given(1.6)}, which round back to two. **The unlikely answer
        wins**, although neither product is zero.`,
    ];
  },
});
