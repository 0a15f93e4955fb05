import { curious, list, prose, section, table } from '#report';
import { decibels, equation, given, math, real, ref, term, text } from '#report/values';
import { referenceLevels } from './reference-levels.measure.ts';

export const references = section({
  id: 'reference-levels',
  title: prose`A ratio to what?`,
  needs: { m: referenceLevels },
  write: ({ m }) => [
    prose`“The token is thirty decibels down.” Below what: the likeliest token, certainty, or itself before the
      prompt was changed? A *change* in decibels needs no reference. A *level* does.

      Take a probability of one half. Against certainty it is ${decibels(m.half.certainty, { digits: 0 })}. Against its opposite, the chance that the thing is *not* so, it is ${decibels(m.half.odds, { digits: 0 })}: as likely as not. The second ratio is called the
      ${term('odds')}:`,
    equation`L(p) = 10 \log_{10} \frac{p}{1 - p}\ \text{dB}`,
    prose`Which reference is the better one (${ref('odds-ladder')})?`,
    table({
      id: 'odds-ladder',
      caption: prose`A probability as a level against certainty, and as a level against its opposite.`,
      rows: m.ladder,
      columns: [
        ['probability', (row) => given(row.probability)],
        ['against certainty (dB)', (row) => decibels(row.certainty)],
        ['against its opposite: odds (dB)', (row) => decibels(row.odds)],
      ],
    }),
    prose`For what is rare the two agree. For what is nearly certain only the odds still move: each further nine adds about ten decibels. And the odds of ${math`p`} and of ${math`1 - p`} differ only in sign.`,
    curious(prose`Which letters stand behind “dB”, and why does it matter?`, [
      prose`For common references engineers put letters behind the unit. One volt is
        ${list(m.oneVolt.map(({ name, level }) => prose`${real(level, { digits: 2 })} ${text(name)}`))}: any of these
        could be meant by a bare “dB”.`,
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
      prose`The amplitude is the root mean square of the wave, except for dBFS, where it is the *peak*.`,
    ]),
  ],
});
