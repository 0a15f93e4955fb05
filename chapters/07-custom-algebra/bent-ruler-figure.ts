import { compose } from '#numerics/custom-algebra';
import { prose, type SceneMark, type Sheet, scene } from '#report';
import { byMedium, formula, given, math } from '#report/values';

/** Both numbers that the rules combine, and the numbers with marks. */
const TWO = 2;
const NUMBERS = Array.from({ length: 16 }, (_, number) => number);
/** The even ruler has room up to here. Beyond, the marks of the bent one are so close that only every second has a number. */
const CLOSE = 6;

/** Places on the ruler of a ⊗ₖ b = a + b + kab, on which the rule joins two lengths. NaN for numbers without one. */
export const placeOn = (k: number, number: number): number =>
  k === 0 ? number : Math.log(1 + k * number) / k;

/** Where things are: both rulers begin at `left`; `high` and `low` are the rows of the lengths. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { left: 62, unit: 42, high: 10, low: 62, thick: 48, ruler: 116, even: 240, letters: 13, title: 14 }
    : { left: 80, unit: 78, high: 20, low: 108, thick: 80, ruler: 196, even: 384, letters: 15, title: 26 };

const stateOf = <State extends string>(state: State, k: number, label: string, isJoined = true) => {
  const end = given(isJoined ? compose(TWO, TWO, k) : TWO);
  const both = prose`${given(TWO)} and ${given(TWO)}`;
  const made = prose`${both} make ${end}`;
  const sum = isJoined ? made : both;
  return { state, k: given(k), label: formula(label), end, sum };
};

/** Two lengths that are joined, on rulers that bend with k. */
export const bentRuler = (sentences: Parameters<typeof scene>[0]['sentences']) =>
  scene({
    id: 'bent-ruler',
    caption: prose`Two lengths of ${given(TWO)} on the ruler for ${byMedium({
      interactive: prose`the ${math`k`} at its left`,
      static: prose`${math`k = 1/4`}, whose marks crowd together`,
    })}. Lines join marks to the same numbers on an even ruler (${math`k = 0`}).`,
    data: {
      states: [
        stateOf('joined', 1 / 4, 'k = 1/4'),
        stateOf('apart', 1 / 4, 'k = 1/4', false),
        stateOf('even', 0, 'k = 0'),
        stateOf('spread', -1 / 4, 'k = −1/4'),
      ],
      numbers: NUMBERS.map((number) => ({ number: given(number), label: prose`${given(number)}` })),
    },
    states: {
      joined: prose`On the ruler for ${math`k = 1/4`}, the marks come closer and closer. Two lengths from ${given(0)} to ${given(TWO)}, joined end to end, reach the mark ${given(compose(TWO, TWO, 1 / 4))}.`,
      apart: prose`On the same ruler, both lengths begin at ${given(0)} and end at ${given(TWO)}.`,
      even: prose`On the ruler for ${math`k = 0`}, the marks are even. The joined lengths reach ${given(compose(TWO, TWO, 0))}.`,
      spread: prose`On the ruler for ${math`k = -1/4`}, the marks spread, and ${given(4)} is infinitely far. The joined lengths reach only ${given(compose(TWO, TWO, -1 / 4))}.`,
    },
    draw(state, { states, numbers }, sheet) {
      const { k = 0, end = 0, sum = '', label = '' } = states.find((one) => one.state === state) ?? {};
      const plain = states.find((one) => one.k === 0)?.label ?? '';
      const { left, unit, high, low, thick, ruler, even, letters, title } = layoutOf(sheet);
      const x = (itsK: number, number: number) => Math.min(left + unit * placeOn(itsK, number), sheet.width);
      const top = ruler + letters + 20;
      const text = (key: string, place: number, y: number, words = '', look: Partial<SceneMark> = {}) =>
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
        const d = `M${from},${ruler}v8${number > CLOSE ? '' : `M${from},${top}${curve}`}`;
        return { key, shape: 'path', d, stroke, strokeWidth };
      };
      const marked = numbers.filter(({ number }) =>
        number <= CLOSE ? placeOn(k, number) >= 0 : x(k, number) < sheet.width,
      );
      const named = marked.filter(({ number }) => number <= CLOSE || number % 2 === 0);
      const width = x(k, TWO) - left;
      const isApart = state === 'apart';
      const lengths = [
        { key: 'first', fill: '$model', x: left, y: low },
        { key: 'second', fill: '$second', x: isApart ? left : left + width, y: isApart ? high : low },
      ] as const;
      const rulers = [ruler, even].map((y) => `M${left},${y}H${sheet.width}`).join('');
      const kLook = { style: 'formula', anchor: 'start' } as const;
      return [
        { key: 'rulers', shape: 'path', d: rulers, stroke: '$soft', strokeWidth: 1.5 },
        ...marked.map(({ number }) => link(`link-${number}`, number, '$rule')),
        ...lengths.map(
          (one): SceneMark => ({ ...one, shape: 'rect', width: width - 2, height: thick, rx: 4 }),
        ),
        ...lengths.map((one) => {
          const [middle, y] = [one.x + width / 2 - 1, one.y + thick / 2 + title / 3];
          return text(`${one.key}-number`, middle, y, numbers[TWO]?.label, { ...large, fill: '$paper' });
        }),
        link('end', end, '$ink', 2.5),
        text('sum', isApart ? left + width + 20 : left, low - 20, sum, { ...large, anchor: 'start' }),
        text('k', 0, ruler + 5, label, kLook),
        text('plain', 0, even + 5, plain, kLook),
        ...named.flatMap(({ number, label: words }) => {
          const isFar = !Number.isFinite(placeOn(k, number));
          const place = isFar ? sheet.width - letters - 8 : x(k, number);
          if (number === end) return [];
          const name = text(`number-${number}`, place, top - 6, words);
          return isFar ? [name, text('far', place + letters, top - 6, '→')] : [name];
        }),
        text('end-number', x(k, end), top - 6, numbers[end]?.label, { style: 'label', size: letters + 1 }),
        ...numbers.slice(0, CLOSE + 1).map(({ number, label: words }) => {
          return text(`even-${number}`, x(0, number), even + letters + 6, words);
        }),
      ];
    },
    sentences,
  });
