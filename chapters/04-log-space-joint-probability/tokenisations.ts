import { choose, claim, code, curious, join, prose, section, table } from '#report';
import { count, nats, percent, ref, term, text, token } from '#report/values';
import { tokenisations } from './tokenisations.measure.ts';

export const tokenisationsSection = section({
  id: 'tokenisations',
  title: prose`One word, many ways to cut it`,
  needs: { m: tokenisations },
  write({ m }) {
    const many = prose`There are ${count(m.count)} ways`;
    const others = prose`the usual way alone misses ${percent(m.othersShare)} of the whole.`;
    const verdict = prose`${claim(m.ownShare, m.othersShare, {
      greater: choose(m.isNearlyAll, {
        yes: prose`For this word the one usual way is nearly everything, and it is customary to score only
          that. For rare words, names and typing errors it need not be so.`,
        no: prose`It is customary to score only the usual way; for this word that misses the rest.`,
      }),
      less: prose`Here the usual way is not even half of it: to score only that would be badly wrong.`,
      tooClose: prose`Here the usual way is only about half of it.`,
    })}`;
    return [
      prose`The tokeniser cuts ${token(m.word)} in one way. But the model could also *spell* it, with shorter
      tokens, and the reader of the text would never know. All these ways are different sequences of tokens
      and exclude each other, so the probability that the text goes on with these letters, and a token ends
      with the last of them, is their sum. How much have we been missing?

      ${choose(m.ways, { one: prose`There is one way`, 'mostly own': many, 'mostly others': many })} to cut ${token(m.word)} into pieces that the ${term('vocabulary')} has.
      The model scores each after “${text(m.prompt)}”; ${ref('cuts-table')} shows the likeliest.`,
      table({
        id: 'cuts-table',
        caption: prose`Ways to write ${token(m.word)} after “${text(m.prompt)}”, the likeliest first.`,
        rows: m.rows,
        columns: [
          ['pieces', (row) => join(row.pieces.map(token), prose` `)],
          ['log-probability (nats)', (row) => nats(row.logprob)],
          ['probability', (row) => percent(row.probability)],
        ],
      }),
      prose`What to see: the tokeniser's own way has ${nats(m.own)}. ${choose(m.ways, {
        one: prose`There is no other.`,
        'mostly own': prose`The log-sum-exp of all ways is ${choose(m.isNearlyAll, {
          yes: prose`hardly higher`,
          no: prose`higher by ${nats(m.gain)}`,
        })}: ${others}`,
        'mostly others': prose`The log-sum-exp of all ways is higher by ${nats(m.gain)}: ${others}`,
      })}
      ${choose(m.ways, { one: prose``, 'mostly own': verdict, 'mostly others': verdict })}`,
      curious(prose`How are all the ways found?`, [
        prose`By taking each piece that the word can begin with, and cutting the rest in all ways:`,
        code('#chapters/04-log-space-joint-probability/tokenisations.measure', 'segmentations'),
      ]),
    ];
  },
});
