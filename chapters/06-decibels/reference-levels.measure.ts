import type { LevelUnit } from '#numerics/decibel';
import { amplitudeToDecibels, LEVEL_UNITS, levelOf } from '#numerics/decibel';
import { pow } from '#numerics/pow';
import { fullScaleToStep } from '#numerics/quantise';
import { each, measurement } from '#report/measurement';

const BITS = 16;

const EXAMPLES: readonly { unit: LevelUnit; value: number; what: string }[] = [
  { unit: LEVEL_UNITS.dBm, value: 1, what: 'a hand-held transmitter' },
  { unit: LEVEL_UNITS.dBm, value: 1e-12, what: 'a faint signal at an antenna' },
  { unit: LEVEL_UNITS.dBV, value: 2, what: 'the output of a disc player' },
  { unit: LEVEL_UNITS.dBu, value: 2, what: 'the same output' },
  { unit: LEVEL_UNITS.dBSPL, value: 0.02, what: 'people talking' },
  { unit: LEVEL_UNITS.dBSPL, value: 20, what: 'a sound that hurts' },
  { unit: LEVEL_UNITS.dBFS, value: 0.5, what: 'half of full scale' },
  { unit: LEVEL_UNITS.dBFS, value: 2 / pow(2, BITS), what: 'one step of sixteen bits' },
];

/** With the four significant digits that a table shows. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

export const referenceLevels = measurement({
  id: 'reference-levels',
  kinds: {
    units: { reference: 'exact' },
    examples: { value: 'exact', level: 'float64' },
    bits: 'exact',
    steps: 'exact',
    ...each('float64', 'step', 'range', 'sinePeak', 'sineRms'),
    oneWatt: { value: 'exact', level: 'float64' },
  },
  async measure() {
    return {
      units: Object.values(LEVEL_UNITS).map((unit) => ({
        ...unit,
        quantity: unit.quantity as string,
        reference: rounded(unit.reference),
      })),
      examples: EXAMPLES.map(({ unit, value, what }) => ({
        name: unit.name,
        what,
        value: rounded(value),
        unit: unit.unit,
        level: levelOf(value, unit),
      })),
      bits: BITS,
      steps: pow(2, BITS),
      step: levelOf(2 / pow(2, BITS), LEVEL_UNITS.dBFS),
      range: fullScaleToStep(BITS),
      oneWatt: { value: 1, level: levelOf(1, LEVEL_UNITS.dBm) },
      sinePeak: amplitudeToDecibels(Math.SQRT2),
      sineRms: amplitudeToDecibels(Math.SQRT1_2),
    };
  },
});
