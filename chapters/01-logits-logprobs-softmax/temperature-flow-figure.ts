import { at } from '#numerics/list';
import { prose, type SceneMark, type Seen, type Sheet, scene, visible } from '#report';
import { coloured, formula, given, percent, text, token } from '#report/values';
import { dotsIn, dotsOf, movedDots } from '../dots-figure.ts';
import type { temperatures } from './temperature.measure.ts';

const OTHERS = 'all others';

interface Row {
  readonly temperature: number;
  readonly token: string;
  readonly probability: number;
  readonly label: string;
}

/** Probabilities nearer to zero are not written at their rows, nor are those nearer to one, which have many nines. */
const LEAST_SHOWN = 1e-5;

/** The dots of a row are stacked, the first in the middle. */
const [STACK, HEIGHTS] = [3, [1, 0, 2]];

/** Where things are: the dots of row `r` begin at `left` and `top + r · row`. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { left: 74, top: 33, row: 26, pitch: 5.7, radius: 2.45, gap: 8, title: 18, letters: 13, large: 14 }
    : { left: 100, top: 56, row: 39, pitch: 10.5, radius: 4.2, gap: 14, title: 24, letters: 14, large: 24 };

/**
 * A row of dots for each token; the last, for all others, a little apart. A dot is a hundredth of the probability. They
 * come to where they are by a way: how many there are in each row at the usual temperature, and from it to this one.
 */
export function flowMarks(
  rows: readonly Row[],
  way: readonly (readonly number[])[],
  { title, unit }: { readonly title: string; readonly unit: string },
  sheet: Sheet,
): SceneMark[] {
  const { left, top, row, pitch, radius, gap, title: titleSize, letters, large } = layoutOf(sheet);
  const topOf = (group: number) => top + group * row + (group === rows.length - 1 ? gap : 0);
  const centre = (group: number, place: number) => ({
    cx: left + Math.floor(place / STACK) * pitch + radius,
    cy: topOf(group) + at(HEIGHTS, place % STACK) * pitch + radius,
  });
  const [usual, counts] = [at(way, 0), at(way, way.length - 1)];
  const rings = dotsIn(usual).map(({ group, place }) => {
    const { cx, cy } = centre(group, place);
    return `M${(cx - radius).toFixed(2)},${cy.toFixed(2)}a${radius},${radius},0,1,0,${2 * radius},0a${radius},${radius},0,1,0,${-2 * radius},0`;
  });
  const dots = way.slice(1).reduce((before, next) => movedDots(next, before), dotsIn(usual));
  const baseline = (group: number) => topOf(group) + (STACK * pitch) / 2 + letters / 3;
  const endOf = (group: number) =>
    left + Math.ceil(Math.max(counts[group] ?? 0, usual[group] ?? 0) / STACK) * pitch;
  return [
    { key: 'title', shape: 'text', x: left, y: titleSize, text: title, style: 'formula', size: large },
    {
      key: 'unit',
      shape: 'text',
      x: sheet.width - 2,
      y: titleSize,
      text: unit,
      anchor: 'end',
      size: letters,
    },
    { key: 'rings', shape: 'path', d: rings.join(''), stroke: '$faint', strokeWidth: radius / 4 },
    ...dots.map(({ group, place }, dot): SceneMark => {
      const fill = group === rows.length - 1 ? '$rest' : '$model';
      return { key: `dot-${dot}`, shape: 'circle', ...centre(group, place), r: radius, fill };
    }),
    ...rows.map(({ token: name }, group): SceneMark => {
      const look = name === OTHERS ? { text: name } : { text: visible(name), style: 'token' as const };
      const [x, y] = [left - 10, baseline(group)];
      return { key: `name-${group}`, shape: 'text', x, y, ...look, anchor: 'end', size: letters };
    }),
    ...rows.flatMap(({ probability, label: text }, group): SceneMark[] => {
      const toOne = 1 - probability;
      if (probability < LEAST_SHOWN || (toOne > 0 && toOne < LEAST_SHOWN)) return [];
      const [x, y] = [endOf(group) + 6, baseline(group)];
      return [{ key: `value-${group}`, shape: 'text', x, y, text, style: 'label', size: letters }];
    }),
  ];
}

/** The states, by the place of their temperature among those shown. At the lowest, nearly all is at one token. */
const NAMES: Readonly<Record<number, 'zero' | 'cold' | 'plain' | 'hot'>> = {
  0: 'zero',
  3: 'cold',
  8: 'plain',
  18: 'hot',
};

/** Probability that flows from the likeliest token to all others as the temperature rises. */
export const temperatureFlow = (
  m: Seen<typeof temperatures>,
  sentences: Parameters<typeof scene>[0]['sentences'],
) => {
  const frames = m.others.slice(1).map(({ temperature }, place) => ({
    name: NAMES[place] ?? `frame-${place}`,
    temperature,
    label: prose`${formula('T')} = ${given(temperature)}`,
  }));
  return scene({
    id: 'temperature-flow',
    caption: prose`How a temperature moves probability after “${text(m.prompt)}”. The ${coloured('rest', 'grey dots')} are every token outside the eight listed. The rings show where the dots are at a temperature of ${given(m.plain.temperature)}.`,
    data: {
      rows: [...m.slider, ...m.others.map((row) => ({ ...row, token: OTHERS }))].map((row) => ({
        temperature: row.temperature,
        token: row.token,
        probability: row.probability,
        label: percent(row.probability, 2),
      })),
      states: frames.map(({ name, ...frame }) => ({ state: name, ...frame })),
      units: [{ dots: prose`${given(100)} dots, rounded` }],
    },
    states: {
      hot: prose`At a temperature of ${given(m.warm.temperature)}, ${token(m.winner)} has ${percent(m.warm.winner)} and all tokens outside the eight likeliest ${percent(m.warm.others)}.`,
      plain: prose`At a temperature of ${given(m.plain.temperature)}, ${token(m.winner)} has ${percent(m.plain.winner)} and all tokens outside the eight likeliest ${percent(m.plain.others)}.`,
      cold: prose`At a temperature of ${given(m.cold.temperature)}, ${token(m.winner)} has ${percent(m.cold.winner)} and all tokens outside the eight likeliest ${percent(m.cold.others)}.`,
      zero: prose`At a temperature of ${given(at(frames, 0).temperature)}, ${token(m.winner)} has all hundred dots.`,
    },
    dial: {
      title: prose`temperature`,
      frames: frames.map(({ name, temperature }) => ({ name, label: prose`${given(temperature)}` })),
    },
    draw(state, { rows, states, units }, sheet) {
      const placeOf = (name: string) => states.findIndex((one) => one.state === name);
      const rowsAt = (place: number) =>
        rows.filter((row) => row.temperature === at(states, place).temperature);
      const [usual, own] = [placeOf('plain'), placeOf(state)];
      const step = Math.sign(own - usual);
      const way = Array.from({ length: Math.abs(own - usual) + 1 }, (_, along) =>
        dotsOf(rowsAt(usual + along * step).map(({ probability }) => probability)),
      );
      const words = { title: at(states, own).label, unit: at(units, 0).dots };
      return flowMarks(rowsAt(own), way, words, sheet);
    },
    sentences,
  });
};
