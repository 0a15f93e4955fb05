import { code, figure, finding, layout, less, prose, type Seen, section } from '#report';
import * as mark from '#report/marks';
import { codeText, count, math, nats, rank, ref, term } from '#report/values';
import { textProduct } from './floating-point.measure.ts';

type Product = Seen<typeof textProduct>;

/** What the text says of the number that is stored on the scale. */
export const numberStops = (m: Product) =>
  finding({
    id: 'stored-number-stops',
    when: less('tokens until the stored number stops, fewer than in the text', m.stopped, m.tokens),
    text: () => prose`Stored as a float on the scale ${math`L_{1/4}`}, the probability of
      ${count(m.tokens)} tokens of a paragraph becomes exactly zero after about ${rank(m.aboutStopped ?? undefined)}
      of them. The sum of
      log-probabilities continues to ${nats(m.total, 0)}.`,
  });

const factorLasts = (m: Product) =>
  finding({
    id: 'stored-factor-lasts',
    when: less('relative error of the factor after the last token', m.factorError, 1e-9),
    text: () => prose`After the last token, the stored factor gives the same probability as the sum of
      log-probabilities,
      to nine digits.`,
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
  title: prose`Floats and the floor`,
  needs: { m: textProduct },
  write({ m }) {
    return [
      prose`On paper, every scale ${math`L_k`} multiplies probabilities equally well. What about floats? We multiply the
        probabilities that ${codeText(m.model)} gives to ${count(m.tokens)} tokens of a paragraph, one by one, on
        ${math`L_{1/4}`}. Here, \`fromLog\` turns a log-probability into a number on this scale:`,
      code('#chapters/07-custom-algebra/floating-point.measure', 'product'),
      prose`A second product stores the factor ${math`1 + a/4`} instead of ${math`a`}. After each token, we compare
        both with
        the sum of log-probabilities. How large is the error (${ref('fold-figure')})?`,
      figure({
        id: 'fold-figure',
        caption: prose`The relative error of the probability of the first tokens. A probability that has become zero
          has an error of
          one. Errors of exactly zero are not drawn.`,
        alt: prose`Two series of points over the number of tokens, on a logarithmic axis of errors: one for the
          stored number, one for the
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

        **The cause.** The floor, ${math`-4`}, absorbs. Just above it, neighbouring float64 numbers are ${math`2^{-51}`} apart, so
        numbers within ${math`2^{-52}`} of ${math`-4`} round to ${math`-4`}. Their factors are below
        ${math`2^{-54}`}, and
        their probabilities below ${math`2^{-216}`}, which is ${nats(m.scaleEnds, 0)}. Floats get ever finer towards
        zero,
        but not towards ${math`-4`}. What hurts is a floor *away from zero*.

        **The cures.** Store the factor, whose floor is zero. ${factorLasts(m)} Only ordinary ${term('underflow')} is left.
        Since the factor is ${math`p^{1/4}`}, it begins at ${nats(m.factorEnds, 0)} (for ${math`p`} itself, at
        ${nats(m.plainEnds, 0)}). Or store the logarithm, which
        has no floor. That is why programs score texts in log-space.

        Near zero, store ${math`a`} itself: the factor of ${math`10^{-17}`} rounds to one. The functions \`log1p\` and
        \`expm1\` convert such numbers without losing their digits.`,
    ];
  },
});
