import { at } from '#numerics/list';
import { finding, greater, prose, type Seen, section, table } from '#report';
import { percent, real, ref, text, token } from '#report/values';
import { startOfText } from './start-of-text.measure.ts';

const storyLineHelps = ({ rows, first, second }: Seen<typeof startOfText>) => {
  const [nothing, line] = [at(rows, 0), at(rows, rows.length - 1)];
  return finding({
    id: 'story-line-helps',
    when: greater(
      'probability after a line that announces a story above that without',
      line.probability,
      nothing.probability,
    ),
    text: () => prose`With nothing before ${token(first)}, ${token(second)} has
      ${percent(nothing.probability, 2)}. After a line that announces a story, it has
      ${percent(line.probability, 2)}.`,
  });
};

export const startOfTextSection = section({
  id: 'start-of-text',
  title: prose`Start tokens`,
  needs: { m: startOfText },
  write: ({ m }) => [
    prose`“Once upon” opens countless stories. How likely is ${token(m.second)} after ${token(m.first)}
      (${ref('first-words-table')})?`,
    table({
      id: 'first-words-table',
      caption: prose`The probability of ${token(m.second)} after ${token(m.first)}, by what comes before. The
        last column compares with the first row.`,
      rows: m.rows,
      columns: [
        ['before it', (row) => text(row.what)],
        ['probability', (row) => percent(row.probability, 2)],
        ['times as likely', (row) => (row.times === null ? prose`–` : real(row.times, 2))],
      ],
    }),
    prose`${storyLineHelps(m)} When two programs disagree about a score, first compare what each puts in front.
      Some add a start token. Without one, the first token has no probability.`,
  ],
});
