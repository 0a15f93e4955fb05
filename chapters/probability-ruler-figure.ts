import { at } from '#numerics/list';
import { figure, list, prose, type Seen, visible } from '#report';
import * as mark from '#report/marks';
import { byMedium, given, nats, percent, text, token } from '#report/values';
import type { nextToken } from './01-logits-logprobs-softmax/next-token.measure.ts';

/** The scales of the ruler and where each has a mark. */
const SCALES = [
  ['probability', [1, 0.1, 0.01, 0.001]],
  ['nats', [0, -1, -2, -3, -4, -5, -6, -7]],
  ['bits', [0, -2, -4, -6, -8, -10]],
  ['decibels', [0, -5, -10, -15, -20, -25, -30]],
] as const;

/** In nats: the length of the ruler, with room for the last numbers, and where it is read at first, between two numbers. */
const END = -7.6;
const LEAST = -7;
const FIRST = -3.2;

/** The factors from each unit to nats, as Vega writes them. */
const NATS = '{nats: 1, bits: LN2, decibels: LN10 / 10}[datum.scale]';
const MARK = [
  { calculate: `datum.scale === 'probability' ? log(datum.amount) : datum.amount * ${NATS}`, as: 'logprob' },
];
const READING = [
  {
    calculate: `datum.scale === 'probability' ? format(exp(l), '.2~p') : format(l / ${NATS}, datum.scale === 'decibels' ? '.1f' : '.2f')`,
    as: 'reading',
  },
];

const x = mark.q('logprob', { axis: null, scale: { domain: [0, END], nice: false } });
const y = mark.n('scale', {
  title: null,
  sort: null,
  axis: { grid: true, gridColor: '$rule', labelPadding: 12 },
});

/** One probability on four scales, with tokens of the model pinned on it. */
export function ruler({ prompt, top }: Seen<typeof nextToken>) {
  const pins = [0, 1, 2].map((index) => at(top, index));
  const pinned = pins.map(
    (pin) => prose`${token(pin.text)} at ${percent(pin.probability, 2)} or ${nats(pin.logprob, 2)}`,
  );
  const reading = { x: { datum: { expr: 'l' }, type: 'quantitative', axis: null }, y, text: 'reading' };
  return figure({
    id: 'ruler',
    caption: prose`One probability on four scales. The solid lines are three tokens that may follow “${text(prompt)}”, each named at its top end. The
      dotted line reads one probability in all four units. ${byMedium({
        interactive: prose`Drag it, or use the slider.`,
      })}`,
    alt: prose`Four scales below each other, from a probability of one on the left down to one in a thousand. Solid lines
      cross them: ${list(pinned)}. A dotted line between the last two reads one probability in all four units.`,
    data: {
      pins: pins.map((pin) => ({
        name: visible(pin.text),
        logprob: pin.logprob,
        probability: pin.probability,
      })),
      marks: SCALES.flatMap(([scale, amounts]) =>
        amounts.map((amount) => ({
          scale,
          amount: given(amount),
          label: scale === 'probability' ? prose`${given(100 * amount)}%` : prose`${given(amount)}`,
        })),
      ),
      scales: SCALES.map(([scale]) => ({ scale })),
    },
    spec: {
      height: { step: 46 },
      params: [mark.slider('l', FIRST, [LEAST, 0, 0.01], 'log-probability in nats', { element: 'x' })],
      layer: [
        mark.tick({ x, y }, { data: 'marks', transform: MARK, size: 14, color: '$faint', tooltip: null }),
        mark.rule(
          { x: { ...x, title: 'nats' }, detail: mark.q('probability') },
          { data: 'pins', color: '$model', strokeWidth: 1.5 },
        ),
        mark.words({ x, y: { value: -12 }, text: 'name' }, { data: 'pins', style: 'token' }),
        mark.yours({ x: reading.x }, { data: 'scales', tooltip: null }),
        ...mark.aboveLines(
          mark.annotation({ x, y, text: 'label' }, { data: 'marks', transform: MARK, dy: 17 }),
          mark.label(reading, { data: 'scales', transform: READING, align: 'left', dx: 8, dy: -11 }),
        ),
      ],
    },
  });
}
