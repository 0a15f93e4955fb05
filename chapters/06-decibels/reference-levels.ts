import { amplitudeToDecibels, LEVEL_UNITS, type LevelUnit, levelOf } from '#numerics/decibel';
import { fullScaleToStep } from '#numerics/quantise';
import { code, curious, table } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { decibels, given, real, ref, text } from '#report/values';

const BITS = 16;

const EXAMPLES: readonly { unit: LevelUnit; value: number; what: string }[] = [
  { unit: LEVEL_UNITS.dBm, value: 1, what: 'a hand-held transmitter' },
  { unit: LEVEL_UNITS.dBm, value: 1e-12, what: 'a faint signal at an antenna' },
  { unit: LEVEL_UNITS.dBV, value: 2, what: 'the output of a disc player' },
  { unit: LEVEL_UNITS.dBu, value: 2, what: 'the same output' },
  { unit: LEVEL_UNITS.dBSPL, value: 0.02, what: 'people talking' },
  { unit: LEVEL_UNITS.dBSPL, value: 20, what: 'a sound that hurts' },
  { unit: LEVEL_UNITS.dBFS, value: 0.5, what: 'half of full scale' },
  { unit: LEVEL_UNITS.dBFS, value: 2 / 2 ** BITS, what: 'one step of sixteen bits' },
];

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
    steps: 'exact',
    step: 'float64',
    range: 'float64',
    oneWatt: { value: 'exact', level: 'float64' },
    sinePeak: 'float64',
    sineRms: 'float64',
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
      steps: 2 ** BITS,
      step: levelOf(2 / 2 ** BITS, LEVEL_UNITS.dBFS),
      range: fullScaleToStep(BITS),
      oneWatt: { value: 1, level: levelOf(1, LEVEL_UNITS.dBm) },
      sinePeak: amplitudeToDecibels(Math.SQRT2),
      sineRms: amplitudeToDecibels(Math.SQRT1_2),
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
        “The token is thirty decibels down.” Below what: the likeliest token, certainty, or itself before the prompt was
        changed? A *change* in decibels needs no reference; a *level* is the ratio of a value to one, and says little until
        you name it. For common references engineers put letters behind “dB”: see ${ref('reference-table')}.
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
      prose`
        A ${given(m.oneWatt.value)} W transmitter is ${decibels(m.oneWatt.level, { digits: 0 })} above a milliwatt, so
        ${real(m.oneWatt.level, 'float64', { digits: 2 })} dBm. For a voltage or a sound, the amplitude is the root mean square
        (RMS) of the wave; for dBFS here it is the *peak*, which for a sine is ${decibels(m.sinePeak)} higher. Do not mix the
        two.
      `,
      curious(prose`What levels do things in the world have?`, [
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
          What to see: negative levels are nothing odd, only below the reference. The same output of two volts has two
          levels, because two references are in use.

          For dBFS we compare peaks. The standard AES17 compares the RMS with that of a full-scale sine, so a full-scale sine
          is ${given(0)} dBFS both ways, while a plain RMS against one would say ${real(m.sineRms, 'float64', { digits: 3 })}.
        `,
      ]),
    ];
  },
});
