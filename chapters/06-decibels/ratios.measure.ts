import {
  amplitudeToDecibels,
  DECIBELS_PER_BIT,
  DECIBELS_PER_NAT,
  decibelsToAmplitude,
  decibelsToPower,
  powerToDecibels,
} from '#numerics/decibel';
import { each, measurement } from '#report/measurement';

/** Amplitude ratios whose squares are also round numbers. */
const LADDER = [0.1, 0.5, 1, 2, 5, 10];

export const ratioLevels = measurement({
  id: 'ratio-levels',
  kinds: {
    ratios: { ratio: 'exact', power: 'float64', amplitude: 'float64' },
    levels: { level: 'exact', power: 'float64', amplitude: 'float64' },
    ladder: { amplitude: 'exact', power: 'float64', level: 'float64' },
    double: { power: 'float64', amplitude: 'float64' },
    ...each('float64', 'one', 'nat', 'bit', 'neper'),
  },
  async measure() {
    const levels = (x: number) => ({ power: powerToDecibels(x), amplitude: amplitudeToDecibels(x) });
    return {
      ratios: [0.1, 0.5, 1, 2, 10, 100].map((ratio) => ({ ratio, ...levels(ratio) })),
      levels: [-3, 1, 3, 6, 10, 20].map((level) => ({
        level,
        power: decibelsToPower(level),
        amplitude: decibelsToAmplitude(level),
      })),
      ladder: LADDER.map((amplitude) => ({
        amplitude,
        power: amplitude ** 2,
        level: amplitudeToDecibels(amplitude),
      })),
      double: levels(2),
      one: decibelsToPower(1),
      nat: DECIBELS_PER_NAT,
      bit: DECIBELS_PER_BIT,
      neper: amplitudeToDecibels(Math.E),
    };
  },
});
