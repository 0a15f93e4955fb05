import { at } from '#numerics/list';
import { layout, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { count, decibels, given, percent } from '#report/values';
import type { evidenceLedger } from './evidence.measure.ts';

/** Both scales: in dB from even odds up, and from there down. All probabilities are as high as 32 dB. */
const [UP, DOWN, ALL] = [20, -40, 32];
/** Heads after which a sentence stops. */
const NAMES = new Map([
  [20, 'twenty'],
  [0, 'none'],
  [7, 'seven'],
  [13, 'thirteen'],
  [14, 'fourteen'],
]);

const DASHED = { strokeWidth: 1.5, strokeDasharray: '5 4' };

/** Where things are: even odds, px for a decibel, both columns and their width, and the middle between them. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { evenAt: 124, dB: 3.6, left: 54, right: 232, column: 68, middle: 177, title: 14, letters: 13 }
    : { evenAt: 196, dB: 5.6, left: 66, right: 394, column: 130, middle: 295, title: 26, letters: 14 };

/** Heads as equal blocks on the scale of decibels, each with a band to the probability that it adds. */
export function ledgerFigure(
  m: Seen<typeof evidenceLedger>,
  sentences: Parameters<typeof scene>[0]['sentences'],
) {
  const states = m.rows.map((row, heads) => ({
    state: NAMES.get(heads) ?? `heads${heads}`,
    tossed: layout([row.heads], (number) => number),
    heads: prose`${count(row.heads)}`,
    level: decibels(row.odds, 1),
    share: percent(row.probability, 2),
  }));
  const words = ({ heads, level, share }: (typeof states)[number]) =>
    prose`After ${heads} heads, the odds are at ${level}, and the probability is ${share}.`;
  return scene({
    id: 'ledger-figure',
    caption: prose`The belief that the coin has two heads, in decibels of odds and as a probability. Each block is a head. The dashed line marks even odds.`,
    data: {
      rows: m.rows,
      states: states.map(({ level, ...row }) => ({ ...row, level: prose`${level} dB` })),
      levels: [UP, 0, -UP, DOWN].map((level) => ({ level: given(level), label: prose`${given(level)} dB` })),
      shares: [1, 0.5, 0].map((share) => ({ share: given(share), label: prose`${given(100 * share)}%` })),
    },
    states: {
      twenty: prose`Each of twenty heads is a block of the same height in decibels. Bands lead from the blocks to the probabilities that they add, which are thin at both ends and thick in the middle. ${words(at(states, 20))}`,
      none: words(at(states, 0)),
      seven: words(at(states, 7)),
      thirteen: words(at(states, 13)),
      fourteen: words(at(states, 14)),
    },
    dial: { title: prose`heads`, frames: states.map(({ state: name, heads: label }) => ({ name, label })) },
    draw(state, { rows, states: all, levels, shares }, sheet) {
      const { tossed = 0, heads = '', level = '', share = '' } = all.find((one) => one.state === state) ?? {};
      const { evenAt, dB, left, right, column, middle, title, letters } = layoutOf(sheet);
      const levelAt = (decibels: number) => evenAt - dB * decibels;
      const shareAt = (probability: number) => evenAt - dB * ALL * (probability - 0.5);
      const [from, between] = [left + column, (left + column + right) / 2];
      const text = (words: string, x: number, y: number, look: Partial<SceneMark>) =>
        ({ key: `${x}-${y}`, shape: 'text', x, y, text: words, size: letters, ...look }) as SceneMark;
      const scaleAt = (x: number, y: number, words: string, anchor: 'start' | 'end') =>
        text(words, x, y + letters / 3, { anchor });
      const heading = (key: string, words: string, x: number) =>
        text(words, x, title, { key, style: 'label', anchor: 'middle', size: title });
      const name = (words: string, x: number) => text(words, x, title + letters + 8, { anchor: 'middle' });
      const frame = (x: number, top: number, bottom: number) =>
        `M${x},${top}h${column}V${bottom}h${-column}Z`;
      const frames = frame(left, levelAt(UP), levelAt(DOWN)) + frame(right, shareAt(1), shareAt(0));
      const marks = rows.slice(1).map((row, index) => {
        const before = at(rows, index);
        // A head that was not tossed lies flat where its block grows.
        const after = row.heads <= tossed ? row : before;
        const [top, bottom] = [levelAt(after.odds), levelAt(before.odds)];
        const [high, low] = [shareAt(after.probability), shareAt(before.probability)];
        const to = `C${between},${top},${between},${high},${right},${high}`;
        const back = `C${between},${low},${between},${bottom},${from},${bottom}`;
        const rect = (key: string, x: number, y: number, height: number): SceneMark => {
          return { key: `${key}-${index}`, shape: 'rect', x, y, width: column, height };
        };
        const isSecond = row.heads % 2 === 0;
        return {
          band: {
            key: `band-${index}`,
            d: `M${from},${top}${to}V${low}${back}Z`,
            opacity: isSecond ? 0.14 : 0.24,
          },
          head: rect('head', left, top, Math.max(0, bottom - top - 2)),
          share: { ...rect('share', right, high, low - high), opacity: isSecond ? 0.8 : 1 },
        };
      });
      return [
        { key: 'frames', shape: 'path', d: frames, stroke: '$rule', strokeWidth: 1.5 },
        ...marks.map(({ band }) => ({ shape: 'path' as const, ...band })),
        ...marks.flatMap(({ head, share: its }) => [head, its]),
        {
          key: 'even',
          shape: 'path',
          d: `M${left - 6},${evenAt}H${right + column + 6}`,
          stroke: '$ink',
          ...DASHED,
        },
        ...levels.map((one) => scaleAt(left - 10, levelAt(one.level), one.label, 'end')),
        ...shares.map((one) => scaleAt(right + column + 10, shareAt(one.share), one.label, 'start')),
        heading('level', level, left + column / 2),
        heading('heads', heads, middle),
        heading('share', share, right + column / 2),
        name('heads', middle),
        name('decibels of odds', left + column / 2),
        name('probability', right + column / 2),
      ];
    },
    sentences,
  });
}
