import { and, code, figure, finding, layout, less, prose, type Seen, section, within } from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, math, nats, percent, real, ref, term } from '#report/values';
import { nearZero, textProduct } from './floating-point.measure.ts';

type Product = Seen<typeof textProduct>;

/** What the text says of the number that is stored on the scale. */
const numberFails = (m: Product) =>
  finding({
    id: 'stored-number-fails',
    when: and(
      within('log-probability from which on the error exceeds a tenth', [-150, -120], m.sumAtTenth),
      within('log-probability from which on the stored probability is zero', [-165, -135], m.sumAtZero),
      less('log-probability of the whole text', m.total, -300),
    ),
    text: () =>
      prose`Stored as a float on the scale ${math`L_{1/4}`}, the running product of our paragraph is off by more than
        ${given(10)}% where the exact product is below about ${given(-140)} nats, and counts as zero below about ${given(-150)} nats.`,
  });

const othersLast = (m: Product) =>
  finding({
    id: 'factor-and-logarithm-last',
    when: and(
      less('largest relative error of the factor', m.largestFactorError, 1e-10),
      less('largest relative error of the logarithm', m.largestLogError, 1e-10),
    ),
    text: () => prose`The factor and the logarithm keep the relative error below ${math`10^{-10}`} at every
      token of our paragraph.`,
  });

/** The error of one product after the last token. */
const lastError = (m: Product, product: keyof typeof NAMES) =>
  m.points.findLast(({ stored }) => stored === product)?.error;

const shownError = (error: Product['points'][number]['error'] | undefined) =>
  (error ?? null) === null ? prose`not measured` : real(error, 2);

const NAMES = { number: 'the number', factor: 'its factor', log: 'the logarithm' };

const exactAxis = mark.q('exact', {
  title: 'exact log-probability of the text so far (nats)',
  scale: { reverse: true },
});
const errorAxis = mark.q('error', {
  title: 'relative error of p',
  scale: { type: 'log', nice: false, domain: [1e-16, 1e3] },
  axis: { values: [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1], labelExpr: '$powerOfTen' },
});
const series = mark.series('stored', { title: 'stored as', sort: Object.values(NAMES) });

export const floatingPoint = section({
  id: 'token-fold',
  title: prose`Floats and the floor`,
  needs: { m: textProduct, near: nearZero },
  write({ m, near }) {
    const [number, factor, log] = [lastError(m, 'number'), lastError(m, 'factor'), lastError(m, 'log')];
    return [
      prose`${math`L_{1/4}`} has no advantage over log-space, but it shows what a floor does to floats. We multiply
        the probabilities that our model, ${codeText(m.model)}, assigns to the ${count(m.tokens)} tokens of a paragraph:`,
      code('#chapters/07-custom-algebra/floating-point.measure', 'product'),
      prose`The product can also be stored as its factor ${math`1 + a/4`} or as its logarithm. ${ref('fold-figure')}
        compares the errors.`,
      figure({
        id: 'fold-figure',
        caption: prose`The relative error of the probability after each token. The exact value is computed with extra
          digits and is good to about ${math`10^{-15}`}, so smaller errors are drawn there. A probability stored as zero
          has an error of one. An error above one means that the stored probability is more than twice the exact one.`,
        alt: prose`Relative errors on a logarithmic axis, over the exact log-probability. For the stored number, the error
          is ${shownError(m.points[0]?.error)} after the first token and ${shownError(number)} after the last. At the end,
          it is ${shownError(factor)} for the stored factor and ${shownError(log)} for the logarithm.`,
        data: {
          // The comparison itself rounds its exponentials.
          rows: m.points.map(({ exact, stored, error }) => ({
            exact,
            stored: NAMES[stored as keyof typeof NAMES],
            error: layout([error], (size) => Math.max(size, 1e-15)),
          })),
        },
        spec: {
          height: 250,
          layer: [mark.dots({ x: exactAxis, y: errorAxis, ...series }, { size: 30 })],
        },
      }),
      prose`**The symptom.** ${numberFails(m)}

        **The cause.** Between ${given(-4)} and ${given(-2)}, neighbouring float64 numbers are ${math`2^{-51}`} apart, however
        close ${math`a`} comes to the floor. But each token makes the factor ${math`1 + a/4`} smaller, so the same rounding
        error weighs more. A result closer to ${given(-4)} than half of that distance rounds to ${given(-4)}, the
        ${term('absorbing element')}, and the product stays there. A number ${math`2^{-52}`} above ${given(-4)} has the factor
        ${math`2^{-54}`} and stands for the probability ${math`(2^{-54})^4 = 2^{-216}`}, or ${nats(m.scaleEnds, 0)}.

        **The cures.** Store the logarithm, which has no floor. Or store the factor: its floor is zero, where floats are
        finest, so it begins to ${term('underflow')} only where the probability is below ${nats(m.factorEnds, 0)} (a plain
        probability, below ${nats(m.plainEnds, 0)}).
        ${othersLast(m)}

        **Near zero.** Few digits of a small ${math`a`} fit beside the one in ${math`1 + a/4`}. Zero is the identity, but
        \`times(1e-12, 0)\` is off by ${percent(near.error, 2)}, and \`times(1e-17, 0)\` returns ${given(near.lost)}. For small
        numbers, such as price rises, compute ${math`a + b + ab/4`} directly, or use the map of ${ref('gallery-table')} with
        \`log1p\` for ${math`\ln(1 + x)`} and \`expm1\` for ${math`e^x - 1`}, which keep the digits:`,
      code('#chapters/07-custom-algebra/field', 'times-by-logs'),
      prose`\`timesByLogs(1e-17, 0)\` returns ${given(near.kept)}. (\`fromLog\` uses \`expm1\` because the numbers of likely tokens
        are near zero.)`,
    ];
  },
});
