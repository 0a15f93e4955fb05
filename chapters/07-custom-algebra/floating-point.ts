import { and, code, figure, finding, layout, less, prose, type Seen, section, within } from '#report';
import * as mark from '#report/marks';
import { atMost, codeText, count, given, math, real, ref, term } from '#report/values';
import { nearZero, textProduct } from './floating-point.measure.ts';

type Product = Seen<typeof textProduct>;

const numberFails = (m: Product) =>
  finding({
    id: 'stored-number-fails',
    when: and(
      within('log-probability from which on the error exceeds a tenth', [-145, -135], m.sumAtTenth),
      within('log-probability from which on the stored probability is zero', [-160, -150], m.sumAtZero),
      less('log-probability of the whole text', m.total, -300),
    ),
    text: () =>
      prose`Stored on the scale ${math`S_{1/4}`}, the running product of our paragraph is off by more than
        ${given(10)}% once the exact log-probability is below about ${given(-140)} nats, and is stored as zero below
        about ${given(-155)} nats.`,
  });

const othersLast = (m: Product) =>
  finding({
    id: 'factor-and-logarithm-last',
    when: and(
      less('largest relative error of the factor', m.largestFactorError, 1e-10),
      less('largest relative error of the logarithm', m.largestLogError, 1e-10),
    ),
    text: () => prose`At every token of our paragraph, the relative error is at most
      ${atMost(real, m.largestFactorError, 2)} for the factor and at most ${atMost(real, m.largestLogError, 2)} for the
      logarithm.`,
  });

/** The error of one product after the last token. */
function lastError(m: Product, product: keyof typeof NAMES) {
  const error = m.points.findLast(({ stored }) => stored === product)?.error ?? null;
  return error === null ? prose`not measured` : real(error, 2);
}

const NAMES = { number: 'the number', factor: 'its factor', log: 'the logarithm' };

const exactAxis = mark.q('exact', {
  title: 'exact log-probability of the text so far (nats)',
  scale: { reverse: true },
});
const errorAxis = mark.q('error', {
  title: `relative error of ${mark.italics('p')}`,
  scale: { type: 'log', nice: false, domain: [1e-16, 1e3] },
  axis: { values: [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1], labelExpr: '$powerOfTen' },
});
const series = mark.series('stored', { title: 'stored as', legend: null, sort: Object.values(NAMES) });

export const floatingPoint = section({
  id: 'token-fold',
  title: prose`Floats: which scale keeps its digits`,
  needs: { m: textProduct, near: nearZero },
  write({ m, near }) {
    const [number, factor, log] = [lastError(m, 'number'), lastError(m, 'factor'), lastError(m, 'log')];
    // The comparison itself rounds its exponentials.
    const drawn = m.points.map(({ exact, stored, error }) => ({
      exact,
      stored: NAMES[stored as keyof typeof NAMES],
      error: layout([error], (size) => Math.max(size, 1e-15)),
    }));
    return [
      prose`Three ways to store a probability carry the same laws, but not the same digits: its number on the scale
        ${math`S_{1/4}`} (${ref('scales')}), the factor ${math`1 + a/4 = p^{1/4}`} of that number, and its logarithm. Which
        keeps most? We multiply the probabilities that our model, ${codeText(m.model)}, assigns to the ${count(m.tokens)}
        tokens of a paragraph. On ${math`S_{1/4}`}, the program is`,
      code('#chapters/07-custom-algebra/floating-point.measure', 'product'),
      prose`How large is the error of each after every token (${ref('fold-figure')})?`,
      figure({
        id: 'fold-figure',
        caption: prose`The relative error of the probability after each token. The exact value is computed with extra
          digits and is good to about ${math`10^{-15}`}, so smaller errors are drawn at ${math`10^{-15}`}. A probability
          stored as zero has an error of one. An error above one means that the stored probability is more than twice
          the exact one.`,
        alt: prose`Relative errors on a logarithmic axis, over the exact log-probability. After the last token, the error
          is ${number} for the stored number, ${factor} for the stored factor and ${log} for the logarithm.`,
        data: {
          rows: drawn,
          ends: Object.values(NAMES).flatMap((name) => drawn.findLast(({ stored }) => stored === name) ?? []),
        },
        spec: {
          height: 250,
          layer: [
            mark.dots({ x: exactAxis, y: errorAxis, ...series }, { size: 30 }),
            mark.label(
              { x: exactAxis, y: errorAxis, text: 'stored' },
              {
                data: 'ends',
                align: 'right',
                dx: 4,
                dy: { expr: `datum.stored === '${NAMES.factor}' ? 14 : -14` },
              },
            ),
          ],
        },
      }),
      prose`**The number loses its digits at its floor.** ${numberFails(m)} Near ${given(-4)}, neighbouring float64 numbers
        are ${math`2^{-51}`} apart, while the factor, the distance from ${given(-4)}, keeps shrinking. So the same rounding
        error weighs more and more, until the number rounds to ${given(-4)} and stays there.

        **The other two keep theirs.** ${othersLast(m)} The floor of the factor is zero, where floats are finest: it
        begins to ${term('underflow')} only where the probability is below ${math`2^{-4088}`}. The logarithm has no floor.

        **Far from zero, the logarithm loses some.** An error of the logarithm by ${math`\epsilon`} multiplies the
        probability by ${math`e^\epsilon`}, so its *absolute* error counts, and floats are further apart the further they
        are from zero. Near ${given(-400)}, they are ${math`2^{-44}`} apart, so \`-400 - 1e-14\` returns
        ${given(near.unmoved)}. A factor is stored as digits and a separate exponent, so its *relative* error stays the same. The logarithm has to
        spend digits on the size of the number. That is the price of having no floor.

        **Near zero, the factor loses some** (${ref('which-scale')}). The program above adds ${math`a`} and ${math`b`} as
        they are, so \`combine(1e-17, 0)\` returns ${given(near.kept)}.`,
    ];
  },
});
