import { LEVEL_UNITS, levelOf, powerToDecibels, probabilityToDecibels } from '#numerics/decibel';
import { measurement } from '#report/measurement';

const PROBABILITIES = [0.001, 0.1, 0.5, 0.667, 0.8, 0.9, 0.99, 0.999];

/** With the four significant digits that a table shows. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

export const referenceLevels = measurement({
  id: 'reference-levels',
  kinds: {
    units: { reference: 'exact' },
    oneVolt: { level: 'float64' },
    ladder: { probability: 'exact', certainty: 'float64', odds: 'float64' },
    half: { probability: 'exact', certainty: 'float64', odds: 'float64' },
  },
  async measure() {
    const { dBV, dBu, dBm } = LEVEL_UNITS;
    const levels = (p: number) => ({
      probability: p,
      certainty: powerToDecibels(p),
      odds: probabilityToDecibels(p),
    });
    return {
      units: Object.values(LEVEL_UNITS).map((unit) => ({
        ...unit,
        quantity: unit.quantity as string,
        reference: rounded(unit.reference),
      })),
      /** One volt: as a voltage, and as the power that it makes in 50 ohm. */
      oneVolt: [
        { name: dBV.name as string, level: levelOf(1, dBV) },
        { name: dBu.name as string, level: levelOf(1, dBu) },
        { name: 'dBm in 50 ohm', level: levelOf(1 / 50, dBm) },
      ],
      ladder: PROBABILITIES.map(levels),
      half: levels(0.5),
    };
  },
});
