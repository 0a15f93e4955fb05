import {
  addLevels,
  amplitudeToDecibels,
  DECIBELS_PER_BIT,
  DECIBELS_PER_NAT,
  decibelsToPower,
  LEVEL_UNITS,
  levelOf,
  meanLevel,
  powerToDecibels,
  probabilityToDecibels,
} from '#numerics/decibel';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';

/** Everything about levels that is arithmetic: no model is asked. */

/** Ratios of powers, among them the factors of a nat and of a bit. */
const RATIOS = [0.001, 0.1, 0.5, 1, 2, Math.E, 4, 10, 100];
const PROBABILITIES = [0.001, 0.1, 0.5, 0.8, 0.9, 0.99, 0.999];

export const ratioLevels = measurement({
  id: 'ratio-levels',
  kinds: {
    ladder: each('float64', 'power', 'amplitude', 'level', 'nats', 'bits'),
    ...each('float64', 'doubledVoltage', 'nat', 'bit'),
    oneVolt: { level: 'float64' },
    odds: { probability: 'exact', ...each('float64', 'certainty', 'odds') },
    half: each('float64', 'certainty', 'odds'),
  },
  async measure() {
    const { dBV, dBu, dBm } = LEVEL_UNITS;
    const levelsOf = (p: number) => ({ certainty: powerToDecibels(p), odds: probabilityToDecibels(p) });
    return {
      ladder: RATIOS.map((power) => ({
        power,
        amplitude: Math.sqrt(power),
        level: powerToDecibels(power),
        nats: Math.log(power),
        bits: Math.log2(power),
      })),
      doubledVoltage: amplitudeToDecibels(2),
      nat: DECIBELS_PER_NAT,
      bit: DECIBELS_PER_BIT,
      /** As a voltage by two references, and as the power that it makes in 50 ohms. */
      oneVolt: [
        { name: dBV.name as string, level: levelOf(1, dBV) },
        { name: dBu.name as string, level: levelOf(1, dBu) },
        { name: dBm.name as string, level: levelOf(1 / 50, dBm) },
      ],
      odds: PROBABILITIES.map((probability) => ({ probability, ...levelsOf(probability) })),
      half: levelsOf(0.5),
    };
  },
});

/** The noise of one machine, and what a meter shows with the machine on and off. */
const MACHINE = 60;
const METER = { on: 63, off: 60 };
const DIFFERENCES = Array.from({ length: 81 }, (_, index) => index / 4);
/** The levels of a street over a day, and how many hours it is quiet. */
const STREET = { quiet: 40, loud: 80 };
const QUIET_HOURS = 23;
/** Probabilities of the right answer in two cases. */
const CASES = { sure: 0.9, hopeless: 0.001 };
/** Levels at work over three equal parts of a day, and the lower action value of the European rule. */
const WORK = { readings: [60, 60, 90], limit: 80, rule: 'Directive 2003/10/EC' };

export const levelSums = measurement({
  id: 'level-sums',
  kinds: {
    curve: { difference: 'exact', gain: 'float64' },
    marks: { difference: 'exact', gain: 'float64' },
    ...each('exact', 'each', 'power', 'sum'),
    ...each('float64', 'two', 'ten', 'coherent'),
    meter: { ...each('exact', 'on', 'off'), machine: 'float64' },
    street: { ...each('exact', 'quiet', 'loud'), ...each('float64', 'ofLevels', 'ofPowers') },
    cases: { ...each('exact', 'sure', 'hopeless'), ...each('float64', 'ofProbabilities', 'ofLogs') },
    work: { ...each('exact', 'readings', 'limit'), ...each('float64', 'ofLevels', 'ofPowers') },
  },
  async measure() {
    const gainAt = (difference: number) => ({ difference, gain: addLevels(0, -difference) });
    const hours = [...Array.from({ length: QUIET_HOURS }, () => STREET.quiet), STREET.loud];
    const cases = [CASES.sure, CASES.hopeless];
    return {
      each: MACHINE,
      power: decibelsToPower(MACHINE),
      sum: 2 * decibelsToPower(MACHINE),
      two: addLevels(MACHINE, MACHINE),
      ten: Array.from({ length: 10 }, () => MACHINE).reduce(addLevels),
      coherent: MACHINE + amplitudeToDecibels(2),
      curve: DIFFERENCES.map(gainAt),
      marks: [0, 5, 10].map(gainAt),
      meter: {
        ...METER,
        machine: powerToDecibels(decibelsToPower(METER.on) - decibelsToPower(METER.off)),
      },
      street: { ...STREET, ofLevels: mean(hours), ofPowers: meanLevel(hours) },
      cases: { ...CASES, ofProbabilities: mean(cases), ofLogs: Math.exp(mean(cases.map(Math.log))) },
      work: { ...WORK, ofLevels: mean(WORK.readings), ofPowers: meanLevel(WORK.readings) },
    };
  },
});
