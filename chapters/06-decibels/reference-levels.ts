import { code, curious, prose, section, table } from '#report';
import { decibels, given, real, ref, text } from '#report/values';
import { referenceLevels } from './reference-levels.measure.ts';

export const references = section({
  id: 'reference-levels',
  title: prose`A ratio to what?`,
  needs: { m: referenceLevels },
  write: ({ m }) => [
    prose`“The token is thirty decibels down.” Below what: the likeliest token, certainty, or itself before
      the prompt was changed? A *change* in decibels needs no reference; a *level* is the ratio of a value to
      one, and says little until you name it. For common references engineers put letters behind “dB”: see
      ${ref('reference-table')}.`,
    table({
      id: 'reference-table',
      caption: prose`Levels with a name, and what stands at zero decibels.`,
      rows: m.units,
      columns: [
        ['level', (row) => text(row.name)],
        ['of', (row) => text(row.quantity)],
        ['reference', (row) => prose`${given(row.reference)} ${text(row.unit)}`, 'right'],
        ['which is', (row) => text(row.meaning)],
        ['source', (row) => text(row.source)],
      ],
    }),
    prose`A ${given(m.oneWatt.value)} W transmitter is ${decibels(m.oneWatt.level, { digits: 0 })} above a
      milliwatt, so ${real(m.oneWatt.level, { digits: 2 })} dBm. For a voltage or a sound, the amplitude is
      the root mean square (RMS) of the wave; for dBFS here it is the *peak*, which for a sine is
      ${decibels(m.sinePeak)} higher. Do not mix the two.`,
    curious(prose`What levels do things in the world have?`, [
      code('#numerics/decibel', 'level-of'),
      table({
        id: 'level-examples',
        caption: prose`Values from the world as levels.`,
        rows: m.examples,
        columns: [
          ['what', (row) => text(row.what)],
          ['value', (row) => prose`${given(row.value)} ${text(row.unit)}`, 'right'],
          ['level', (row) => real(row.level, { digits: 4 })],
          ['in', (row) => text(row.name)],
        ],
      }),
      prose`What to see: negative levels are nothing odd, only below the reference. The same output of two
        volts has two levels, because two references are in use.

        For dBFS we compare peaks. The standard AES17 compares the RMS with that of a full-scale sine, so a
        full-scale sine is ${given(0)} dBFS both ways, while a plain RMS against one would say
        ${real(m.sineRms, { digits: 3 })}.`,
    ]),
  ],
});
