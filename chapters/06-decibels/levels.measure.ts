import {
  addLevels,
  amplitudeToDecibels,
  DECIBELS_PER_NAT,
  decibelsToPower,
  decibelsToProbability,
  meanLevel,
  powerToDecibels,
  probabilityToDecibels,
} from '#numerics/decibel';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';

/** Everything about levels that is arithmetic: no model is asked. */

const PROBABILITIES = [0.99, 0.999];
/** Levels to learn by heart, in dB. */
const PAIRS = [1, 3, 6, 10, 20];
/** The upper ends of the first four grades of evidence in Jeffreys (1961), in dB. */
const GRADES = [5, 10, 15, 20];

export const ratioLevels = measurement({
  id: 'ratio-levels',
  kinds: {
    ...each('float64', 'doubledVoltage', 'nat'),
    pairs: { level: 'exact', ...each('float64', 'power', 'amplitude') },
    odds: { probability: 'exact', ...each('float64', 'certainty', 'odds') },
    grades: { level: 'exact', ...each('float64', 'ratio', 'probability') },
  },
  async measure() {
    const levelsOf = (p: number) => ({ certainty: powerToDecibels(p), odds: probabilityToDecibels(p) });
    return {
      doubledVoltage: amplitudeToDecibels(2),
      nat: DECIBELS_PER_NAT,
      pairs: PAIRS.map((level) => ({
        level,
        power: decibelsToPower(level),
        amplitude: Math.sqrt(decibelsToPower(level)),
      })),
      odds: PROBABILITIES.map((probability) => ({ probability, ...levelsOf(probability) })),
      /** What each grade makes of even odds at most. */
      grades: GRADES.map((level) => ({
        level,
        ratio: decibelsToPower(level),
        probability: decibelsToProbability(level),
      })),
    };
  },
});

/** The noise of one machine. */
const MACHINE = 60;
/** Levels of a machine over three equal parts of a day. */
const WORK = { readings: [60, 60, 90] };

export const levelSums = measurement({
  id: 'level-sums',
  kinds: {
    ...each('exact', 'each', 'power', 'sum'),
    ...each('float64', 'two', 'coherent'),
    work: { readings: 'exact', ...each('float64', 'ofLevels', 'ofPowers') },
  },
  async measure() {
    return {
      each: MACHINE,
      power: decibelsToPower(MACHINE),
      sum: 2 * decibelsToPower(MACHINE),
      two: addLevels(MACHINE, MACHINE),
      coherent: MACHINE + amplitudeToDecibels(2),
      work: { ...WORK, ofLevels: mean(WORK.readings), ofPowers: meanLevel(WORK.readings) },
    };
  },
});
