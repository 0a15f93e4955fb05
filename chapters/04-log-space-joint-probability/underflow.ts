import { and, figure, finding, less, output, prose, type Seen, section } from '#report';
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

const NUMBERS = ['float32 product', 'float64 product', 'sum of logs'];

/** The curves are drawn over each other, each thinner than the one below it. */
const THICKNESS = [12, 6, 1.5];

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
    const ends = m.last.map(({ format, factors, log }) => ({ factors, number: `${format} product`, log }));
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
          begins with the second token, because nothing precedes the first. A dot marks each product's
          last nonzero value. The dashed lines are at
          ${nats(float32?.log, 0)} (the smallest float32), ${nats(normal?.log, 0)} (the smallest *normal* float64;
          below it, precision is lost) and ${nats(float64?.log, 0)} (the smallest float64).`,
        alt: prose`Three falling curves, the thinner on the thicker. The float32
          product is last nonzero at factor ${rank(m.last[0]?.factors)}, the float64 product at
          ${rank(m.last[1]?.factors)}. The sum of logs continues to ${nats(m.total)}.`,
        data: {
          rows: m.curve.flatMap(({ factors, float32: single, float64: double, logSum }) =>
            [single, double, logSum].map((log, index) => ({ factors, number: NUMBERS[index] ?? '', log })),
          ),
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
            ...NUMBERS.map((number, index) =>
              mark.line(
                {
                  x: mark.q('factors', { title: 'tokens multiplied so far', scale: { nice: false } }),
                  y: mark.q('log', { title: 'ln of the product, in nats' }),
                  color: mark.n('number', { title: null, sort: NUMBERS }),
                },
                { transform: [{ filter: `datum.number === '${number}'` }], strokeWidth: THICKNESS[index] },
              ),
            ),
            ...(ends.length > 0
              ? [
                  mark.dots(
                    { x: 'factors', y: 'log', color: mark.n('number', { sort: NUMBERS }) },
                    { data: 'ends', size: 190 },
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
