import { code, figure, finding, layout, less, prose, type Seen, section } from '#report';
import * as mark from '#report/marks';
import { codeText, count, math, nats, rank, ref, term, text } from '#report/values';
import { textProduct } from './floating-point.measure.ts';

type Product = Seen<typeof textProduct>;

/** What the text says of the number that is stored on the scale. */
export const numberStops = (m: Product) =>
  finding({
    id: 'stored-number-stops',
    when: less('tokens until the stored number stops, fewer than in the text', m.stopped, m.tokens),
    text: () => prose`Stored as a float on the scale ${math`L_{1/4}`}, the probability of a paragraph of
      ${count(m.tokens)} tokens becomes exactly zero after about ${rank(m.aboutStopped ?? undefined)} of them. The sum of
      log-probabilities goes on to ${nats(m.total, 0)}.`,
  });

const factorLasts = (m: Product) =>
  finding({
    id: 'stored-factor-lasts',
    when: less('relative error of the factor after the last token', m.factorError, 1e-9),
    text: () => prose`Stored as a factor, the probability of the whole paragraph agrees with the sum of
      log-probabilities to nine digits.`,
  });

const NAMES = { number: 'the number', factor: 'its factor' };

const tokensAxis = mark.q('tokens', { title: 'tokens multiplied so far' });
const errorAxis = mark.q('error', {
  title: 'relative error of p',
  scale: { type: 'log', nice: false, domain: [1e-17, 1e3] },
  axis: { values: [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1], labelExpr: '$powerOfTen' },
});
const series = mark.series('stored', { title: 'stored as', sort: Object.values(NAMES) });

export const floatingPoint = section({
  id: 'token-fold',
  title: prose`Real tokens on a scale with a floor`,
  needs: { m: textProduct },
  write({ m }) {
    return [
      prose`On paper, every scale ${math`L_k`} multiplies probabilities equally well. What about floats? We take the
        probabilities that ${codeText(m.model)} gives to ${count(m.tokens)} tokens of a paragraph that begins
        “${text(m.beginning)}”, and multiply them one by one on ${math`L_{1/4}`}. The function \`fromLog\` turns a
        log-probability into a number on this scale:`,
      code('#chapters/07-custom-algebra/floating-point.measure', 'product'),
      prose`After each token, we turn the product back into a probability and compare it with the sum of log-probabilities. We do the
        same with the factors ${math`1 + a/4`}, stored instead of ${math`a`}. How large is the error
        (${ref('fold-figure')})?`,
      figure({
        id: 'fold-figure',
        caption: prose`The relative error of the probability of the first ${math`n`} tokens. A probability that has become zero has an
          error of one.`,
        alt: prose`Two series of points over the number of tokens, on a logarithmic axis of errors: one for the stored number, one for the
          stored factor.`,
        data: {
          // A logarithmic axis has no place for an error of zero.
          rows: m.points
            .filter(({ error }) => layout([error], (size) => size > 0))
            .map((point) => ({ ...point, stored: NAMES[point.stored as keyof typeof NAMES] })),
        },
        spec: {
          height: 250,
          layer: [mark.dots({ x: tokensAxis, y: errorAxis, ...series }, { size: 30 })],
        },
      }),
      prose`**The symptom.** ${numberStops(m)}

        **The cause.** The floor of the scale, ${math`-4`}, absorbs, so a product that reaches it stays there. On paper no
        probability but zero reaches it. But just above ${math`-4`} neighbouring floats are ${math`2^{-51}`} apart. A number
        closer to ${math`-4`} than half of this rounds to ${math`-4`}. Its factor is below ${math`2^{-54}`}, so its
        probability is below ${math`2^{-216}`}, which is ${nats(m.scaleEnds, 0)}. Floats get ever finer towards zero,
        but not towards ${math`-4`}. A floor *away from zero* is what hurts.

        **The cures.** Store the factor, whose floor is at zero. ${factorLasts(m)} Only ordinary
        ${term('underflow')} is left, at ${nats(m.factorEnds, 0)}; for plain probabilities it begins at
        ${nats(m.plainEnds, 0)}. Or store the logarithm, which has no floor. That is why programs score texts in
        log-space.

        Near zero it is the other way round. The factor of a tiny ${math`a`}, such as ${math`10^{-17}`}, rounds to one, while
        ${math`a`} itself keeps its digits. Choose the form by where your numbers lie: \`log1p\` and \`expm1\` exist for
        the same reason.`,
    ];
  },
});
