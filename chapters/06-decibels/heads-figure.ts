import { at } from '#numerics/list';
import { layout, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { count, decibels, given, percent } from '#report/values';
import type { evidenceLedger } from './evidence.measure.ts';

/** Both scales: in dB from even odds up, and from there down. All probabilities are as high as 40 dB. */
const [UP, DOWN, ALL] = [20, -40, 40];

const DASHED = { strokeWidth: 1.5, strokeDasharray: '5 4' };

/** Where things are: even odds, px for a decibel, both columns and their width, and the middle between them. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { evenAt: 124, dB: 3.6, left: 54, right: 232, column: 68, middle: 177, title: 14, letters: 13 }
    : { evenAt: 190, dB: 5.7, left: 66, right: 394, column: 130, middle: 295, title: 26, letters: 14 };

/** Heads as equal blocks on the scale of decibels, each with a band to the probability that it adds. */
export function ledgerFigure(
  m: Seen<typeof evidenceLedger>,
  sentences: Parameters<typeof scene>[0]['sentences'],
) {
  const stateOf = <State extends string>(state: State, heads: number, digits = 0) => {
    const row = at(m.rows, heads);
    return {
      state,
      tossed: layout([row.heads], (number) => number),
      heads: prose`${count(row.heads)} heads`,
      level: decibels(row.odds, digits),
      share: percent(row.probability, 2),
    };
  };
  const states = [
    stateOf('twenty', 20),
    stateOf('none', 0),
    stateOf('seven', 7),
    stateOf('thirteen', 13, 1),
    stateOf('fourteen', 14, 1),
  ];
  const words = ({ heads, level, share }: (typeof states)[number]) =>
    prose`After ${heads}, the odds are at ${level}, and the probability is ${share}.`;
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
      twenty: prose`Each of twenty heads is a block of the same height in decibels. Bands lead from the blocks to the probabilities that they add, which are thin at both ends and thick in the middle. ${words(at(states, 0))}`,
      none: words(at(states, 1)),
      seven: words(at(states, 2)),
      thirteen: words(at(states, 3)),
      fourteen: words(at(states, 4)),
    },
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
      const heading = (words: string, x: number) =>
        text(words, x, title, { style: 'label', anchor: 'middle', size: title });
      const frame = (x: number, top: number, bottom: number) =>
        `M${x},${top}h${column}V${bottom}h${-column}Z`;
      const frames = frame(left, levelAt(UP), levelAt(DOWN)) + frame(right, shareAt(1), shareAt(0));
      const marks = rows.slice(1).map((row, index) => {
        const before = at(rows, index);
        const [top, bottom] = [levelAt(row.odds), levelAt(before.odds)];
        const [high, low] = [shareAt(row.probability), shareAt(before.probability)];
        const to = `C${between},${top},${between},${high},${right},${high}`;
        const back = `C${between},${low},${between},${bottom},${from},${bottom}`;
        const [isTossed, isSecond] = [row.heads <= tossed, row.heads % 2 === 0];
        return {
          band: {
            d: `M${from},${top}${to}L${right},${low}${back}Z`,
            opacity: isTossed ? (isSecond ? 0.14 : 0.24) : 0,
          },
          head: {
            x: left,
            y: isTossed ? top + 1 : levelAt(UP) - 16,
            opacity: isTossed ? 1 : 0,
            width: column,
            height: bottom - top - 2,
            rx: 3,
          },
          share: isTossed
            ? { y: high, height: low - high }
            : { y: shareAt(at(rows, tossed).probability), height: 0 },
          opacity: isSecond ? 0.8 : 1,
        };
      });
      return [
        { key: 'frames', shape: 'path', d: frames, stroke: '$rule', strokeWidth: 1.5 },
        ...marks.map(({ band }, head) => ({ key: `band-${head}`, shape: 'path' as const, ...band })),
        ...marks.map(({ head: own }, head) => ({ key: `head-${head}`, shape: 'rect' as const, ...own })),
        ...marks.map(({ share: own, opacity }, head): SceneMark => {
          return { key: `share-${head}`, shape: 'rect', x: right, width: column, ...own, opacity };
        }),
        {
          key: 'even',
          shape: 'path',
          d: `M${left - 6},${evenAt}H${right + column + 6}`,
          stroke: '$ink',
          ...DASHED,
        },
        ...levels.map((one) => scaleAt(left - 10, levelAt(one.level), one.label, 'end')),
        ...shares.map((one) => scaleAt(right + column + 10, shareAt(one.share), one.label, 'start')),
        heading(level, left + column / 2),
        heading(heads, middle),
        heading(share, right + column / 2),
      ];
    },
    sentences,
  });
}
