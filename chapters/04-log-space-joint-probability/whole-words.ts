import { logSumExp } from '#numerics/log-sum-exp';
import { logSoftmax } from '#numerics/softmax';
import { figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, math, percent, ref, text, token } from '#report/values';
import { visible } from '#report/visible';

const PROMPT = 'The capital of France is';
const WORDS = 8;
/** Enough digits to tell that a word need not end even after the surest token. */
const ENDS = { digits: 4 };

/**
 * Whether a token can stand inside a word after another: it begins with a letter, a mark, a digit, a byte that is no
 * whole character, or with an apostrophe or hyphen followed by a letter.
 */
export function continuesWord(tokenText: string): boolean {
  return /^(?:[\p{L}\p{M}\p{N}\\]|['’-]\p{L})/u.test(tokenText);
}

/** The id with the highest log-probability; -1 for none. */
function likeliestOf(ids: readonly number[], logprobs: Float64Array): number {
  let best = -1;
  for (const id of ids) {
    if (best < 0 || (logprobs[id] ?? Number.NaN) > (logprobs[best] ?? Number.NaN)) best = id;
  }
  return best;
}

export const wordEnds = measurement({
  id: 'word-ends',
  kinds: {
    prompt: 'exact',
    rows: {
      text: 'exact',
      begins: 'probability',
      ends: 'probability',
      whole: 'probability',
      extension: 'exact',
      extended: 'probability',
    },
    most: {
      text: 'exact',
      begins: 'probability',
      ends: 'probability',
      next: 'exact',
      extension: 'exact',
      extended: 'probability',
    },
    order: 'exact',
    falls: 'exact',
    rises: 'exact',
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const { logits } = await lm.next(prompt);
    const words = lm
      .top(logits, 60)
      .filter(({ text }) => /^ \p{L}+$/u.test(text))
      .slice(0, WORDS);
    const predictions = await lm.nextOfMany(words.map(({ id }) => [...prompt, id]));
    const vocabulary = lm.pieces(Array.from({ length: logits.length }, (_, id) => id));
    const ending = vocabulary
      .filter(({ text, special }) => special || !continuesWord(text))
      .map(({ id }) => id);
    const inside = vocabulary
      .filter(({ text, special }) => !special && continuesWord(text))
      .map(({ id }) => id);
    const rows = words.map(({ text, logprob }, index) => {
      const after = predictions[index]?.logits ?? new Float32Array(0);
      const logprobs = logSoftmax(after);
      const ends = Math.exp(logSumExp(ending.map((id) => logprobs[id] ?? Number.NEGATIVE_INFINITY)));
      const extension = likeliestOf(inside, logprobs);
      const begins = Math.exp(logprob);
      const next = vocabulary[extension]?.text ?? '';
      return {
        text,
        next,
        begins,
        ends,
        whole: begins * ends,
        extension: text + next,
        extended: begins * Math.exp(logprobs[extension] ?? Number.NEGATIVE_INFINITY),
      };
    });
    const most = [...rows].sort((a, b) => a.ends - b.ends)[0];
    if (!most) throw new RangeError('no likely token is made of letters');
    const falls = rows.findIndex((row, index) => row.whole < (rows[index + 1]?.whole ?? 0));
    const order: 'changes' | 'stays' = falls < 0 ? 'stays' : 'changes';
    return {
      prompt: PROMPT,
      rows: rows.map(({ next: _, ...row }) => row),
      most: {
        text: most.text,
        begins: most.begins,
        ends: most.ends,
        next: most.next,
        extension: most.extension,
        extended: most.extended,
      },
      order,
      falls: rows[falls]?.text ?? '',
      rises: falls < 0 ? '' : (rows[falls + 1]?.text ?? ''),
    };
  },
});

/** What is drawn for each token: a ring, and a square that fits into it. */
const WHATS = ['token', 'whole word'];
const WHAT = { field: 'what', type: 'nominal', title: null, sort: WHATS };
const MARK = {
  x: {
    field: 'probability',
    type: 'quantitative',
    scale: { type: 'log' },
    title: 'probability',
    axis: { format: '~%', values: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1] },
  },
  stroke: { ...WHAT, scale: { range: ['$blue', '$orange'] } },
  fill: { ...WHAT, scale: { range: ['transparent', '$orange'] } },
  shape: { ...WHAT, scale: { range: ['circle', 'square'] } },
};

export const wholeWords = section({
  id: 'whole-words',
  title: prose`A word is more than its first token`,
  needs: { m: wordEnds },
  write({ m }) {
    return [
      prose`
        After “${text(m.prompt)}” the model gives ${token(m.most.text)} some probability. Is that the probability of the
        *word*? No: the next token may go on with letters. The token's probability covers every continuation; only in some of
        them does the word end here. Our rule, a rough one: the word goes on if the next token begins with a letter or a
        digit, or with an apostrophe or hyphen followed by a letter. Otherwise it ends:
      `,
      equation`P(\text{word}) = P(\text{token}) \cdot \sum_t P(t \mid \text{token})`,
      prose`
        Here ${math`t`} runs over the tokens that cannot continue a word, and every ${math`P`} is given the prompt. How much
        does that change? ${ref('word-ends')} and ${ref('word-table')} show it for eight tokens.
      `,
      figure({
        id: 'word-ends',
        caption: prose`
          The likeliest tokens made of letters after “${text(m.prompt)}”: the probability of the token (ring), and of the whole
          word (filled), on a logarithmic axis. Where the ring holds the square, hardly anything is lost.
        `,
        alt: prose`
          Two marks for each of eight tokens. Most lie close together; the widest gap is that of ${token(m.most.text)},
          after which the word ends with a probability of ${percent(m.most.ends, ENDS)}.
        `,
        data: m.rows.flatMap((row) => [
          { token: visible(row.text), what: 'token', probability: row.begins },
          { token: visible(row.text), what: 'whole word', probability: row.whole },
        ]),
        spec: {
          height: { step: 26 },
          encoding: {
            y: { field: 'token', type: 'nominal', sort: null, title: null, axis: { style: 'tokens' } },
          },
          layer: [
            {
              mark: { type: 'line', style: 'muted', strokeWidth: 2 },
              encoding: {
                x: { field: 'probability', type: 'quantitative', scale: { type: 'log' } },
                detail: { field: 'token', type: 'nominal' },
              },
            },
            {
              transform: [{ filter: `datum.what === '${WHATS[0]}'` }],
              mark: { type: 'point', strokeWidth: 2, size: 190 },
              encoding: MARK,
            },
            {
              transform: [{ filter: `datum.what === '${WHATS[1]}'` }],
              mark: { type: 'point', strokeWidth: 2, size: 34 },
              encoding: MARK,
            },
          ],
        },
      }),
      table({
        id: 'word-table',
        caption: prose`
          The same tokens: their probability, the probability that the word then ends, and the product of the two; and the
          likeliest way to go on, with the probability of both tokens together.
        `,
        rows: m.rows,
        columns: [
          { head: prose`token`, cell: (row) => prose`${token(row.text)}` },
          { head: prose`begins`, align: 'right', cell: (row) => prose`${percent(row.begins)}` },
          { head: prose`ends there`, align: 'right', cell: (row) => prose`${percent(row.ends, ENDS)}` },
          { head: prose`whole word`, align: 'right', cell: (row) => prose`${percent(row.whole)}` },
          { head: prose`likeliest longer text`, cell: (row) => prose`${token(row.extension)}` },
          { head: prose`both tokens`, align: 'right', cell: (row) => prose`${percent(row.extended)}` },
        ],
      }),
      choose(m.order, {
        changes: prose`
          What to see: after ${token(m.most.text)} the word ends with a probability of only ${percent(m.most.ends, ENDS)}. The
          correction even changes the order of the eight: ${token(m.falls)} falls behind ${token(m.rises)}.
        `,
        stays: prose`
          What to see: after ${token(m.most.text)} the word ends with a probability of only ${percent(m.most.ends, ENDS)}. The order of the eight stays
          the same here, but the distances do not.
        `,
      }),
      prose`
        Uncorrected values can also *overlap*: the probability of a token contains that of every longer word which begins
        with that same token. ${token(m.most.text)} (${percent(m.most.begins)}) contains ${token(m.most.text)} +
        ${token(m.most.next)} (${percent(m.most.extended)}); adding both counts ${token(m.most.extension)} twice. Whole words exclude each other and may be added, in log-space by log-add-exp (${ref('adding-in-log-space')}).
      `,
    ];
  },
});
