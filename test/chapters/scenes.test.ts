import { describe, expect, it } from 'vitest';
import { compose } from '#numerics/custom-algebra';
import { figuresOf } from '#report/report-tree';
import type { SceneMark } from '#report/scene';
import { writeReport } from '#report/write-report';
import { dotsIn, dotsOf, movedDots } from '../../chapters/dots-figure.ts';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';
import { hasPython, listingsIn, printedByPython } from './shown.ts';

type Outputs = Map<string, unknown>;

/** The scene of an id with the marks of each frame by its name, wide and narrow, and its data. */
function sceneOf(id: string, outputs: Outputs = committedOutputs()) {
  const found = figuresOf(writeReport(chapters, outputs, overview)).find(({ block }) => block.id === id);
  const { data, scene } = found?.block ?? {};
  if (!data || !scene) throw new Error(`there is no scene ${id}`);
  const marks = (sheet: 'wide' | 'narrow') =>
    Object.fromEntries(scene.frames.map((name, at) => [name, scene.drawings[sheet].frames[at] ?? []]));
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
    expect(movedDots([1, 3], dotsIn([3, 1]))).toEqual([
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

  it('has each state at the temperature that its words name', () => {
    const { cold, plain, warm } = committedOutputs().get('temperatures') as Record<
      string,
      { temperature: number }
    >;
    const { data } = sceneOf('temperature-flow');
    const at = (state: string) => data.states?.find((row) => row.state === state)?.temperature;
    expect([at('cold'), at('plain'), at('hot')]).toEqual([
      cold?.temperature,
      plain?.temperature,
      warm?.temperature,
    ]);
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

describe('exponentials that leave the floats', () => {
  interface Shifts {
    shifts: { constant: number; naive: number; stable: number; rows: { exponential: number }[] }[];
  }
  const stored = (committedOutputs().get('three-logits') as Shifts).shifts;
  const STATES = { small: -1000, plain: 0, large: 1000 };

  /** How many balls of a column are outside of the band, on which side, and how many are marked as lost. */
  const outside = (marks: readonly SceneMark[] = [], column: string) => {
    const band = marks.find(({ key }) => key === 'floats');
    if (band?.shape !== 'rect') throw new Error('there is no band');
    const balls = marks.flatMap((mark) =>
      mark.shape === 'circle' && mark.key.startsWith(`ball-${column}-`) ? [mark] : [],
    );
    return {
      above: balls.filter(({ cy }) => cy < band.y).length,
      below: balls.filter(({ cy }) => cy > band.y + band.height).length,
      lost: balls.filter(({ fill }) => fill === '$wrong').length,
    };
  };

  it('are those that are infinite or zero, whatever is added', () => {
    const { wide, narrow, data } = sceneOf('overflow');
    const frames = [...new Set(data.rows?.map(({ state }) => String(state)))];
    expect(frames).toHaveLength(stored.length);
    for (const [index, frame] of frames.entries()) {
      const exponentials = stored[index]?.rows.map(({ exponential }) => exponential) ?? [];
      const above = exponentials.filter((one) => one === Infinity).length;
      const below = exponentials.filter((one) => one === 0).length;
      for (const sheet of [wide, narrow]) {
        expect(outside(sheet[frame], 'as written'), frame).toEqual({ above, below, lost: above + below });
        expect(outside(sheet[frame], 'largest subtracted'), frame).toEqual({ above: 0, below: 0, lost: 0 });
      }
    }
    const constants = Object.keys(STATES).map((state) => stored[frames.indexOf(state)]?.constant);
    expect(constants).toEqual(Object.values(STATES));
  });

  it('move with the results', () => {
    const finite = changed<Shifts>('three-logits', (output) => {
      for (const row of output.shifts.at(-1)?.rows ?? []) row.exponential = 1e300;
      return output;
    });
    expect(outside(sceneOf('overflow', finite).wide.large, 'as written').lost).toBe(0);
  });

  it.runIf(hasPython)('fail in Python as the text says, and not in the function that it shows', () => {
    const sections = writeReport(chapters, committedOutputs(), overview).chapters[0]?.sections ?? [];
    const listings = listingsIn(
      'python',
      sections.flatMap(({ blocks }) => blocks),
    );
    const program = listings.find((listing) => listing.includes('def log_sum_exp'));
    const shown = [0, 1000, -1000].flatMap((constant) => stored.filter((one) => one.constant === constant));
    const printed = shown.map(({ constant }) =>
      printedByPython(`${program}
z = [2 + ${constant}, 1 + ${constant}, ${constant}]
print(z[0] - log_sum_exp(z))
try:
    print(z[0] - log(sum(exp(one) for one in z)))
except (OverflowError, ValueError) as error:
    print(type(error).__name__)`).split('\n'),
    );
    for (const [index, [stable]] of printed.entries())
      expect(Number(stable)).toBeCloseTo(shown[index]?.stable ?? Number.NaN, 9);
    expect(Number(printed[0]?.[1])).toBeCloseTo(shown[0]?.naive ?? Number.NaN, 9);
    expect(printed.slice(1).map(([, naive]) => naive)).toEqual(['OverflowError', 'ValueError']);
  });
});

describe('a code book that is squeezed', () => {
  interface Forecasts {
    rows: { p: number; q: number; pBits: number; qBits: number }[];
    own: { entropy: number; crossEntropy: number; kl: number };
    other: { entropy: number };
    dearer: number;
    cheaper: number;
  }
  const toy = committedOutputs().get('two-forecasts') as Forecasts;

  const rectsOf = (marks: readonly SceneMark[] = [], name: string) =>
    marks.flatMap((mark) => (mark.shape === 'rect' && mark.key.startsWith(`${name}-`) ? [mark] : []));
  /** A bill in bits: areas, where the whole width is one and the longest codeword has three bits. */
  const billOf = (marks: readonly SceneMark[] = []): number => {
    const bars = rectsOf(marks, 'bar');
    const width = bars.reduce((sum, bar) => sum + bar.width, 0);
    const bit = Math.max(...bars.map((bar) => bar.height)) / 3;
    return bars.reduce((sum, bar) => sum + (bar.width / width) * (bar.height / bit), 0);
  };

  it('has bars whose area is the bill, and codewords of the length that their share allows', () => {
    const { wide, narrow } = sceneOf('book-and-weather');
    for (const sheet of [wide, narrow]) {
      expect(billOf(sheet.best)).toBeCloseTo(toy.own.entropy, 9);
      expect(billOf(sheet.rainy)).toBeCloseTo(toy.own.crossEntropy, 9);
      expect(billOf(sheet.coast)).toBeCloseTo(toy.other.entropy, 9);
      for (const marks of Object.values(sheet)) {
        const [shares, bars] = [rectsOf(marks, 'book'), rectsOf(marks, 'bar')];
        const width = shares.reduce((sum, share) => sum + share.width, 0);
        const bit = Math.max(...bars.map((bar) => bar.height)) / 3;
        for (const [index, bar] of bars.entries())
          expect(2 ** (-bar.height / bit)).toBeCloseTo((shares[index]?.width ?? 0) / width, 9);
      }
    }
  });

  it('says how much more is paid and saved, which is the difference of the bills', () => {
    const { wide } = sceneOf('book-and-weather');
    const more = wide.rainy?.find(({ key }) => key === 'more');
    expect(more?.shape === 'text' && more.text).toBe('+0.75 − 0.25 = 0.50 more');
    expect(toy.dearer - toy.cheaper).toBeCloseTo(toy.own.crossEntropy - toy.own.entropy, 9);
  });

  it('moves with the results', () => {
    const longer = changed<Forecasts>('two-forecasts', (output) => {
      for (const row of output.rows) row.qBits += 1;
      return output;
    });
    const height = ({ wide }: ReturnType<typeof sceneOf>, state: string) =>
      rectsOf(wide[state], 'bar').reduce((sum, bar) => sum + bar.height, 0);
    const [as, otherwise] = [sceneOf('book-and-weather'), sceneOf('book-and-weather', longer)];
    expect(height(otherwise, 'rainy')).toBeGreaterThan(height(as, 'rainy'));
    expect(height(otherwise, 'best')).toBe(height(as, 'best'));
  });
});

describe('answers that a threshold sweeps', () => {
  interface Threshold {
    rules: {
      threshold: number | null;
      answered: number;
      wrong: number;
      risk: number | null;
      atMost: number | null;
    }[];
    accepted: number;
  }
  interface Sweep {
    steps: { state: string; threshold: number; answered: number; wrong: number }[];
  }
  const stored = committedOutputs().get('answer-threshold') as Threshold;
  const swept = committedOutputs().get('threshold-sweep') as Sweep;

  /** The dots of one colour in the upper half, which are answered. */
  const answered = (marks: readonly SceneMark[] = [], colour: string): number => {
    const zone = marks.find(({ key }) => key === 'zone-above');
    const bottom = zone?.shape === 'rect' ? zone.y + zone.height : Number.NaN;
    return marks.filter(
      (mark) =>
        mark.shape === 'circle' &&
        mark.key.startsWith('dot-') &&
        (mark.stroke ?? mark.fill) === colour &&
        mark.cy < bottom,
    ).length;
  };
  const widthOf = (marks: readonly SceneMark[] = [], key: string): number => {
    const mark = marks.find((one) => one.key === key);
    return mark?.shape === 'rect' ? mark.width : Number.NaN;
  };

  it('are those that each rule answers, as many of them wrong, and a bar as long as that share', () => {
    const { wide, narrow, data } = sceneOf('threshold-sweep');
    for (const sheet of [wide, narrow])
      for (const [place, state] of ['simple', 'cautious'].entries()) {
        const { answered: all = 0, wrong = 0, risk = 0 } = stored.rules[place] ?? {};
        expect(answered(sheet[state], '$wrong'), state).toBe(wrong);
        expect(answered(sheet[state], '$right'), state).toBe(all - wrong);
        const share = widthOf(sheet[state], 'risk') / widthOf(sheet[state], 'track');
        expect(share).toBeCloseTo(risk ?? 0, 9);
      }
    expect(answered(wide.all, '$wrong') + answered(wide.all, '$right')).toBe(data.rows?.length);
  });

  it('are as many at each threshold of the dial as it says', () => {
    const { wide, narrow, data } = sceneOf('threshold-sweep');
    for (const { threshold, answered: all, wrong } of swept.steps) {
      const frame = String(
        data.gates?.find((gate) => gate.threshold === threshold && gate.bound === null)?.state,
      );
      for (const marks of [wide[frame], narrow[frame]])
        expect([answered(marks, '$wrong'), answered(marks, '$right')], frame).toEqual([wrong, all - wrong]);
    }
  });

  it('move with the results', () => {
    const stricter = changed<Sweep>('threshold-sweep', (output) => {
      const simple = output.steps.find(({ state }) => state === 'simple');
      if (simple) simple.threshold = 0.9;
      return output;
    });
    const passed = ({ wide }: ReturnType<typeof sceneOf>) =>
      answered(wide.simple, '$wrong') + answered(wide.simple, '$right');
    expect(passed(sceneOf('threshold-sweep', stricter))).toBeLessThan(passed(sceneOf('threshold-sweep')));
  });
});

describe('paths that meet', () => {
  const unit = { wide: 262, narrow: 156 };
  const markOf = (marks: readonly SceneMark[] | undefined, key: string) =>
    (marks?.find((mark) => mark.key === key) ?? {}) as Partial<Record<string, unknown>>;
  const chosen = (marks: readonly SceneMark[] = []) =>
    marks
      .flatMap(({ key, opacity }) =>
        key.startsWith('lit-') && opacity === 1 ? [key.replace('lit-', '')] : [],
      )
      .sort();

  it('are as thick at each end as the paths that ⊕ leaves there, and the winner is lit', () => {
    const scene = sceneOf('choices-drawn');
    const totals = { end: { x: 0.275, y: 0.32, z: 0.405 }, path: { x: 0.2, y: 0.28, z: 0.175 } };
    for (const sheet of ['wide', 'narrow'] as const) {
      for (const [state, ends] of Object.entries(totals))
        for (const [end, total] of Object.entries(ends)) {
          const height = Number(markOf(scene[sheet][state], `out-${end}`).height);
          expect(height / unit[sheet], `${state} ${end}`).toBeCloseTo(total, 9);
          expect(markOf(scene[sheet][state], `total-${end}`).text).toBe(`${(100 * total).toFixed(1)}%`);
        }
      const { end, path, greedy } = scene[sheet];
      expect(markOf(end, 'added').text).toBe('0.16 + 0.07 + 0.175');
      expect([chosen(end), chosen(path), chosen(greedy)]).toEqual([
        ['S→A→z', 'S→B→z', 'S→C→z'],
        ['S→B→y'],
        ['S→A→x'],
      ]);
      expect(Number(markOf(greedy, 'S→A→x').strokeWidth) / unit[sheet]).toBeCloseTo(0.2, 9);
    }
  });

  it('move with the results', () => {
    interface Answers {
      edges: { from: string; to: string; weight: number }[];
    }
    const thinner = changed<Answers>('three-answers', (output) => {
      const [first] = output.edges;
      if (first) first.weight /= 2;
      return output;
    });
    const [as, otherwise] = [sceneOf('choices-drawn'), sceneOf('choices-drawn', thinner)];
    const width = (scene: typeof as) => Number(markOf(scene.wide.end, 'S→A→x').strokeWidth);
    expect(width(otherwise)).toBeCloseTo(width(as) / 2, 9);
    expect(markOf(otherwise.wide.end, 'S→B→y').strokeWidth).toBe(markOf(as.wide.end, 'S→B→y').strokeWidth);
  });
});

describe('products that fall', () => {
  const dotsOn = (marks: readonly SceneMark[] = []) =>
    Object.fromEntries(
      marks.flatMap((mark) =>
        mark.shape === 'circle'
          ? [[mark.key.replace('dot-', ''), { bottom: mark.cy + mark.r, fill: mark.fill }]]
          : [],
      ),
    );
  const rectOn = (marks: readonly SceneMark[] = [], key: string) => {
    const mark = marks.find((one) => one.key === key);
    if (mark?.shape !== 'rect') throw new Error(`there is no ${key}`);
    return { top: mark.y, bottom: mark.y + mark.height };
  };

  it('are zero from the token on that the data say, and else as far down as the sum', () => {
    const scene = sceneOf('running-product');
    for (const sheet of ['wide', 'narrow'] as const)
      for (const [state, marks] of Object.entries(scene[sheet])) {
        const tokens = Number(scene.data.states?.find((row) => row.state === state)?.tokens);
        const log = tokens === 0 ? 0 : Number(scene.data.rows?.[tokens - 1]?.log);
        const [sum, ground] = [rectOn(marks, 'trail-sum'), rectOn(marks, 'ground')];
        const floor = Number(scene.data.lanes?.find(({ name }) => name === 'float64')?.floor);
        const nat = (rectOn(marks, 'floor-float64').top - sum.top) / floor;
        expect(sum.bottom - sum.top, state).toBeCloseTo(log * nat, 6);
        const dots = dotsOn(marks);
        for (const { name, zero } of scene.data.lanes ?? []) {
          const isZero = zero !== null && Number(zero) <= tokens;
          const dot = dots[String(name)];
          expect(dot?.fill === '$wrong', `${name} in ${state}`).toBe(isZero);
          expect(dot?.bottom).toBeCloseTo(isZero ? ground.top : sum.bottom, 6);
        }
        expect(sum.bottom).toBeLessThan(ground.top - 50);
      }
  });

  it('move with the results', () => {
    interface Products {
      formats: { format: string; zero: number | null }[];
    }
    const later = changed<Products>('running-product', (output) => {
      const float32 = output.formats.find(({ format }) => format === 'float32');
      if (float32) float32.zero = 187;
      return output;
    });
    const { wide } = sceneOf('running-product', later);
    expect(dotsOn(wide.float64).float32?.fill).toBe('$chosen');
    expect(dotsOn(wide.all).float32?.fill).toBe('$wrong');
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
      const blocks = rectsOf(marks, 'head-').filter(({ height }) => height > 0);
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
      const end = Math.max(...[first, second].map((one) => (one ? one.x + one.width : Number.NaN)));
      expect(end).toBeCloseTo(places.get(state === 'apart' ? 2 : compose(2, 2, Number(k))) ?? 0, 6);
    }
  });
});
