import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, nats, ref, text } from '#report/values';
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

export const startTokensSection = section({
  id: 'start-tokens',
  title: prose`What stands before the first token?`,
  needs: { m: startTokens },
  write({ m }) {
    const [bare, opened] = [at(m.differences, 0), at(m.differences, 1)];
    return [
      prose`
        Perplexities also depend on how the text begins. Some programs put nothing before it; then the first token is read
        but not predicted. Some put ${codeText(m.start)} there, as this chapter does. This model's chats begin with
        ${codeText(m.other)}. Does it matter? We scored the same tokens after each of the three. ${claim({
          a: m.spread,
          b: m.largest,
          kind: 'nats',
          when: {
            greater: prose`It matters less than which text it is: our texts lie up to ${nats(m.spread)} a token apart, and for none of
              them does the beginning move the mean by more than ${nats(m.largest)}.`,
            less: prose`It matters more than which text it is: up to ${nats(m.largest)} a token against ${nats(m.spread)}.`,
            tooClose: prose`It matters about as much as which text it is, up to ${nats(m.largest)} a token.`,
          },
        })}

        We use ${codeText(m.start)} because after it the first token has a probability as well, so that the surprisals
        cover **all** bytes of the text, as bits per byte demand, and because it is the sign that stood between documents.
      `,
      curious(prose`Three beginnings compared`, [
        prose`
        To compare fairly, count the same targets three times: tokens two to ${count(m.read)} of each text, which all three
        can predict.
      `,
        figure({
          id: 'start-choices',
          caption: prose`
          The same ${count(m.targets)} targets of each text, with three beginnings. To the left is better.
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
        table({
          id: 'start-differences',
          caption: prose`
          How much more surprise each target costs than after ${codeText(m.start)}, in nats, over all texts; the interval
          would hold the mean in nineteen of twenty cases.
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
          more: prose`Putting nothing there costs ${nats(bare.mean)} a token, and the interval leaves zero out.`,
          less: prose`Putting nothing there is even better, by ${nats(bare.mean)} a token, and the interval leaves zero out.`,
          unclear: prose`Putting nothing there makes no difference that these texts could prove: zero lies inside the
            interval of ${ref('start-differences')}.`,
        })}
        ${choose(opened.verdict, {
          more: prose`The start of a chat costs ${nats(opened.mean)} a token, and its interval leaves zero out. Perhaps it
            makes the model expect a chat.`,
          less: prose`The start of a chat saves a little, ${nats(opened.mean)} a token.`,
          unclear: prose`For the start of a chat, too, zero lies inside.`,
        })}
      `,
      ]),
    ];
  },
});
