import { compose } from '#numerics/custom-algebra';
import { join, prose, type SceneMark, type Sheet, scene } from '#report';
import { byMedium, formula, given, math } from '#report/values';

/** Both numbers that the rules combine, and the numbers with marks. */
const TWO = 2;
const NUMBERS = [...Array.from({ length: 16 }, (_, number) => number), 20, 25, 30, 40];
/** The even ruler has room up to here. */
const EVEN = 6;

/** Places on the ruler of a ⊗ₖ b = a + b + kab, on which the rule joins two lengths. NaN for numbers without one. */
export const placeOn = (k: number, number: number): number =>
  k === 0 ? number : Math.log(1 + k * number) / k;

/** Where things are: both rulers begin at `left`; `high` and `low` are the rows of the lengths. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { left: 62, unit: 42, high: 24, low: 74, thick: 44, ruler: 118, even: 250, letters: 13, title: 14 }
    : { left: 80, unit: 78, high: 46, low: 122, thick: 70, ruler: 192, even: 392, letters: 15, title: 26 };

const stateOf = (state: string, k: number, isJoined = true) => {
  const end = given(isJoined ? compose(TWO, TWO, k) : TWO);
  const both = prose`${given(TWO)} and ${given(TWO)}`;
  const made = prose`${both} make ${end}`;
  const parts = [16, 8, 4, 2, 1].findLast((one) => Number.isInteger(k * one)) ?? 1;
  const fraction = [given(k * parts), given(parts)];
  const value = join(fraction.slice(0, parts), prose`/`);
  const label = prose`${formula('k')} = ${value}`;
  return { state, k: given(k), value, label, end, name: prose`${end}`, sum: isJoined ? made : both };
};

/** The ruler at every sixteenth from −1/4 to 1/2; three of them are states. */
const STATES = new Map([
  [-4, 'spread'],
  [0, 'even'],
  [4, 'joined'],
]);
const RULERS = Array.from({ length: 13 }, (_, ruler) =>
  stateOf(STATES.get(ruler - 4) ?? `ruler${ruler}`, (ruler - 4) / 16),
);

/** Two lengths that are joined, on rulers that bend with k. */
export const bentRuler = (sentences: Parameters<typeof scene>[0]['sentences']) =>
  scene({
    id: 'bent-ruler',
    caption: prose`Two lengths of ${given(TWO)} on the ruler for ${byMedium({
      interactive: prose`the ${math`k`} at its left`,
      static: prose`${math`k = 1/4`}, whose marks crowd together`,
    })}. Lines join marks to the same numbers on an even ruler (${math`k = 0`}).`,
    data: {
      states: [...RULERS, stateOf('apart', 1 / 4, false)],
      numbers: NUMBERS.map((number) => ({ number: given(number), label: prose`${given(number)}` })),
    },
    states: {
      joined: prose`On the ruler for ${math`k = 1/4`}, the marks come closer and closer. Two lengths from ${given(0)} to ${given(TWO)}, joined end to end, reach the mark ${given(compose(TWO, TWO, 1 / 4))}.`,
      apart: prose`On the same ruler, both lengths begin at ${given(0)} and end at ${given(TWO)}.`,
      even: prose`On the ruler for ${math`k = 0`}, the marks are even. The joined lengths reach ${given(compose(TWO, TWO, 0))}.`,
      spread: prose`On the ruler for ${math`k = -1/4`}, the marks spread, and ${given(4)} is infinitely far. The joined lengths reach only ${given(compose(TWO, TWO, -1 / 4))}.`,
    },
    dial: {
      title: prose`bend ${math`k`}`,
      frames: RULERS.map(({ state: name, value }) => ({ name, label: value })),
    },
    draw(state, { states, numbers }, sheet) {
      const its = states.find((one) => one.state === state);
      const { k = 0, end = 0, sum = '', label = '', name: endName = '' } = its ?? {};
      const { left, unit, high, low, thick, ruler, even, letters, title } = layoutOf(sheet);
      /** What is beyond the sheet is not far beyond, so that lines leave it and do not rush. */
      const x = (itsK: number, number: number) =>
        Math.min(left + unit * placeOn(itsK, number), sheet.width + 120);
      const top = ruler + letters + 20;
      const text = (key: string, place: number, y: number, words: string, look: Partial<SceneMark> = {}) =>
        ({
          key,
          shape: 'text',
          x: place,
          y,
          text: words,
          anchor: 'middle',
          size: letters,
          ...look,
        }) as SceneMark;
      const large = { style: 'label', size: title } as const;
      /** A mark of the bent ruler, with a line to that of the even one if this has it. */
      const link = (key: string, number: number, stroke: '$rule' | '$ink', strokeWidth = 1.5): SceneMark => {
        const [from, to, middle] = [x(k, number), x(0, number), (top + even) / 2];
        const curve = `C${from},${middle},${to},${middle},${to},${even}`;
        const d = `M${from},${ruler}v8${number > EVEN ? '' : `M${from},${top}${curve}`}`;
        return { key, shape: 'path', d, stroke, strokeWidth };
      };
      /** Up to there, lines may leave the sheet; beyond, only marks that are on it are drawn. */
      const marked = numbers.filter(({ number }) =>
        number <= EVEN ? Number.isFinite(placeOn(k, number)) : x(k, number) <= sheet.width,
      );
      const endAt = x(k, end);
      let last = Number.NEGATIVE_INFINITY;
      const named = marked.filter(({ number }) => {
        const place = x(k, number);
        const isRound = number <= EVEN || number % 5 === 0;
        const hasRoom = place - last > 1.6 * letters && Math.abs(place - endAt) > 1.6 * letters;
        if (!isRound || !hasRoom || place > sheet.width - letters) return false;
        last = place;
        return true;
      });
      const width = x(k, TWO) - left;
      const isApart = state === 'apart';
      const lengths = [
        { key: 'first', fill: '$model', x: left, y: low },
        { key: 'second', fill: '$second', x: isApart ? left : left + width, y: isApart ? high : low },
      ] as const;
      const rulers = [ruler, even].map((y) => `M${left},${y}H${sheet.width}`).join('');
      const [two, four] = [numbers[TWO]?.label ?? '', numbers[TWO + TWO]?.label ?? ''];
      const isFar = placeOn(k, TWO + TWO) === Infinity;
      return [
        { key: 'rulers', shape: 'path', d: rulers, stroke: '$soft', strokeWidth: 1.5 },
        ...marked.map(({ number }) => link(`link-${number}`, number, '$rule')),
        ...lengths.map((one): SceneMark => ({ ...one, shape: 'rect', width, height: thick })),
        ...lengths.map((one) => {
          const [middle, y] = [one.x + width / 2, one.y + thick / 2 + title / 3];
          return text(`${one.key}-number`, middle, y, two, { ...large, fill: '$paper' });
        }),
        link('end', end, '$ink', 2.5),
        text('sum', left, title, sum, { ...large, anchor: 'start' }),
        text('k', 0, ruler + 5, label, { style: 'formula', anchor: 'start' }),
        text('even', 0, even + 5, 'even', { anchor: 'start' }),
        ...named.map(({ number, label: words }) => text(`number-${number}`, x(k, number), top - 6, words)),
        ...(isFar
          ? [
              text('far', sheet.width - letters - 8, top - 6, four),
              text('arrow', sheet.width - letters / 2 - 2, top - 6, '→'),
            ]
          : []),
        text('end-number', endAt, top - 6, endName, { style: 'label', size: letters + 1 }),
        ...numbers.slice(0, EVEN + 1).map(({ number, label: words }) => {
          return text(`even-${number}`, x(0, number), even + letters + 6, words);
        }),
      ];
    },
    sentences,
  });
