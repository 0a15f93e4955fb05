import { describe, expect, it } from 'vitest';
import { compose } from '#numerics/custom-algebra';
import { figuresOf } from '#report/report-tree';
import type { SceneMark } from '#report/scene';
import { writeReport } from '#report/write-report';
import { dotsOf, placedDots } from '../../chapters/dots-figure.ts';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

type Outputs = Map<string, unknown>;

/** The scene of an id with the marks of each state by its name, wide and narrow, and its data. */
function sceneOf(id: string, outputs: Outputs = committedOutputs()) {
  const found = figuresOf(writeReport(chapters, outputs, overview)).find(({ block }) => block.id === id);
  const { data, scene } = found?.block ?? {};
  if (!data || !scene) throw new Error(`there is no scene ${id}`);
  const marks = (sheet: 'wide' | 'narrow') =>
    Object.fromEntries(scene.states.map(({ name }, at) => [name, scene.drawings[sheet].states[at] ?? []]));
  return { data, wide: marks('wide'), narrow: marks('narrow') };
}

/** The stored outputs with one of them changed. */
function changed<Output>(id: string, change: (output: Output) => Output): Outputs {
  const outputs = committedOutputs();
  return outputs.set(id, change(structuredClone(outputs.get(id)) as Output));
}

const countOf = (marks: readonly SceneMark[] = [], fill: string): number =>
  marks.filter((mark) => mark.key.startsWith('dot-') && mark.fill === fill).length;

describe('dots', () => {
  it('are as many as there are, whatever the shares', () => {
    expect(dotsOf([1 / 3, 1 / 3, 1 / 3], 100)).toEqual([34, 33, 33]);
    expect(dotsOf([0.999, 0.0005, 0.0005], 100)).toEqual([100, 0, 0]);
  });

  it('stay where they are unless their group has fewer', () => {
    expect(placedDots([1, 3], [3, 1])).toEqual([
      { group: 0, place: 0 },
      { group: 1, place: 1 },
      { group: 1, place: 2 },
      { group: 1, place: 0 },
    ]);
  });
});

describe('probability that flows', () => {
  interface Temperatures {
    others: { temperature: number; probability: number }[];
    slider: { temperature: number; token: string; probability: number }[];
  }

  it('has a hundred dots at every temperature, as many of them for all others as these have percent', () => {
    const { wide, narrow, data } = sceneOf('temperature-flow');
    for (const [state, marks] of Object.entries(wide)) {
      const temperature = data.states?.find((row) => row.state === state)?.temperature;
      const others = data.rows?.find((row) => row.temperature === temperature && row.token === 'all others');
      const [model, rest] = [countOf(marks, '$model'), countOf(marks, '$rest')];
      expect(model + rest).toBe(100);
      expect(Math.abs(rest - 100 * Number(others?.probability)), state).toBeLessThanOrEqual(1);
      expect(countOf(narrow[state], '$rest')).toBe(rest);
    }
  });

  it('moves with the results', () => {
    const swapped = changed<Temperatures>('temperatures', (output) => {
      const at = <Row extends { temperature: number }>(rows: readonly Row[], T: number) =>
        rows.filter(({ temperature }) => temperature === T);
      const [other] = at(output.others, 2);
      const [first] = at(output.slider, 2);
      if (other && first) [other.probability, first.probability] = [first.probability, other.probability];
      return output;
    });
    const [as, otherwise] = [sceneOf('temperature-flow'), sceneOf('temperature-flow', swapped)];
    expect(countOf(otherwise.wide.hot, '$rest')).toBeLessThan(countOf(as.wide.hot, '$rest'));
    expect(otherwise.wide.cold).toEqual(as.wide.cold);
  });
});

type Shape<Name> = Extract<SceneMark, { shape: Name }>;
const rectsOf = (marks: readonly SceneMark[] = [], start = '') =>
  marks.filter((mark): mark is Shape<'rect'> => mark.shape === 'rect' && mark.key.startsWith(start));
const textsOf = (marks: readonly SceneMark[] = [], start = '') =>
  marks.filter((mark): mark is Shape<'text'> => mark.shape === 'text' && mark.key.startsWith(start));

describe('heads on the scale of decibels', () => {
  interface Ledger {
    rows: { odds: number; probability: number }[];
  }

  it.each(['wide', 'narrow'] as const)('reach the odds and the probability of their state (%s)', (sheet) => {
    const { [sheet]: drawn, data } = sceneOf('ledger-figure');
    for (const { state, tossed } of data.states ?? []) {
      const marks = drawn[String(state)];
      const yOf = (label: string) => textsOf(marks).find(({ text }) => text === label)?.y ?? Number.NaN;
      const blocks = rectsOf(marks, 'head-').filter(({ opacity }) => opacity !== 0);
      expect(blocks).toHaveLength(Number(tossed));
      const [now, before] = [data.rows?.[Number(tossed)], data.rows?.[0]];
      const decibel = (yOf('−40 dB') - yOf('0 dB')) / 40;
      const tall = blocks.reduce((sum, { height }) => sum + height + 2, 0);
      expect(tall).toBeCloseTo(decibel * (Number(now?.odds) - Number(before?.odds)), 6);
      const shares = rectsOf(marks, 'share-').reduce((sum, { height }) => sum + height, 0);
      const gained = Number(now?.probability) - Number(before?.probability);
      expect(shares).toBeCloseTo((yOf('0%') - yOf('100%')) * gained, 6);
    }
  });

  it('move with the results', () => {
    const less = changed<Ledger>('evidence-ledger', (output) => {
      const [row] = output.rows.slice(14);
      if (row) row.probability = 0.5;
      return output;
    });
    const heightIn = (outputs?: Outputs) =>
      rectsOf(sceneOf('ledger-figure', outputs).wide.twenty, 'share-13')[0]?.height ?? Number.NaN;
    expect(heightIn(less)).toBeLessThan(heightIn());
  });
});

describe('a ruler that bends', () => {
  it.each(['wide', 'narrow'] as const)('joins two lengths to what the rule makes of them (%s)', (sheet) => {
    const { [sheet]: drawn, data } = sceneOf('bent-ruler');
    for (const { state, k } of data.states ?? []) {
      const marks = drawn[String(state)];
      const names = [...textsOf(marks, 'number-'), ...textsOf(marks, 'end-number')];
      const isFar = textsOf(marks, 'far').length > 0;
      const places = new Map(names.map(({ text, x }) => [Number(text), x]));
      if (isFar) places.delete(4);
      const zero = places.get(0) ?? Number.NaN;
      const pairs = [...places].flatMap((one) => [...places].map((other) => [one, other] as const));
      const joined = pairs.filter(([[a], [b]]) => a * b > 0 && places.has(compose(a, b, Number(k))));
      expect(joined.length).toBeGreaterThan(0);
      for (const [[a, x], [b, y]] of joined)
        expect(x - zero + (y - zero)).toBeCloseTo((places.get(compose(a, b, Number(k))) ?? 0) - zero, 6);
      const [first, second] = [...rectsOf(marks, 'first'), ...rectsOf(marks, 'second')];
      const end = Math.max(...[first, second].map((one) => (one ? one.x + one.width + 2 : Number.NaN)));
      expect(end).toBeCloseTo(places.get(state === 'apart' ? 2 : compose(2, 2, Number(k))) ?? 0, 6);
    }
  });
});
