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

/** Whether a token can stand inside a word after another: it begins with a letter, a mark, an apostrophe or a hyphen. */
export function continuesWord(tokenText: string): boolean {
  return /^[\p{L}\p{M}\p{N}'’\-\\]/u.test(tokenText);
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
    most: { text: 'exact', ends: 'probability' },
    order: 'exact',
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
      return {
        text,
        begins,
        ends,
        whole: begins * ends,
        extension: text + (vocabulary[extension]?.text ?? ''),
        extended: begins * Math.exp(logprobs[extension] ?? Number.NEGATIVE_INFINITY),
      };
    });
    const byEnd = [...rows].sort((a, b) => a.ends - b.ends);
    const orderBy = (key: 'begins' | 'whole') =>
      [...rows].sort((a, b) => b[key] - a[key]).map((row) => row.text);
    const order: 'changes' | 'stays' =
      orderBy('begins').join() === orderBy('whole').join() ? 'stays' : 'changes';
    return {
      prompt: PROMPT,
      rows,
      most: { text: byEnd[0]?.text ?? '', ends: byEnd[0]?.ends ?? Number.NaN },
      order,
    };
  },
});

export const wholeWords = section({
  id: 'whole-words',
  title: prose`A word is more than its first token`,
  needs: { m: wordEnds },
  write({ m }) {
    return [
      prose`
        After “${text(m.prompt)}” the model gives ${token(m.most.text)} some probability. Is that the probability of the
        *word*? No: the next token may go on with letters. The probability of a token counts all ways to go on after it, and
        the word alone is only some of them. We say that the word goes on if the next token begins with a letter, a digit,
        an apostrophe or a hyphen, and that it ends if the next token begins with anything else:
      `,
      equation`P(\text{word}) = P(\text{token}) \cdot \sum_{t\ \text{ends a word}} P(t \mid \text{token})`,
      figure({
        id: 'word-ends',
        caption: prose`
          The likeliest tokens made of letters after “${text(m.prompt)}”: the probability of the token, and of the whole
          word, both on a logarithmic axis.
        `,
        alt: prose`
          Two marks for each of eight tokens. Most lie close together; the widest gap is that of ${token(m.most.text)},
          after which a word ends with a probability of ${percent(m.most.ends)}.
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
              mark: { type: 'point', filled: true, size: 80 },
              encoding: {
                x: {
                  field: 'probability',
                  type: 'quantitative',
                  scale: { type: 'log' },
                  title: 'probability',
                  axis: { labelExpr: '$powerOfTen', values: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1] },
                },
                color: { field: 'what', type: 'nominal', title: null },
                shape: { field: 'what', type: 'nominal', title: null },
              },
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
          { head: prose`ends there`, align: 'right', cell: (row) => prose`${percent(row.ends)}` },
          { head: prose`whole word`, align: 'right', cell: (row) => prose`${percent(row.whole)}` },
          { head: prose`goes on as`, cell: (row) => prose`${token(row.extension)}` },
          { head: prose`with`, align: 'right', cell: (row) => prose`${percent(row.extended)}` },
        ],
      }),
      choose(m.order, {
        changes: prose`
          What to see in ${ref('word-ends')} and ${ref('word-table')}: after
          ${token(m.most.text)} a word ends with a probability of only ${percent(m.most.ends)}. The correction even changes
          the order of the eight.
        `,
        stays: prose`
          What to see in ${ref('word-ends')} and ${ref('word-table')}: after
          ${token(m.most.text)} a word ends with a probability of only ${percent(m.most.ends)}. The order of the eight stays
          the same here, but the distances do not.
        `,
      }),
      prose`
        Uncorrected values can also *overlap*: the probability of a token contains that of every longer word which begins
        with that same token. Adding the two, as in ${math`P(\text{a or b}) = P(a) + P(b)`}, counts the longer one twice.
        Whole words exclude each other and may be added, in log-space by log-add-exp (${ref('adding-in-log-space')}).
      `,
    ];
  },
});
