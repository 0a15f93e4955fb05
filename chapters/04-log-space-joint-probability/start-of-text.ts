import { prose, section, table } from '#report';
import { percent, ref, text, token } from '#report/values';
import { startOfText } from './start-of-text.measure.ts';

export const startOfTextSection = section({
  id: 'start-of-text',
  title: prose`Start tokens`,
  needs: { m: startOfText },
  write: ({ m }) => [
    prose`What comes before a text counts, too. How likely is ${token(m.second)} after ${token(m.first)}, with and without
      something before it (${ref('first-words-table')})?`,
    table({
      id: 'first-words-table',
      caption: prose`The probability of ${token(m.second)} after ${token(m.first)}, by what comes before
        ${token(m.first)}.`,
      rows: m.rows,
      columns: [
        ['before it', (row) => text(row.what)],
        ['probability', (row) => percent(row.probability, 2)],
      ],
    }),
    prose`When two programs disagree about a score, first compare what each puts before the text. Some add a
      start token. Without one, the first token has no probability.`,
  ],
});
