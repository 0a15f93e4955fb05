import { choose, figure, prose, section, table, visible } from '#report';
import * as mark from '#report/marks';
import { equation, math, percent, ref, text, token } from '#report/values';
import { ringed } from './ring.ts';
import { wordEnds } from './whole-words.measure.ts';

/** Enough digits to tell that a word need not end even after the surest token. */
const ENDS = { digits: 4 };

const PROBABILITY = mark.q('probability', {
  scale: { type: 'log' },
  title: 'probability',
  axis: { format: '~%', values: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1] },
});

export const wholeWords = section({
  id: 'whole-words',
  title: prose`A word is more than its first token`,
  needs: { m: wordEnds },
  write: ({ m }) => [
    prose`After “${text(m.prompt)}” the model gives ${token(m.most.text)} some probability. Is that the
      probability of the *word*? No: the next token may go on with letters. The token's probability covers
      every continuation; only in some of them does the word end here. Our rule, a rough one: the word goes on
      if the next token begins with a letter or a digit, or with an apostrophe or hyphen followed by a letter.
      Otherwise it ends:`,
    equation`P(\text{word}) = P(\text{token}) \cdot \sum_t P(t \mid \text{token})`,
    prose`Here ${math`t`} runs over the tokens that cannot continue a word, and every ${math`P`} is given the
      prompt. How much does that change? ${ref('word-ends')} and ${ref('word-table')} show it for eight
      tokens.`,
    figure({
      id: 'word-ends',
      caption: prose`The likeliest tokens made of letters after “${text(m.prompt)}”: the probability of the
        token (ring), and of the whole word (filled), on a logarithmic axis. Where the ring holds the square,
        hardly anything is lost.`,
      alt: prose`Two marks for each of eight tokens. Most lie close together; the widest gap is that of
        ${token(m.most.text)}, after which the word ends with a probability of
        ${percent(m.most.ends, ENDS)}.`,
      data: m.rows.flatMap((row) => [
        { token: visible(row.text), what: 'token', probability: row.begins },
        { token: visible(row.text), what: 'whole word', probability: row.whole },
      ]),
      spec: {
        height: { step: 26 },
        encoding: { y: mark.n('token', { sort: null, title: null, axis: { style: 'tokens' } }) },
        layer: [
          mark.line(
            { x: mark.q('probability', { scale: { type: 'log' } }), detail: 'token' },
            { style: 'muted', strokeWidth: 2 },
          ),
          ...ringed({ x: PROBABILITY }, 'what', ['token', 'whole word'], {
            size: 190,
            colors: ['$blue', '$orange'],
            shapes: ['circle', 'square'],
          }),
        ],
      },
    }),
    table({
      id: 'word-table',
      caption: prose`The same tokens: their probability, the probability that the word then ends, and the
        product of the two; and the likeliest way to go on, with the probability of both tokens together.`,
      rows: m.rows,
      columns: [
        ['token', (row) => token(row.text)],
        ['begins', (row) => percent(row.begins)],
        ['ends there', (row) => percent(row.ends, ENDS)],
        ['whole word', (row) => percent(row.whole)],
        ['likeliest longer text', (row) => token(row.extension)],
        ['both tokens', (row) => percent(row.extended)],
      ],
    }),
    choose(m.order, {
      changes: prose`What to see: after ${token(m.most.text)} the word ends with a probability of only
        ${percent(m.most.ends, ENDS)}. The correction even changes the order of the eight: ${token(m.falls)}
        falls behind ${token(m.rises)}.`,
      stays: prose`What to see: after ${token(m.most.text)} the word ends with a probability of only
        ${percent(m.most.ends, ENDS)}. The order of the eight stays the same here, but the distances do not.`,
    }),
    prose`Uncorrected values can also *overlap*: the probability of a token contains that of every longer word
      which begins with that same token. ${token(m.most.text)} (${percent(m.most.begins)}) contains
      ${token(m.most.text)} + ${token(m.most.next)} (${percent(m.most.extended)}); adding both counts
      ${token(m.most.extension)} twice. Whole words exclude each other and may be added, in log-space by
      log-add-exp (${ref('adding-in-log-space')}).`,
  ],
});
