import { at } from '#numerics/list';
import { and, figure, finding, join, less, output, prose, type Seen, section } from '#report';
import * as mark from '#report/marks';
import {
  asPython,
  byMedium,
  codeText,
  coloured,
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
import { FORMAT_NAMES, runningProduct, underflowSwap } from './underflow.measure.ts';

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

const x = mark.q('factors', { title: 'tokens so far', scale: { nice: false } });
const level = (field: string) =>
  mark.q(field, { title: 'natural logarithm, in nats', scale: { padding: 20, nice: false } });
/** Where the name of the smallest number does not meet the curve. */
const onLeft = "format === 'float64'";
/** The row of the format that a reader chose. */
const chosen = { data: 'formats', transform: [{ filter: 'datum.format === format' }] };

export const underflow = section({
  id: 'underflow',
  title: prose`Underflow: a less likely answer wins`,
  needs: { m: runningProduct, swap: underflowSwap, tried: endings },
  write({ m, swap, tried }) {
    const [float64, float32] = [at(m.formats, 0), at(m.formats, 1)];
    const [bfloat16, float16] = [at(m.formats, 2), at(m.formats, 3)];
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
      figure({
        id: 'running-product',
        caption: prose`The sum of the story's log-probabilities, and the logarithm of their
        ${coloured('chosen', 'product')}, computed in ${byMedium({
          interactive: prose`the number format that you choose`,
          static: prose`${text(at(m.formats, 0).format)}`,
        })}. A dot marks the last product above zero, and the dashed line is the smallest number of the format.`,
        alt: prose`A falling curve, the sum, continues to ${nats(m.total)}. Along it runs a thicker curve, the
        product, which falls to zero. The last factors before the product is zero:
        ${join(m.formats.map(({ format, factors }) => prose`${text(format)} ${rank(factors)}`))}.`,
        data: {
          rows: m.curve,
          sum: [{ ...at(m.curve, m.curve.length - 1), label: 'sum of logs' }],
          formats: m.formats.map((row) => ({
            ...row,
            name: prose`smallest ${text(row.format)}`,
            label: row.zero === null ? 'never zero' : prose`zero after ${rank(row.zero)}`,
          })),
        },
        spec: {
          height: 260,
          params: [mark.select('format', 'float64', FORMAT_NAMES, 'number format of the product')],
          layer: [
            mark.reference({ y: level('smallest') }, { ...chosen, tooltip: null }),
            mark.line(
              { x, y: level('log') },
              {
                transform: [
                  { calculate: 'format', as: 'format' },
                  { lookup: 'format', from: { data: { name: 'formats' }, key: 'format', fields: ['zero'] } },
                  { filter: 'datum.zero === null || datum.factors < datum.zero' },
                ],
                color: '$chosen',
                strokeWidth: 8,
              },
            ),
            mark.line({ x, y: level('log') }, { color: '$ink' }),
            mark.rule(
              { x, y: level('log'), y2: { value: { expr: 'height' } } },
              {
                data: 'formats',
                transform: [...chosen.transform, { filter: 'datum.zero !== null' }],
                color: '$wrong',
                strokeWidth: 2,
                strokeDash: [3, 4],
                tooltip: null,
              },
            ),
            ...mark.labelled(
              mark.dots(
                { x, y: level('log'), detail: mark.n('format', { title: null }) },
                { ...chosen, size: 110, color: '$wrong' },
              ),
              { align: 'left', dx: 10, dy: -10 },
            ),
            mark.annotation(
              { x: { value: { expr: `${onLeft} ? 0 : width` } }, y: level('smallest'), text: 'name' },
              {
                ...chosen,
                align: { expr: `${onLeft} ? 'left' : 'right'` },
                dx: { expr: `${onLeft} ? 6 : -4` },
                dy: 10,
              },
            ),
            mark.annotation({ x, y: level('log'), text: 'label' }, { data: 'sum', align: 'right', dy: 10 }),
          ],
        },
      }),
      prose`${productsUnderflow(m)} From there on, all continuations of the story tie.

      The sum of the log-probabilities tells you about when this happens, in ${term('nat', 'nats')}:

      - float64 loses digits below ${real(float64.normal, 3)} and is zero below ${real(float64.zeroBelow, 3)}.
      - float32 loses digits below ${real(float32.normal, 3)} and is zero below ${real(float32.zeroBelow, 3)}.
      - bfloat16 loses digits below ${real(bfloat16.normal, 3)} and is zero below ${real(bfloat16.zeroBelow, 3)}.
      - float16 loses digits below ${real(float16.normal, 3)} and is zero below ${real(float16.zeroBelow, 3)}.

      Between the two limits, numbers are *subnormal*: the smaller they are, the fewer digits they have. A product, which is rounded at each step, can stick above zero below the limits, as above.`,
    ];
  },
});
