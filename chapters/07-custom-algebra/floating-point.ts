import { and, code, figure, finding, layout, less, prose, type Seen, section, within } from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, math, nats, rank, real, ref, term } from '#report/values';
import { textProduct } from './floating-point.measure.ts';

type Product = Seen<typeof textProduct>;

/** What the text says of the number that is stored on the scale. */
export const numberStops = (m: Product) =>
  finding({
    id: 'stored-number-stops',
    when: and(
      less('tokens until the stored number stops, fewer than in the text', m.stopped, m.tokens),
      within('sum of log-probabilities at that token', [-165, -135], m.sumAtStop),
    ),
    text: () => prose`Stored as a float on the scale ${math`L_{1/4}`}, the probability of a paragraph of
      ${count(m.tokens)} tokens becomes exactly zero after about ${rank(m.aboutStopped ?? undefined)} tokens, at a
      log-probability of about ${given(-150)} nats.`,
  });

const factorLasts = (m: Product) =>
  finding({
    id: 'stored-factor-lasts',
    when: less('relative error of the factor after the last token', m.factorError, 1e-9),
    text: () => prose`Stored as a factor, the probability after the last token has a relative error below one in a
      billion.`,
  });

/** The errors of one product after the first and after the last token. */
function endsOf(m: Product, product: keyof typeof NAMES) {
  const own = m.points.filter(({ stored }) => stored === product);
  return { first: own[0]?.error, last: own.at(-1)?.error };
}

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
    const [number, factor] = [endsOf(m, 'number'), endsOf(m, 'factor')];
    return [
      prose`Nobody stores probabilities on our invented scale ${math`L_{1/4}`}, but it shows what a floor does to floats. We multiply the probabilities that ${codeText(m.model)} gives to ${count(m.tokens)} tokens of a
        paragraph, one by one. In the code, \`fromLog\` turns a log-probability into a number on ${math`L_{1/4}`}:`,
      code('#chapters/07-custom-algebra/floating-point.measure', 'product'),
      prose`A second product stores the factor ${math`1 + a/4`} instead of ${math`a`}. How large are the errors of
        both, compared with the sum of log-probabilities (${ref('fold-figure')})?`,
      figure({
        id: 'fold-figure',
        caption: prose`The relative error of the probability after each token. A probability that has become zero has an
          error of one. Errors of exactly zero are not drawn.`,
        alt: prose`Relative errors on a logarithmic axis, over the number of tokens. For the stored number, the error is
          ${real(number.first, 2)} after the first token and ${real(number.last, 2)} after the last. For the stored
          factor, it is ${real(factor.first, 2)} after the first token and ${real(factor.last, 2)} after the last.`,
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
      prose`**The symptom.** ${numberStops(m)} The whole paragraph scores ${nats(m.total, 0)}.

        **The cause.** The floor, ${math`-4`}, absorbs. Just above it, neighbouring float64 numbers are ${math`2^{-51}`}
        apart, so any number within half of that distance (${math`2^{-52}`}) of ${math`-4`} rounds to ${math`-4`}. Its factor is below
        ${math`2^{-52}/4 = 2^{-54}`}. Its probability is below ${math`(2^{-54})^4 = 2^{-216}`}, which is
        ${nats(m.scaleEnds, 0)}.

        Floats get finer and finer towards zero, so a floor at zero hurts much later: ${math`p`} itself begins to
        ${term('underflow')} when ${math`\ln p`} falls below ${nats(m.plainEnds, 0)} (${ref('04-log-space-joint-probability')}). That underflow
        is why programs score texts in log-space.

        **The cures.**

        - *Near the floor, store the factor.* ${factorLasts(m)} The factor ${math`p^{1/4}`} underflows only when
          ${math`\ln p`} falls below ${nats(m.factorEnds, 0)}.
        - *Near zero, store ${math`a`}*: the factor of ${math`10^{-17}`} would round to one. \`log1p\` and \`expm1\`
          convert such numbers without losing digits.
        - *The logarithm is safe in both cases.* It has no floor.`,
    ];
  },
});
