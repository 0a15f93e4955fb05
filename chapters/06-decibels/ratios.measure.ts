import {
  amplitudeToDecibels,
  DECIBELS_PER_BIT,
  DECIBELS_PER_NAT,
  decibelsToPower,
  powerToDecibels,
} from '#numerics/decibel';
import { each, measurement } from '#report/measurement';

/** Ratios of powers that one meets, the factors of a bit and of a nat among them. */
const LADDER = [0.001, 0.1, 0.5, 1, 2, Math.E, 3, 4, 10, 100];
const LEVEL = 60;
/** Levels whose factors one can keep in the head. */
const IN_THE_HEAD = [1, 3, 5, 7, 10, 17];

export const ratioLevels = measurement({
  id: 'ratio-levels',
  kinds: {
    ladder: each('float64', 'power', 'amplitude', 'level', 'nats', 'bits'),
    double: { power: 'float64', amplitude: 'float64' },
    tenth: { nats: 'float64', level: 'float64' },
    square: { each: 'exact', power: 'float64', both: 'float64', level: 'float64' },
    head: { level: 'exact', power: 'float64' },
    ...each('float64', 'nat', 'bit', 'neper'),
  },
  async measure() {
    const power = decibelsToPower(LEVEL);
    return {
      ladder: LADDER.map((power) => ({
        power,
        amplitude: Math.sqrt(power),
        level: powerToDecibels(power),
        nats: Math.log(power),
        bits: Math.log2(power),
      })),
      double: { power: powerToDecibels(2), amplitude: amplitudeToDecibels(2) },
      tenth: { nats: Math.log(0.1), level: powerToDecibels(0.1) },
      square: { each: LEVEL, power, both: power + power, level: powerToDecibels(power + power) },
      head: IN_THE_HEAD.map((level) => ({ level, power: decibelsToPower(level) })),
      nat: DECIBELS_PER_NAT,
      bit: DECIBELS_PER_BIT,
      neper: amplitudeToDecibels(Math.E),
    };
  },
});
