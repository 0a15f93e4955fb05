import { choose, figure, layout, prose, section, table, visible } from '#report';
import * as mark from '#report/marks';
import { countInWords, equation, math, percent, ref, text, token } from '#report/values';
import { ringed } from './ring.ts';
import { wordEnds } from './whole-words.measure.ts';

/** Enough digits to tell that a word need not end even after the surest token. */
const ENDS = { digits: 4 };

/** Below it a share in per cent has more zeros than a reader counts. */
const COUNTLESS = 1e-6;

const probabilityAxis = (axis: object) =>
  mark.q('probability', { scale: { type: 'log' }, title: 'probability', axis });
const PER_CENT = probabilityAxis({ format: '~%', values: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1] });
const POWERS = probabilityAxis({ labelExpr: '$powerOfTen', values: [1e-16, 1e-12, 1e-8, 1e-4, 1] });

export const wholeWords = section({
  id: 'whole-words',
  title: prose`A word is more than its first token`,
  needs: { m: wordEnds },
  write({ m }) {
    const { most } = m;
    if (most === null)
      return [
        prose`After “${text(m.prompt)}” a *word* is not a token: this vocabulary has hardly a token that is a space
          and letters. Its words are written in pieces, and a word ends where a piece follows that cannot
          continue it.`,
      ];
    const isCountless = layout(
      m.rows.map(({ whole }) => whole),
      (...shares) => Math.min(...shares) < COUNTLESS,
    );
    const counted = prose`${countInWords(m.words)}`;
    const eight = choose(m.number, { eight: prose`eight`, fewer: counted, none: counted });
    return [
      prose`After “${text(m.prompt)}” the model gives ${token(most.text)} some probability. Is that the
      probability of the *word*? No: the next token may go on with letters. The token's probability covers
      every continuation; only in some of them does the word end here. Our rule, a rough one: the word goes on
      if the next token begins with a letter, a mark on one, a digit, or a part of a character, or with an
      apostrophe or hyphen followed by a letter. Otherwise it ends:`,
      equation`P(\text{word}) = P(\text{token}) \cdot \sum_t P(t \mid \text{token})`,
      prose`Here ${math`t`} runs over the tokens that cannot continue a word, and every ${math`P`} is given the
      prompt. How much does that change? ${ref('word-ends')} and ${ref('word-table')} show it for ${eight}
      tokens.`,
      figure({
        id: 'word-ends',
        caption: prose`The likeliest tokens made of a space and letters after “${text(m.prompt)}”: the probability of the
        token (ring), and of the whole word (filled), on a logarithmic axis. The further apart the two,
        the more of the token belongs to longer words.`,
        alt: prose`Two marks for each of ${eight} tokens. ${choose(m.loss, {
          'hardly any': prose`They lie close together; after`,
          'the same': prose`All pairs are equally far apart; after`,
          different: prose`The widest gap is that of`,
        })} ${token(most.text)}, ${choose(m.loss, {
          'hardly any': prose``,
          'the same': prose``,
          different: prose`after which `,
        })}the word ends with a probability of ${percent(most.ends, ENDS)}.`,
        // A logarithmic axis has no place for zero.
        data: m.rows.flatMap((row) =>
          [
            { token: visible(row.text), what: 'token', probability: row.begins },
            { token: visible(row.text), what: 'whole word', probability: row.whole },
          ].filter((point) => layout([point.probability], (p) => p > 0)),
        ),
        spec: {
          height: { step: 26 },
          encoding: { y: mark.n('token', { sort: null, title: null, axis: { style: 'tokens' } }) },
          layer: [
            mark.line(
              { x: mark.q('probability', { scale: { type: 'log' } }), detail: 'token' },
              { style: 'muted', strokeWidth: 2 },
            ),
            ...ringed({ x: isCountless ? POWERS : PER_CENT }, 'what', ['token', 'whole word'], {
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
      choose(m.loss, {
        'hardly any': prose`What to see: the word ends with a probability of ${percent(most.ends, ENDS)} even after
        ${token(most.text)}, where most is lost. For this model, here, such a token is nearly always a word.`,
        'the same': prose`What to see: after each of the ${eight} the word ends with about the same probability,
        ${percent(most.ends, ENDS)}. All of them shrink, in the same proportion.`,
        different: prose`What to see: after ${token(most.text)} the word ends with a probability of
        ${percent(most.ends, ENDS)}, the least of the ${eight}. ${choose(m.order, {
          changes: prose`The correction even changes the order of the ${eight}: ${token(m.falls)} falls behind
          ${token(m.rises)}.`,
          stays: prose`The order of the ${eight} stays the same here, but the distances do not.`,
        })}`,
      }),
      prose`Uncorrected values can also *overlap*: the probability of a token contains that of every longer word
      which begins with that same token. ${token(most.text)} (${percent(most.begins)}) contains
      ${token(most.text)} + ${token(most.next)} (${percent(most.extended)}); adding both counts
      ${token(most.extension)} twice. Whole words exclude each other and may be added, in log-space by
      log-add-exp (${ref('adding-in-log-space')}).`,
    ];
  },
});
