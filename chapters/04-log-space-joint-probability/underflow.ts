import { at } from '#numerics/list';
import { and, finding, less, output, prose, type Seen, section } from '#report';
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
  set,
  term,
} from '#report/values';
import { endings } from './endings.measure.ts';
import { fallingProducts } from './falling-products-figure.ts';
import { runningProduct, underflowSwap } from './underflow.measure.ts';

export const productsUnderflow = ({ formats, factors }: Seen<typeof runningProduct>) => {
  const [float64, float32, float16] = [at(formats, 0).zero, at(formats, 1).zero, at(formats, 3).zero];
  return finding({
    id: 'products-underflow',
    when: and(
      less('factors until the float16 product is zero, fewer than for float32', float16, float32),
      less('factors until the float32 product is zero, fewer than for float64', float32, float64),
      less('factors until the float64 product is zero, fewer than the story has', float64, factors),
    ),
    text: () =>
      prose`In float16, the product is zero after ${rank(float16 ?? undefined)} factors, in float32 after
        ${rank(float32 ?? undefined)}, and in float64 after ${rank(float64 ?? undefined)} of the story's ${count(factors)}.`,
  });
};

export const underflow = section({
  id: 'underflow',
  title: prose`Underflow: a less likely answer wins`,
  needs: { m: runningProduct, swap: underflowSwap, tried: endings },
  write({ m, swap, tried }) {
    const [float64, float32, float16] = [at(m.formats, 0), at(m.formats, 1), at(m.formats, 3)];
    return [
      prose`A program has multiplied the ${term('token')} probabilities of a long text. The product has become very small.
      Which of two answers is more likely to come next? One is a single token of probability
      ${given(swap.short.each)}. The other has ${countInWords(swap.long.tokens)} tokens of probability
      ${given(swap.long.each)} each, so it is ${real(swap.factor, 2)} times less likely.

      \`\`\`python
      text = 1e-323
      likely = unlikely = text
      likely *= 0.7
      for _ in range(20):
          unlikely *= 0.8
      print(f"likely {likely:.3g}, unlikely {unlikely:.3g}")
      \`\`\``,
      output([
        prose`likely ${asPython(swap.short.after, '.3g')}, unlikely ${asPython(swap.long.after, '.3g')}`,
      ]),
      prose`**The unlikely answer wins**, although neither product is zero. The smallest positive float64 is
      ${given(5e-324)}, and near zero every number is rounded to a multiple of it. Call this step a *unit*. The text has
      two units. The likely answer's ${given(1.4)} units round down to one. Each factor of ${given(swap.long.each)} turns two
      units into ${given(1.6)}, and those round back up to two.

      One more small factor, and both products are zero. This is ${term('underflow')}: a number too close to zero for its
      format becomes zero. How long does a text have to be for that? Our model (${codeText(tried.model)}) reads a short
      story about a ferry, and we multiply the probabilities of its tokens (${ref('running-product')}).`,
      fallingProducts(m, [
        prose`The floor of ${set('float16', 'float16')} is the nearest.`,
        prose`The floors of bfloat16 and ${set('float32', 'float32')} are deeper.`,
        prose`That of ${set('float64', 'float64')} is the deepest. ${productsUnderflow(m)} From there on, all
          continuations of the story tie.`,
        prose`The ${set('all', 'sum of the logarithms')} has no floor. It goes on to ${nats(m.total, 0)}.`,
      ]),
      prose`Below the sums at the floors, in ${term('nat', 'nats')}, products are zero. They lose digits earlier: below ${real(float64.normal, 3)} in float64, ${real(float32.normal, 3)} in float32 and bfloat16,
      and ${real(float16.normal, 3)} in float16. Between the two limits, numbers are *subnormal*: the smaller they are,
      the fewer digits they have. A product that is rounded at each step can
      stick above zero, as above.`,
    ];
  },
});
