import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import type { Block } from '#report/block';
import { curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { codeText, count, given, nats, ref, term, text } from '#report/values';
import type { OutputOf } from './lists.ts';
import { ownTexts, specialToken, TEXT_FILES } from './texts.ts';

const OTHER = '<|im_start|>';
const NOTHING = 'nothing';
/** Tokens of each text that are read; all but the first are targets. */
const READ = 128;
const SEED = 5;

export const startTokens = measurement({
  id: 'start-tokens',
  needs: { own: ownTexts },
  data: TEXT_FILES,
  kinds: {
    start: 'exact',
    other: 'exact',
    read: 'exact',
    targets: 'exact',
    spread: 'nats',
    rows: { name: 'exact', afterStart: 'nats', afterNothing: 'nats', afterOther: 'nats' },
    differences: {
      before: 'exact',
      tokens: 'exact',
      mean: 'nats',
      low: 'nats',
      high: 'nats',
      verdict: 'exact',
    },
    largest: 'nats',
  },
  async measure({ lm, data, own }) {
    const random = seededRandom(SEED);
    const other = specialToken(lm, OTHER);
    const afterNothing: number[] = [];
    const afterOther: number[] = [];
    const rows = [];
    for (const { name, logprobs } of own.texts) {
      const ids = lm.encode(data[name as keyof typeof data]).slice(0, READ);
      const reference = logprobs.slice(1, READ);
      const bare = at(await lm.scoreContinuations(ids.slice(0, 1), [ids.slice(1)]), 0).logprobs;
      const opened = at(await lm.scoreContinuations([other, ...ids.slice(0, 1)], [ids.slice(1)]), 0).logprobs;
      afterNothing.push(...bare.map((logprob, index) => at(reference, index) - logprob));
      afterOther.push(...opened.map((logprob, index) => at(reference, index) - logprob));
      rows.push({
        name,
        afterStart: -mean(reference),
        afterNothing: -mean(bare),
        afterOther: -mean(opened),
      });
    }
    const difference = (before: string, changes: readonly number[]) => {
      const interval = meanInterval(changes, { random: random.next });
      const verdict: 'more' | 'less' | 'unclear' =
        interval.low > 0 ? 'more' : interval.high < 0 ? 'less' : 'unclear';
      return { before, tokens: changes.length, mean: mean(changes), ...interval, verdict };
    };
    return {
      start: own.start,
      other: OTHER,
      read: READ,
      targets: READ - 1,
      spread: Math.max(...rows.map((row) => row.afterStart)) - Math.min(...rows.map((row) => row.afterStart)),
      rows,
      differences: [difference(NOTHING, afterNothing), difference(OTHER, afterOther)],
      largest: Math.max(
        ...rows.flatMap((row) =>
          [row.afterNothing, row.afterOther].map((value) => Math.abs(value - row.afterStart)),
        ),
      ),
    };
  },
});

/** The three beginnings, folded away. */
export function startTokensFold(m: OutputOf<typeof startTokens>): Block {
  const [bare, opened] = [at(m.differences, 0), at(m.differences, 1)];
  return curious(prose`Does it matter what stands before the text?`, [
    prose`
        Some programs put nothing before a text; then the first token is read but not predicted. Some put
        ${codeText(m.start)} there, as this chapter does, so that the surprisals cover **all** bytes of the text, as bits
        per byte demand (${ref('bits-per-byte')}). This model's chats begin with ${codeText(m.other)}. To compare fairly,
        ${ref('start-choices')} counts the same targets three times, for all seven texts that this chapter uses: tokens two
        to ${count(m.read)} of each, which all three can predict.
      `,
    figure({
      id: 'start-choices',
      caption: prose`
          The same ${count(m.targets)} targets of each text, after three beginnings. To the left is better.
        `,
      alt: prose`
          For each text three dots, close together: no beginning moves the mean of a text by more than
          ${nats(m.largest)}.
        `,
      data: m.rows.flatMap((row) => [
        { name: row.name, before: m.start, surprisal: row.afterStart },
        { name: row.name, before: NOTHING, surprisal: row.afterNothing },
        { name: row.name, before: m.other, surprisal: row.afterOther },
      ]),
      spec: {
        height: { step: 28 },
        encoding: { y: { field: 'name', type: 'nominal', sort: null, title: null } },
        layer: [
          {
            mark: { type: 'line', style: 'muted', strokeWidth: 2 },
            encoding: {
              x: { field: 'surprisal', type: 'quantitative' },
              detail: { field: 'name', type: 'nominal' },
            },
          },
          {
            mark: { type: 'point', filled: true, size: 80, opacity: 0.85 },
            encoding: {
              x: {
                field: 'surprisal',
                type: 'quantitative',
                title: 'mean surprisal in nats',
                scale: { zero: false },
              },
              color: {
                field: 'before',
                type: 'nominal',
                sort: [m.start, NOTHING, m.other],
                title: 'before it',
              },
              shape: {
                field: 'before',
                type: 'nominal',
                sort: [m.start, NOTHING, m.other],
                title: 'before it',
              },
            },
          },
        ],
      },
    }),
    prose`
          What to see: ${claim({
            a: m.spread,
            b: m.largest,
            kind: 'nats',
            when: {
              greater: prose`after the same beginning the texts lie up to ${nats(m.spread)} per token apart, and for none of them does the beginning
                move the mean by more than ${nats(m.largest)}.`,
              less: prose`the beginning matters more than which text it is: up to ${nats(m.largest)} per token against
                ${nats(m.spread)}.`,
              tooClose: prose`the beginning matters about as much as which text it is, up to ${nats(m.largest)} per token.`,
            },
          })} Does one beginning cost more than another on average? ${ref('start-differences')} has the differences, token by
          token.
        `,
    table({
      id: 'start-differences',
      caption: prose`
          How much more surprise each target costs than after ${codeText(m.start)}, in nats, over all texts, with
          ${given(95)}% intervals (a ${term('bootstrap')}).
        `,
      rows: m.differences,
      columns: [
        { head: prose`before the text`, cell: (row) => prose`${text(row.before)}` },
        { head: prose`targets`, align: 'right', cell: (row) => prose`${count(row.tokens)}` },
        { head: prose`difference`, align: 'right', cell: (row) => prose`${nats(row.mean)}` },
        { head: prose`from`, align: 'right', cell: (row) => prose`${nats(row.low)}` },
        { head: prose`to`, align: 'right', cell: (row) => prose`${nats(row.high)}` },
      ],
    }),
    prose`
        What to see: an interval on one side of zero speaks for a difference, but with seven texts it is no proof; one across
        zero may well be chance.
        ${choose(bare.verdict, {
          more: prose`Putting nothing there costs ${nats(bare.mean)} per token, and the interval leaves zero out.`,
          less: prose`Putting nothing there is even better, by ${nats(bare.mean)} per token, and the interval leaves zero out.`,
          unclear: prose`Putting nothing there makes no difference that these texts could prove: zero lies inside the
            interval.`,
        })}
        ${choose(opened.verdict, {
          more: prose`The start of a chat costs ${nats(opened.mean)} per token, and its interval leaves zero out. Perhaps it
            makes the model expect a chat.`,
          less: prose`The start of a chat saves a little, ${nats(opened.mean)} per token.`,
          unclear: prose`For the start of a chat, too, zero lies inside.`,
        })}
      `,
  ]);
}
