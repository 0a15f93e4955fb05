import { logSumExp } from '#numerics/log-sum-exp';
import { code, curious, table } from '#report/block';
import { claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { count, nats, percent, ref, term, text, token } from '#report/values';

const PROMPT = 'The capital of France is';
const WORD = ' Paris';
const SHOWN = 5;

// #region segmentations
/** All ways to cut a text into pieces that the vocabulary has, longest first piece first. */
export function segmentations(text: string, isPiece: (piece: string) => boolean): string[][] {
  if (text === '') return [[]];
  const found: string[][] = [];
  for (let end = text.length; end > 0; end--) {
    const piece = text.slice(0, end);
    if (!isPiece(piece)) continue;
    for (const rest of segmentations(text.slice(end), isPiece)) found.push([piece, ...rest]);
  }
  return found;
}
// #endregion segmentations

export const tokenisations = measurement({
  id: 'tokenisations',
  kinds: {
    prompt: 'exact',
    word: 'exact',
    count: 'exact',
    own: 'nats',
    all: 'nats',
    ownShare: 'probability',
    gain: 'nats',
    othersShare: 'probability',
    rows: { pieces: 'exact', logprob: 'nats', probability: 'probability' },
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const idsByText = new Map<string, number>();
    const everyId = Array.from({ length: lm.vocabularySize }, (_, id) => id);
    for (const { id, text, special } of lm.pieces(everyId)) if (!special) idsByText.set(text, id);
    const cuts = segmentations(WORD, (piece) => idsByText.has(piece));
    const scores = await lm.scoreContinuations(
      prompt,
      cuts.map((cut) => cut.map((piece) => idsByText.get(piece) ?? -1)),
    );
    const totals = scores.map(({ total }) => total);
    const ownIds = lm.encode(WORD).join();
    const own = scores.find(({ ids }) => ids.join() === ownIds)?.total;
    if (own === undefined) throw new RangeError(`the tokeniser's own cut of "${WORD}" is not among all cuts`);
    const all = logSumExp(totals);
    const others = logSumExp(scores.filter(({ ids }) => ids.join() !== ownIds).map(({ total }) => total));
    const rows = cuts
      .map((pieces, index) => ({ pieces, logprob: totals[index] ?? Number.NaN }))
      .sort((a, b) => b.logprob - a.logprob)
      .slice(0, SHOWN);
    return {
      prompt: PROMPT,
      word: WORD,
      count: cuts.length,
      own,
      all,
      ownShare: Math.exp(own - all),
      gain: all - own,
      othersShare: Math.exp(others - all),
      rows: rows.map((row) => ({ ...row, probability: Math.exp(row.logprob) })),
    };
  },
});

export const tokenisationsSection = section({
  id: 'tokenisations',
  title: prose`One word, many ways to cut it`,
  needs: { m: tokenisations },
  write({ m }) {
    return [
      prose`
        The tokeniser cuts ${token(m.word)} in one way. But the model could also *spell* it, with shorter tokens, and the
        reader of the text would never know. All these ways are different sequences of tokens and exclude each other, so
        the probability that the text goes on with these letters, and a token ends with the last of them, is their sum. How
        much have we been missing?

        There are ${count(m.count)} ways to cut ${token(m.word)} into pieces that the ${term('vocabulary')} has. The model
        scores each after “${text(m.prompt)}”; ${ref('cuts-table')} shows the likeliest.
      `,
      table({
        id: 'cuts-table',
        caption: prose`The likeliest ways to write ${token(m.word)} after “${text(m.prompt)}”.`,
        rows: m.rows,
        columns: [
          {
            head: prose`pieces`,
            cell: (row) =>
              join(
                row.pieces.map((piece) => token(piece)),
                prose` `,
              ),
          },
          { head: prose`log-probability (nats)`, align: 'right', cell: (row) => prose`${nats(row.logprob)}` },
          { head: prose`probability`, align: 'right', cell: (row) => prose`${percent(row.probability)}` },
        ],
      }),
      prose`
        What to see: the tokeniser's own way has ${nats(m.own)}. The log-sum-exp of all ${count(m.count)} is higher by only
        ${nats(m.gain)}: the other ways hold a share of ${percent(m.othersShare)} of the whole.
        ${claim({
          a: m.ownShare,
          b: m.othersShare,
          kind: 'probability',
          when: {
            greater: prose`For this word the one usual way is nearly everything, and it is customary to score only that. For
            rare words, names and typing errors it need not be so.`,
            less: prose`Here the usual way is not even half of it: to score only that would be badly wrong.`,
            tooClose: prose`Here the usual way is only about half of it.`,
          },
        })}
      `,
      curious(prose`How are all the ways found?`, [
        prose`By taking each piece that the word can begin with, and cutting the rest in all ways:`,
        code('#chapters/04-log-space-joint-probability/tokenisations', 'segmentations'),
      ]),
    ];
  },
});
