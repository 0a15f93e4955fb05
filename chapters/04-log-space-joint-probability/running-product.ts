import { choose, code, figure, layout, prose, type Quantity, type Seen, section } from '#report';
import * as mark from '#report/marks';
import {
  count,
  countInWords,
  equation,
  given,
  math,
  nats,
  rank,
  real,
  ref,
  term,
  text,
} from '#report/values';
import { candidates } from './candidates.measure.ts';
import { runningProduct, underflowSwap } from './running-product.measure.ts';

const NUMBERS = ['float32 product', 'float64 product', 'sum of logs'];

/** The curves are drawn over each other, each thinner than the one below it. */
const THICKNESS = [12, 6, 1.5];

/** How much of the story is read: all of it, perhaps without question and ending, or as much as this model can hold. */
export const readAs = (
  { read }: Seen<typeof runningProduct>,
  { read: ofDecision }: Seen<typeof candidates>,
) => (read === 'whole' && ofDecision === 'end' ? 'whole, alone' : read);

/** On an axis that reaches further down, in nats, the limits of float64 are too close for a label each. */
const DEEP = -2500;
/** And here all limits are. */
const VERY_DEEP = -6000;
/** From here on a curve falls so steeply that it would pass through a label at the left, above the line. */
const STEEP = -2000;

const place = (factor: Quantity<'rank'> | null) => (factor === null ? prose`never` : rank(factor));

export const underflow = section({
  id: 'underflow',
  title: prose`A product of probabilities dies`,
  needs: { m: runningProduct, swap: underflowSwap, decision: candidates },
  write({ m, swap, decision }) {
    const [first] = m.curve;
    const begins = [first?.float32, first?.float64, first?.logSum];
    const unlabelled = layout([m.drawn.logSum], (end) => [end < VERY_DEEP, end < DEEP, false]);
    const isSteep = layout([m.drawn.logSum], (end) => end < STEEP);
    const ends = m.last.map(({ format, factors, log }) => ({ factors, number: `${format} product`, log }));
    const [float32, normal, float64] = m.limits;
    return [
      prose`Take the question literally: how likely is the whole text, ${choose(decision.read, {
        whole: prose`story and ending`,
        end: prose`the end of the story (as much as fits) and the ending`,
      })} together? It happens
        if every one of its ${term('token', 'tokens')} happens, each given all before it. So multiply the model's
        probabilities ${math`q`}. (Nothing stands before the first token here, so we begin with the second.)`,
      equation`q(t_2 \dots t_n \mid t_1) = \prod_{i=2}^{n} q(t_i \mid t_1 \dots t_{i-1})`,
      code('#chapters/04-log-space-joint-probability/running-product.measure', 'running-products'),
      prose`(Programs mostly hand you logarithms, so \`Math.exp\` undoes them first. Numbers in JavaScript are float64, of ${given(64)}
        bits; those in a model mostly have ${given(32)} or fewer, and \`Math.fround\` rounds to float32.) How far into ${choose(
          readAs(m, decision),
          {
            whole: prose`the story`,
            'whole, alone': prose`the story (which fits whole without question and ending)`,
            beginning: prose`the beginning of the story, as much as this model can hold,`,
          },
        )} does each of the three numbers get (${ref('running-product')})?`,
      figure({
        id: 'running-product',
        caption: prose`The running product over the ${choose(m.extent, {
          all: prose`tokens`,
          first: prose`first ${count(m.drawn.factors)} tokens`,
        })} of the story, as its natural logarithm, in nats. ${choose(m.curves, {
          all: prose`As long as they last, all three curves follow the same line.`,
          'not all': prose`A product that is zero from the first factor on has no curve.`,
        })} Dots: the last factor before a product is exactly zero. Dashed: ${nats(float32?.log, 0)},
          the smallest float32 above zero; ${nats(normal?.log, 0)}, below which a float64 loses
          digits; and ${nats(float64?.log, 0)}, the smallest float64.`,
        alt: prose`${choose(m.curves, {
          all: prose`Three falling curves, the thinner on the thicker.`,
          'not all': prose`A falling curve.`,
        })} After ${count(m.drawn.factors)} factors the sum
        of logs stands at ${nats(m.drawn.logSum)}. ${choose(m.both, {
          'both die': prose`${choose(m.curves, {
            all: prose`Float32 ends first, float64 later`,
            'not all': prose`A product ends at once`,
          })}; the sum of logs goes on to the end.`,
          'one dies': prose`Float32 ends early; the other two go on to the end.`,
          'none dies': prose`All three go on to the end.`,
        })}`,
        data: {
          rows: m.curve.flatMap(({ factors, float32: single, float64: double, logSum }) =>
            [single, double, logSum].map((log, index) => ({ factors, number: NUMBERS[index] ?? '', log })),
          ),
          limits: m.limits.map(({ name, log }, index) => ({
            log,
            // The last two are neighbours: one label above its line, one below, where the curve is not.
            label: unlabelled[index] ? '' : name,
            side: ['right', isSteep ? 'right above' : 'above', 'below'][index] ?? '',
          })),
          ...(m.last.length > 0 ? { ends } : {}),
        },
        spec: {
          height: 280,
          layer: [
            mark.reference({ y: 'log' }, { data: 'limits' }),
            ...mark
              .cases('side', {
                right: { align: 'right', dx: -4, dy: 10 },
                'right above': { align: 'right', dx: -4, dy: -8 },
                above: { align: 'left', dx: 6, dy: -8 },
                below: { align: 'left', dx: 6, dy: 10 },
              })
              .map((look) =>
                mark.annotation(
                  { x: { value: look.align === 'right' ? { expr: 'width' } : 0 }, y: 'log', text: 'label' },
                  { data: 'limits', ...look },
                ),
              ),
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
            ...(m.last.length > 0
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
      choose(m.both, {
        'both die': prose`Both products die on the way: float32 at factor ${place(m.zero.float32)}, float64 at
          factor ${place(m.zero.float64)} of ${count(m.factors)}, in less than a page. This is
          ${term('underflow')}: a number too close to zero for its format becomes zero, and zero times anything
          stays zero.`,
        'one dies': prose`The float32 product dies on the way, at factor ${place(m.zero.float32)} of
          ${count(m.factors)}. This is ${term('underflow')}: a number too close to zero for its format becomes
          zero, and zero times anything stays zero. The float64 product lives to the end of this text, not of a
          longer one.`,
        'none dies': prose`All three numbers live to the end of this text. A longer one would end in
          ${term('underflow')}: a number too close to zero for its format becomes zero.`,
      }),
      choose(decision.product, {
        'all zero': prose`So our ${countInWords(decision.answers)} endings tie: zero each. The program took the
          first of its list, “${text(decision.firstInList)}”. Reverse the list, and the “model” prefers
          “${text(decision.lastInList)}”.`,
        'some zero': prose`So some of our ${countInWords(decision.answers)} endings have exactly zero, and
          cannot be told apart.`,
        'none zero': prose`Our ${countInWords(decision.answers)} endings are still above zero here, so
          “${text(decision.byProduct)}” won by its product and not by its place in the list.`,
      }),
      prose`A tie is not the worst that can happen. A float64 stores a fixed number of binary digits and a power of two. Near zero it loses digits before it becomes zero: below
        ${nats(normal?.log, 0)} (float32: ${nats(m.normalFloat32, 0)}) each halving costs
        one bit. Say that a product has sunk to ${math`s`}, the smallest float above zero. One answer multiplies it by ${given(swap.long.each)} for each of ${countInWords(swap.long.tokens)} tokens, another, of a single token, by ${given(swap.short.each)}. The first should have ${real(swap.long.product, 1)} ${math`s`}, so the second
        answer is ${real(swap.factor, 2)} times likelier. But ${given(swap.long.each)} ${math`s`} is more
        than half of ${math`s`} and rounds up to ${math`s`}, ten times over, while ${given(swap.short.each)}
        ${math`s`} rounds down to zero. The unlikely answer wins, and no test for a tie notices.`,
    ];
  },
});
