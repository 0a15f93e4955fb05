import { LEVEL_UNITS, type LevelUnit, levelOf } from '#numerics/decibel';
import { fullScaleSineToNoise, fullScaleToStep } from '#numerics/quantise';
import { code, table } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { decibels, given, real, ref, text } from '#report/values';

const EXAMPLES: readonly { unit: LevelUnit; value: number; what: string }[] = [
  { unit: LEVEL_UNITS.dBm, value: 1, what: 'a hand-held transmitter' },
  { unit: LEVEL_UNITS.dBm, value: 1e-12, what: 'a faint signal at an antenna' },
  { unit: LEVEL_UNITS.dBV, value: 2, what: 'the output of a disc player' },
  { unit: LEVEL_UNITS.dBu, value: 2, what: 'the same output' },
  { unit: LEVEL_UNITS.dBSPL, value: 0.02, what: 'people talking' },
  { unit: LEVEL_UNITS.dBSPL, value: 20, what: 'a sound that hurts' },
  { unit: LEVEL_UNITS.dBFS, value: 0.5, what: 'half of full scale' },
  { unit: LEVEL_UNITS.dBFS, value: 2 ** -16, what: 'one step of sixteen bits' },
];
const BITS = 16;

/** With the four significant digits that a table shows. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

export const referenceLevels = measurement({
  id: 'reference-levels',
  kinds: {
    units: {
      name: 'exact',
      quantity: 'exact',
      reference: 'exact',
      unit: 'exact',
      meaning: 'exact',
      source: 'exact',
    },
    examples: { name: 'exact', what: 'exact', value: 'exact', unit: 'exact', level: 'float64' },
    bits: 'exact',
    range: 'float64',
    sineToNoise: 'float64',
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
      range: fullScaleToStep(BITS),
      sineToNoise: fullScaleSineToNoise(BITS),
    };
  },
});

export const references = section({
  id: 'reference-levels',
  title: prose`A ratio to what?`,
  needs: { m: referenceLevels },
  write({ m }) {
    return [
      prose`
        So far a decibel was a *change*: so much more, so much less. It needs no reference, and any two values have one. A
        *level* is something else: the ratio of one value to an agreed reference. Then the name must say which, and the
        letters behind “dB” do that. ${ref('reference-table')} has the common ones.
      `,
      table({
        id: 'reference-table',
        caption: prose`Levels with a name, and what stands at zero decibels.`,
        rows: m.units,
        columns: [
          { head: prose`level`, cell: (row) => prose`${text(row.name)}` },
          { head: prose`of`, cell: (row) => prose`${text(row.quantity)}` },
          {
            head: prose`reference`,
            align: 'right',
            cell: (row) => prose`${given(row.reference)} ${text(row.unit)}`,
          },
          { head: prose`which is`, cell: (row) => prose`${text(row.meaning)}` },
          { head: prose`source`, cell: (row) => prose`${text(row.source)}` },
        ],
      }),
      code('#numerics/decibel', 'level-of'),
      table({
        id: 'level-examples',
        caption: prose`Values from the world as levels.`,
        rows: m.examples,
        columns: [
          { head: prose`what`, cell: (row) => prose`${text(row.what)}` },
          {
            head: prose`value`,
            align: 'right',
            cell: (row) => prose`${given(row.value)} ${text(row.unit)}`,
          },
          {
            head: prose`level`,
            align: 'right',
            cell: (row) => prose`${real(row.level, 'float64', { digits: 4 })}`,
          },
          { head: prose`in`, cell: (row) => prose`${text(row.name)}` },
        ],
      }),
      prose`
        What to see: the numbers are small and handy whatever the thing, and negative ones are nothing odd, only below the
        reference. The same output of two volts has two levels, because two references are in use. And the last line is the
        range of a compact disc: from full scale to one step of its ${given(m.bits)} bits are ${decibels(m.range)}. For a
        full-scale tone, rounding to these steps leaves the noise ${decibels(m.sineToNoise)} below it. ${ref('quantisation-as-noise')} comes back to that.
      `,
      prose`
        For a language model the reference must be said just as well. “The token is thirty decibels down” means nothing
        until you add: below the likeliest token, or below certainty, or before the prompt was changed.
      `,
    ];
  },
});
