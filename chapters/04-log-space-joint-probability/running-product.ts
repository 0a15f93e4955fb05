import { choose, code, figure, layout, prose, type Quantity, section, table } from '#report';
import * as mark from '#report/marks';
import { count, equation, math, nats, rank, real, ref, term } from '#report/values';
import { runningProduct } from './running-product.measure.ts';

const NUMBERS = ['float32 product', 'float64 product', 'sum of logs'];

/** The curves are drawn over each other, each thinner than the one below it. */
const THICKNESS = [12, 6, 1.5];

/** On an axis that reaches further down, in nats, both ends are near the corner and share a label. */
const DEEP = -2500;

/** The last factor before a product is zero. */
const endsAt = (look: { readonly dx: number; readonly dy: number }) =>
  mark.labelled(
    mark.dots(
      { x: 'factors', y: 'log', color: mark.n('number', { sort: NUMBERS }) },
      { data: 'ends', size: 190 },
    ),
    { align: 'left', ...look },
  );

const place = (factor: Quantity<'rank'> | null) => (factor === null ? prose`never` : rank(factor));

export const underflow = section({
  id: 'underflow',
  title: prose`A product of probabilities dies`,
  needs: { m: runningProduct },
  write({ m }) {
    const [first] = m.curve;
    const begins = [first?.float32, first?.float64, first?.logSum];
    const isDeep = layout([m.total], (total) => total < DEEP);
    const ends = m.last.map(({ format, factors, log }) => {
      const shared = format === 'float64' ? 'float32 and float64 end' : '';
      return { factors, number: `${format} product`, log, label: isDeep ? shared : `${format} ends` };
    });
    return [
      prose`How likely does a model find a whole text? It reads one token after the other and gives each a
      probability, given all before it. The text as a whole happens if every one of its tokens happens, so the
      probabilities are multiplied. This is the *chain rule*. We put nothing before the first token (many
      programs put a start token there), so the product begins with the second:`,
      equation`P(t_2 \dots t_n \mid t_1) = \prod_{i=2}^{n} P(t_i \mid t_1 \dots t_{i-1})`,
      prose`Let us do exactly that. The text is ${choose(m.read, {
        whole: prose`a short story of our own about a ferry`,
        beginning: prose`the beginning of a short story of our own about a ferry, as much as this model can read at once`,
      })}, with ${count(m.factors)} tokens after its first. We start with one and multiply by one probability after the other. The computer
      does it twice, in float32 and in float64, and beside it adds up the
      ${term('log-probability', 'log-probabilities')} ${math`\ell = \ln p`}, natural logarithms, whose unit is
      the ${term('nat')}. \`Math.fround\` rounds a number to the nearest float32.`,
      code('#chapters/04-log-space-joint-probability/running-product.measure', 'running-products'),
      prose`Which of the three reaches the end of the story? ${ref('running-product')} draws them over each
      other, and ${ref('where-products-end')} has the places where they end.`,
      figure({
        id: 'running-product',
        caption: prose`The running product over the tokens of the story, as its natural logarithm. ${choose(
          m.curves,
          {
            all: prose`As long as they last, all three curves follow the same line. The
            marks show the last factor before a product is exactly zero.`,
            'not all': prose`A product that is zero from the first factor on has no curve.`,
          },
        )}`,
        alt: prose`${choose(m.curves, {
          all: prose`Three falling curves, the thinner on the thicker.`,
          'not all': prose`A falling curve.`,
        })} After ${count(m.factors)} factors the sum
        of logs stands at ${nats(m.total)}. ${choose(m.both, {
          'both die': prose`${choose(m.curves, {
            all: prose`Float32 ends first, float64 later`,
            'not all': prose`A product ends at once`,
          })}; the sum of logs goes on to the end.`,
          'one dies': prose`Float32 ends early; the other two go on to the end.`,
          'none dies': prose`All three go on to the end.`,
        })}`,
        data: {
          rows: m.curve.flatMap(({ factors, float32, float64, logSum }) =>
            [float32, float64, logSum].map((log, index) => ({ factors, number: NUMBERS[index] ?? '', log })),
          ),
          ...(m.last.length > 0 ? { ends } : {}),
        },
        spec: {
          height: 260,
          layer: [
            ...NUMBERS.flatMap((number, index) =>
              begins[index] === null
                ? []
                : mark.line(
                    {
                      x: mark.q('factors', { title: 'tokens multiplied so far', scale: { nice: false } }),
                      y: mark.q('log', { title: 'ln of the product, in nats' }),
                      color: mark.n('number', { title: null, sort: NUMBERS }),
                    },
                    {
                      transform: [{ filter: `datum.number === '${number}'` }],
                      strokeWidth: THICKNESS[index],
                    },
                  ),
            ),
            ...(m.last.length > 0 ? endsAt(isDeep ? { dx: 16, dy: 4 } : { dx: 12, dy: -8 }) : []),
          ],
        },
      }),
      table({
        id: 'where-products-end',
        caption: prose`Where each product ends. A float is subnormal when it is so small that it keeps fewer
        than its full number of bits.`,
        rows: [
          { format: prose`float32`, ...m.float32 },
          { format: prose`float64`, ...m.float64 },
        ],
        columns: [
          ['product in', (row) => row.format],
          ['subnormal at factor', (row) => place(row.subnormal)],
          ['zero at factor', (row) => place(row.zero)],
        ],
      }),
      choose(m.both, {
        'both die': prose`What to see in ${ref('running-product')}: both products die on the way, float32 at
        factor ${place(m.float32.zero)} and float64 at factor ${place(m.float64.zero)} of ${count(m.factors)}.
        This is ${term('underflow')}: a number too close to zero for the format becomes zero, and zero times
        anything stays zero. From there on, every continuation of the story has the same probability: zero.`,
        'one dies': prose`What to see in ${ref('running-product')}: the float32 product dies on the way, at
        factor ${place(m.float32.zero)} of ${count(m.factors)}. This is ${term('underflow')}: a number too
        close to zero for the format becomes zero, and zero times anything stays zero. The float64 product
        lives to the end of this text, not of a longer one.`,
        'none dies': prose`What to see in ${ref('running-product')}: all three numbers live to the end of this
        text. A longer one would end in ${term('underflow')}: a number too close to zero for the format
        becomes zero.`,
      }),
      prose`The sum of logs does not even notice. At the end it stands at ${nats(m.total)}, ${nats(m.mean)} per
      token. As a probability that is about ten to the power of ${real(m.powerOfTen, { digits: 0 })}.`,
      prose`${choose(m.blame, {
        no: prose`The model is not to blame.`,
        'in part': prose`The model is not alone to blame, though one that finds all tokens equally likely would do
          better.`,
      })} A text is one of an astronomical number of possible texts, and it *should* be unlikely. What has to change is the scale on which we write it down.`,
    ];
  },
});
