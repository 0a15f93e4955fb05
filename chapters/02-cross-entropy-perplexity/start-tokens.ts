import { at } from '#numerics/list';
import { type Block, choose, claim, curious, figure, type Prose, prose, type Seen, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, nats, ref, term, text } from '#report/values';
import { NOTHING, type startTokens } from './start-tokens.measure.ts';

/** The three beginnings, folded away. */
export function startTokensFold(m: Seen<typeof startTokens>): Block {
  const [bare, opened] = [at(m.differences, 0), m.differences[1]];
  const beginnings = (three: Prose, two: Prose) => (opened ? three : two);
  return curious(prose`Does it matter what stands before the text?`, [
    prose`Some programs put nothing before a text; then the first token is read but not predicted. Some put
      ${codeText(m.start)} there, as this chapter does, so that the surprisals cover **all** bytes of the
      text, as bits per byte demand (${ref('bits-per-byte')}). ${choose(m.chats, {
        another: prose`This model's chats begin with ${codeText(m.other)}.`,
        'the same': prose`This model's chats begin with it, too.`,
        none: prose`(Chats begin with another one in many models; this one has no form for chats.)`,
      })} To compare fairly, ${ref('start-choices')} counts the same targets ${beginnings(prose`three times`, prose`twice`)},
      for all seven texts that this chapter uses: tokens two to ${count(m.read)} of each, which ${beginnings(prose`all three`, prose`both`)} can
      predict.`,
    figure({
      id: 'start-choices',
      caption: prose`The same ${count(m.targets)} targets of each text, after ${beginnings(prose`three`, prose`two`)} beginnings. To the left is
        better.`,
      alt: prose`For each text ${beginnings(prose`three`, prose`two`)} dots. The most that a beginning moves the mean of a text is
        ${nats(m.largest)}.`,
      data: m.rows.flatMap((row) => [
        { name: row.name, before: m.start, surprisal: row.afterStart },
        { name: row.name, before: NOTHING, surprisal: row.afterNothing },
        ...(row.afterOther === null ? [] : [{ name: row.name, before: m.other, surprisal: row.afterOther }]),
      ]),
      spec: {
        height: { step: 28 },
        encoding: { y: mark.n('name', { sort: null, title: null }) },
        layer: [
          mark.line({ x: 'surprisal', detail: 'name' }, { style: 'muted', strokeWidth: 2 }),
          mark.dots(
            {
              x: mark.q('surprisal', { title: 'mean surprisal in nats', scale: { zero: false } }),
              ...mark.series('before', {
                sort: [...new Set([m.start, NOTHING, m.other])],
                title: 'before it',
              }),
            },
            { size: 80, opacity: 0.85 },
          ),
        ],
      },
    }),
    prose`What to see: ${claim(m.spread, m.largest, {
      greater: prose`after ${codeText(m.start)} the texts lie up to ${nats(m.spread)} per token apart, and for
        none of them does the beginning move the mean by more than ${nats(m.largest)}.`,
      less: prose`the beginning matters more than which text it is: up to ${nats(m.largest)} per token against
        ${nats(m.spread)}.`,
      tooClose: prose`the beginning matters as much, or as little, as which text it is: up to
        ${nats(m.largest)} per token.`,
    })} Does one beginning cost more than another on average? ${ref('start-differences')} has the differences,
      token by token.`,
    table({
      id: 'start-differences',
      caption: prose`How much more surprise each target costs than after ${codeText(m.start)}, in nats, over
        all texts, with ${given(95)}% intervals (a ${term('bootstrap')}).`,
      rows: m.differences,
      columns: [
        ['before the text', (row) => text(row.before)],
        ['targets', (row) => count(row.tokens)],
        ['difference', (row) => nats(row.mean)],
        ['from', (row) => nats(row.low)],
        ['to', (row) => nats(row.high)],
      ],
    }),
    prose`What to see: an interval on one side of zero speaks for a difference, but with seven texts it is no
      proof; one across zero may well be chance. ${choose(bare.verdict, {
        more: prose`Putting nothing there costs ${nats(bare.mean)} per token, and the interval leaves zero
          out.`,
        less: prose`Putting nothing there is better, by ${nats(bare.size)} per token, and the interval
          leaves zero out.`,
        unclear: prose`Putting nothing there makes no difference that these texts could prove: zero lies
          inside the interval.`,
      })} ${
        opened
          ? choose(opened.verdict, {
              more: prose`The start of a chat costs ${nats(opened.mean)} per token, and its interval leaves zero
              out. Perhaps it makes the model expect a chat.`,
              less: prose`The start of a chat saves ${nats(opened.size)} per token.`,
              unclear: choose(bare.verdict, {
                more: prose`For the start of a chat zero lies inside.`,
                less: prose`For the start of a chat zero lies inside.`,
                unclear: prose`For the start of a chat, too, zero lies inside.`,
              }),
            })
          : prose``
      }`,
  ]);
}
