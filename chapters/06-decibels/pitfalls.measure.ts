import {
  addLevels,
  amplitudeToDecibels,
  LEVEL_UNITS,
  levelOf,
  meanLevel,
  powerToDecibels,
} from '#numerics/decibel';
import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { nextToken } from '../01-logits-logprobs-softmax/next-token.measure.ts';

const READINGS = [60, 60, 90];
/** The lower action value of a rule for noise at work, in dB(A) over eight hours. */
const LIMIT = 80;
const LEVEL = 60;
const VOLTAGE = 10;
const HALVED = { before: 0.2, after: 0.1 };
/** Resistances in ohm, for the power that a voltage makes. */
const RESISTANCES = [600, 50];
const BARS = 3;
/** Bars of a smaller ratio than this are equally long. */
const SAME = 1.0005;
/** Where the axes begin, when all bars are longer than nothing there; else the second begins so many decades lower. */
const BASES = [1e-2, 1e-6];
const [LONGER, LOWER] = [1.1, 1e-4];

/** Where two axes begin on which a bar of the shortest probability has a length. */
export function basesFor(shortest: number): readonly number[] {
  if (shortest > LONGER * at(BASES, 0)) return BASES;
  const base = Number(`1e${Math.floor(Math.log10(shortest / LONGER))}`);
  return [base, Number((base * LOWER).toPrecision(1))];
}

export const decibelMistakes = measurement({
  id: 'decibel-mistakes',
  kinds: {
    voltage: { value: 'exact', right: 'float64', wrong: 'float64' },
    probability: { before: 'exact', after: 'exact', right: 'float64', wrong: 'float64' },
    ...each('exact', 'readings', 'limit', 'level'),
    ...each('float64', 'arithmetic', 'energetic', 'twice', 'naive'),
    names: { level: 'float64' },
  },
  async measure() {
    const inOhms = RESISTANCES.map((ohms) => ({
      name: `dBm in ${ohms} ohm`,
      level: levelOf(1 / ohms, LEVEL_UNITS.dBm),
    }));
    return {
      voltage: { value: VOLTAGE, right: amplitudeToDecibels(VOLTAGE), wrong: powerToDecibels(VOLTAGE) },
      probability: {
        ...HALVED,
        right: powerToDecibels(HALVED.after / HALVED.before),
        wrong: amplitudeToDecibels(HALVED.after / HALVED.before),
      },
      readings: READINGS,
      limit: LIMIT,
      rule: 'Directive 2003/10/EC',
      arithmetic: mean(READINGS),
      energetic: meanLevel(READINGS),
      level: LEVEL,
      twice: addLevels(LEVEL, LEVEL),
      naive: LEVEL + LEVEL,
      addLevels: 'addLevels(a, b)',
      names: [
        ...[LEVEL_UNITS.dBV, LEVEL_UNITS.dBu].map((unit) => ({
          name: unit.name as string,
          level: levelOf(1, unit),
        })),
        ...inOhms,
      ],
    };
  },
});

export const barsOnLogAxis = measurement({
  id: 'bars-on-log-axis',
  needs: { next: nextToken },
  kinds: {
    bars: { probability: 'probability' },
    count: 'exact',
    panels: { base: 'exact', ratioOfLengths: 'probability' },
    ratio: 'probability',
  },
  async measure({ next }) {
    const bars = next.top
      .slice(0, BARS)
      .filter(({ probability }) => probability > 0)
      .map(({ text: token, probability }) => ({ token, probability: Number(probability) }));
    const [first, last] = [at(bars, 0).probability, at(bars, bars.length - 1).probability];
    const bases = basesFor(last);
    return {
      prompt: next.prompt,
      bars,
      count: bars.length,
      axes: either(bases === BASES, 'usual', 'lower'),
      equal: bars.length === 1 ? ('one bar' as const) : either(first / last < SAME, 'yes', 'no'),
      panels: bases.map((base) => ({ base, ratioOfLengths: Math.log(first / base) / Math.log(last / base) })),
      ratio: first / last,
    };
  },
});
