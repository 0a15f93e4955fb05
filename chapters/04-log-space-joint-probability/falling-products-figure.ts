import { at } from '#numerics/list';
import { join, layout, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { coloured, count, given, nats, rank, real, text } from '#report/values';
import { FORMAT_NAMES, type runningProduct } from './underflow.measure.ts';

/** Numbers of tokens on the dial, besides those at which a product becomes zero and those just before. */
const STEPS = [5, 8, 11, 30, 40, 60, 80, 100, 120, 140, 160, 210, 230, 250, 275];

/** Where things are: the sum falls from `top` to `bottom`; zero is below, on the `ground`, beyond the waves. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { lane: 70, gap: 12, top: 58, bottom: 194, ground: 258, radius: 8, letters: 13, title: 14 }
    : { lane: 117, gap: 17, top: 86, bottom: 318, ground: 408, radius: 12, letters: 14, title: 22 };

const frameOf = (
  state: string,
  factors: Parameters<typeof given>[0],
  sum: ReturnType<typeof given | typeof real>,
) => {
  const tokens = given(factors);
  return { state, tokens, label: prose`${tokens} tokens`, sum: prose`${sum}` };
};

/** Products that fall through the floors of their formats, and the sum of logarithms that goes on. */
export const fallingProducts = (
  m: Seen<typeof runningProduct>,
  sentences: Parameters<typeof scene>[0]['sentences'],
) => {
  const zeros = m.formats.map(({ zero }) => zero ?? m.factors);
  const [float64, float32, float16] = [at(zeros, 0), at(zeros, 1), at(zeros, 3)];
  const numbers = layout([...zeros, m.factors], (...all) => all);
  const names = new Map([...FORMAT_NAMES, 'all'].map((name, index) => [at(numbers, index), name]));
  const steps = new Set([...numbers.flatMap((one) => [one - 1, one]), ...STEPS].sort((a, b) => a - b));
  const frames = [...steps].flatMap((step) => {
    const row = step > 1 && m.curve[step - 1];
    const name = names.get(step) ?? `t${step}`;
    return row ? [frameOf(name, row.factors, real(row.log, 0))] : [];
  });
  frames.unshift(frameOf('none', 0, given(0)));
  return scene({
    id: 'running-product',
    caption: prose`The ${coloured('chosen', 'product')} of the probabilities, in four formats, and the
      ${coloured('model', 'sum')} of their logarithms, in nats. A product that falls through its floor is
      ${coloured('wrong', 'zero')}.`,
    data: {
      rows: m.curve,
      lanes: [
        ...m.formats.toReversed().map(({ format: name, zero, zeroBelow }) => {
          const when = zero === null ? null : prose`token ${rank(zero)}`;
          return { name, floor: zeroBelow, zero, limit: real(zeroBelow, 3), when };
        }),
        { name: 'sum', floor: null, zero: null, limit: null, when: null },
      ],
      states: frames,
    },
    states: {
      all: prose`After all ${count(m.factors)} tokens, the sum is ${nats(m.total, 0)}. The products became zero at tokens ${join(m.formats.map(({ format }, index) => prose`${count(at(zeros, index))} (${text(format)})`))}.`,
      float64: prose`After ${count(float64)} tokens, the float64 product is zero.`,
      float32: prose`After ${count(float32)} tokens, the float32 product is zero.`,
      float16: prose`After ${count(float16)} tokens, the float16 product is zero.`,
    },
    dial: {
      title: prose`tokens`,
      frames: frames.map(({ state: name, tokens }) => ({ name, label: prose`${tokens}` })),
    },
    draw(state, { rows, lanes, states }, sheet) {
      const { lane, gap, top, bottom, ground, radius, letters, title } = layoutOf(sheet);
      const { tokens, label, sum } =
        states.find((one) => one.state === state) ?? at(states, states.length - 1);
      const lowest = Math.min(rows.at(-1)?.log ?? 0, ...lanes.map(({ floor }) => floor ?? 0));
      const yAt = (log = 0) => top + ((bottom - top) * log) / lowest;
      const now = yAt(rows.find(({ factors }) => factors === tokens)?.log);
      const [width, all] = [lane - gap, FORMAT_NAMES.length * lane - gap];
      const marks = lanes.flatMap(({ name, floor, zero, limit, when }, index): SceneMark[] => {
        const x = index * lane;
        const [middle, isZero, isSum] = [x + width / 2, zero !== null && zero <= tokens, floor === null];
        const end = floor === null ? bottom + letters + 10 : yAt(floor);
        const rect = (what: string, y: number, height: number, look: Pick<SceneMark, 'fill'>): SceneMark => {
          return { key: `${what}-${name}`, shape: 'rect', x, y, width, height, ...look };
        };
        const word = (what: string, y: number, words: string, style: 'label' | 'value'): SceneMark => {
          const look = { x: middle, style, anchor: 'middle', size: letters } as const;
          return { key: `${what}-${name}`, shape: 'text', y, text: words, ...look };
        };
        const fill = isSum ? ('$model' as const) : '$chosen';
        const fall = `M${middle},${end + letters + 12}V${ground - 2 * radius - 3}`;
        const dots = { stroke: '$wrong', strokeWidth: 2, strokeDasharray: '3 5' } as const;
        const level = isZero ? ground : now;
        const trail = { x: middle - radius, width: 2 * radius, opacity: 0.3, fill } as const;
        return [
          rect('shaft', top, end - top, { fill: '$panel' }),
          { key: `trail-${name}`, shape: 'rect', y: top, height: (isZero ? end : now) - top, ...trail },
          word('name', top - 2 * radius - 8, name, 'label'),
          ...(isSum ? [] : [rect('floor', end, 3, { fill: '$soft' })]),
          { key: `fall-${name}`, shape: 'path', d: fall, opacity: isZero ? 1 : 0, ...dots },
          // A ball that has not fallen stands on its level.
          {
            key: `dot-${name}`,
            shape: 'circle',
            cx: middle,
            cy: level - radius,
            r: radius,
            fill: isZero ? '$wrong' : fill,
          },
          word('limit', (isSum ? now : end + 3) + letters + 2, limit ?? sum, isSum ? 'label' : 'value'),
          ...(isZero ? [word('when', ground + letters + 4, when ?? '', 'value')] : []),
        ];
      });
      const waves = ground - 3 * radius - 14;
      const wave = (y: number) => `M0,${y}${`q${all / 32},-6,${all / 16},0t${all / 16},0`.repeat(8)}`;
      const sea = { d: `${wave(waves - 6)}${wave(waves + 6)}`, stroke: '$rule', strokeWidth: 2 } as const;
      return [
        { key: 'title', shape: 'text', x: 0, y: title, text: label, style: 'label', size: title },
        { key: 'ground', shape: 'rect', x: 0, y: ground, width: all, height: 2, fill: '$wrong' },
        ...marks,
        { key: 'gap', shape: 'rect', x: 0, y: waves - 6, width: all, height: 12, fill: '$paper' },
        { key: 'waves', shape: 'path', ...sea },
        {
          key: 'zero',
          shape: 'text',
          x: all + gap,
          y: ground + 5,
          text: 'zero',
          style: 'label',
          size: letters,
          fill: '$wrong',
        },
      ];
    },
    sentences,
  });
};
