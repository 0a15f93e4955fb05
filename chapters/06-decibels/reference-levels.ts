import { code, curious, table } from '#report/block';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { decibels, given, real, ref, text } from '#report/values';
import { referenceLevels } from './reference-levels.measure.ts';

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
