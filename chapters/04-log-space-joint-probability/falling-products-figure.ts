import { at } from '#numerics/list';
import { join, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { coloured, count, nats, rank, real, text } from '#report/values';
import { FORMAT_NAMES, type runningProduct } from './underflow.measure.ts';

/** Where things are: the ruler begins at `top`, with at most `nat` px for a nat, and zero lies on the `ground`. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { lane: 70, gap: 12, top: 52, nat: 0.14, ground: 240, radius: 8, letters: 13, title: 14 }
    : { lane: 117, gap: 17, top: 78, nat: 0.24, ground: 388, radius: 13, letters: 14, title: 22 };

/** Products that fall through the floors of their formats, and the sum of logarithms that goes on. */
export const fallingProducts = (
  m: Seen<typeof runningProduct>,
  sentences: Parameters<typeof scene>[0]['sentences'],
) => {
  const zeros = m.formats.map(({ zero }) => zero ?? m.factors);
  const [float64, float32, float16] = [at(zeros, 0), at(zeros, 1), at(zeros, 3)];
  return scene({
    id: 'running-product',
    caption: prose`The ${coloured('chosen', 'product')} of the probabilities, in four formats, and the
      ${coloured('model', 'sum')} of their logarithms, in nats. A floor is as thick as the subnormal numbers of its
      format. What falls through is ${coloured('wrong', 'zero')}.`,
    data: {
      rows: m.curve,
      lanes: [
        ...m.formats.toReversed().map(({ format: name, normal, smallest, zero, zeroBelow }) => {
          const when = zero === null ? null : prose`token ${rank(zero)}`;
          return { name, normal, smallest, zero, limit: real(zeroBelow, 3), when };
        }),
        { name: 'sum', normal: null, smallest: null, zero: null, limit: real(m.total, 0), when: null },
      ],
      states: Object.entries({ all: m.factors, float64, float32, float16 }).map(([state, tokens]) => {
        return { state, tokens, label: prose`${count(tokens)} tokens` };
      }),
    },
    states: {
      all: prose`After all ${count(m.factors)} tokens, the sum is ${nats(m.total, 0)}. The products became zero at tokens ${join(m.formats.map(({ format }, index) => prose`${count(at(zeros, index))} (${text(format)})`))}.`,
      float64: prose`After ${count(float64)} tokens, the float64 product is zero.`,
      float32: prose`After ${count(float32)} tokens, the float32 product is zero.`,
      float16: prose`After ${count(float16)} tokens, the float16 product is zero.`,
    },
    draw(state, { rows, lanes, states }, sheet) {
      const { lane, gap, top, ground, radius, letters, title, ...layout } = layoutOf(sheet);
      const room = sheet.height - top - radius - letters - 8;
      const nat = Math.min(layout.nat, -room / (rows.at(-1)?.log ?? 0));
      const { tokens = 0, label = '' } = states.find((one) => one.state === state) ?? {};
      const depth = -nat * (rows.find(({ factors }) => factors === tokens)?.log ?? 0);
      const [width, onGround] = [lane - gap, ground - radius];
      const marks = lanes.flatMap(({ name, normal, smallest, zero, limit, when }, index): SceneMark[] => {
        const x = index * lane;
        const [middle, isZero] = [x + width / 2, zero !== null && zero <= tokens];
        const rect = (what: string, y: number, height: number) =>
          ({ key: `${what}-${name}`, shape: 'rect', x, y, width, height }) as const;
        const word = (what: string, y: number, words: string, style: 'label' | 'value'): SceneMark => {
          const look = { x: middle, style, anchor: 'middle', size: letters } as const;
          return { key: `${what}-${name}`, shape: 'text', y: y + letters + 4, text: words, ...look };
        };
        const floor = normal === null ? sheet.height - top : -nat * normal;
        const end = smallest === null ? floor : -nat * smallest;
        const fill = normal === null ? '$model' : '$chosen';
        const fall = `M${middle},${top + end + letters + 12}V${onGround - radius - 3}`;
        const dots = { stroke: '$wrong', strokeWidth: 2, strokeDasharray: '3 5' } as const;
        const trail = { x: middle - radius, width: 2 * radius, fill, opacity: 0.3 } as const;
        const cy = isZero ? onGround : top + depth;
        const fallen: SceneMark[] = [
          { key: `fall-${name}`, shape: 'path', d: fall, ...dots },
          word('zero', ground, 'zero', 'label'),
          word('when', ground + letters + 4, when ?? '', 'value'),
        ];
        const total = word('total', top + depth + radius, limit, 'label');
        return [
          { ...rect('shaft', top, floor), fill: '$panel' },
          { ...rect('trail', top, isZero ? end : depth), ...trail },
          { ...rect('floor', top + floor, end - floor), fill: '$soft' },
          word('name', top - letters - 14, name, 'label'),
          ...(normal === null ? [] : [word('limit', top + end, limit, 'value')]),
          ...(normal === null && state === 'all' ? [total] : []),
          ...(isZero ? fallen : []),
          { key: `dot-${name}`, shape: 'circle', cx: middle, cy, r: radius, fill: isZero ? '$wrong' : fill },
        ];
      });
      const line = { x: 0, y: ground, width: FORMAT_NAMES.length * lane - gap, height: 2 };
      return [
        { key: 'title', shape: 'text', x: 0, y: title, text: label, style: 'label', size: title },
        { key: 'ground', shape: 'rect', ...line, fill: '$wrong' },
        ...marks,
      ];
    },
    sentences,
  });
};
