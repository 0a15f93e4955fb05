import {
  amplitudeToDecibels,
  DECIBELS_PER_BIT,
  DECIBELS_PER_NAT,
  decibelsToAmplitude,
  decibelsToPower,
  powerToDecibels,
} from '#numerics/decibel';
import { measurement } from '#report/measurement';

const RATIOS = [0.1, 0.5, 1, 2, 10, 100];

const LEVELS = [-3, 1, 3, 6, 10, 20];

/** Amplitude ratios whose squares are also round numbers. */
const LADDER = [0.1, 0.5, 1, 2, 5, 10];

export const ratioLevels = measurement({
  id: 'ratio-levels',
  kinds: {
    ratios: { ratio: 'exact', power: 'float64', amplitude: 'float64' },
    levels: { level: 'exact', power: 'float64', amplitude: 'float64' },
    ladder: { amplitude: 'exact', power: 'float64', level: 'float64' },
    double: { power: 'float64', amplitude: 'float64' },
    one: 'float64',
    nat: 'float64',
    bit: 'float64',
    neper: 'float64',
  },
  async measure() {
    return {
      ratios: RATIOS.map((ratio) => ({
        ratio,
        power: powerToDecibels(ratio),
        amplitude: amplitudeToDecibels(ratio),
      })),
      levels: LEVELS.map((level) => ({
        level,
        power: decibelsToPower(level),
        amplitude: decibelsToAmplitude(level),
      })),
      ladder: LADDER.map((amplitude) => ({
        amplitude,
        power: amplitude ** 2,
        level: amplitudeToDecibels(amplitude),
      })),
      double: { power: powerToDecibels(2), amplitude: amplitudeToDecibels(2) },
      one: decibelsToPower(1),
      nat: DECIBELS_PER_NAT,
      bit: DECIBELS_PER_BIT,
      neper: amplitudeToDecibels(Math.E),
    };
  },
});
