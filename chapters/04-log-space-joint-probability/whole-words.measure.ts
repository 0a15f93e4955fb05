import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { logSoftmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';
const WORDS = 8;
/** Words that end with more than this probability lose hardly anything; such that differ by less end alike. */
const [SURE, ALIKE] = [0.99, 0.001];

/**
 * Whether a token can stand inside a word after another: it begins with a letter, a mark, a digit, a byte that is no
 * whole character, or with an apostrophe or hyphen followed by a letter.
 */
export function continuesWord(tokenText: string): boolean {
  return /^(?:[\p{L}\p{M}\p{N}]|\\x[\dA-F]{2}|['’-]\p{L})/u.test(tokenText);
}

export const wordEnds = measurement({
  id: 'word-ends',
  kinds: {
    rows: { begins: 'probability', ends: 'probability', whole: 'probability', extended: 'probability' },
    most: { begins: 'probability', ends: 'probability', extended: 'probability' },
    words: 'rank',
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const { logits } = await lm.next(prompt);
    const wordLike = lm.top(logits, logits.length).filter(({ text }) => /^ \p{L}+$/u.test(text));
    const words = wordLike.length < 2 ? [] : wordLike.slice(0, WORDS);
    const predictions = await lm.nextOfMany(words.map(({ id }) => [...prompt, id]));
    const vocabulary = lm.pieces(Array.from({ length: logits.length }, (_, id) => id));
    const idsThat = (continues: boolean) =>
      vocabulary
        .filter(({ text, special }) => (!special && continuesWord(text)) === continues)
        .map(({ id }) => id);
    const [ending, inside] = [idsThat(false), idsThat(true)];
    const rows = words.map(({ text, logprob }, index) => {
      const logprobs = logSoftmax(at(predictions, index).logits);
      const ends = Math.exp(logSumExp(ending.map((id) => at(logprobs, id))));
      const likeliest = inside.reduce((best, id) => (at(logprobs, id) > at(logprobs, best) ? id : best));
      const next = at(vocabulary, likeliest).text;
      const begins = Math.exp(logprob);
      const extended = begins * Math.exp(at(logprobs, likeliest));
      return { text, next, begins, ends, whole: begins * ends, extension: text + next, extended };
    });
    const [most = null] = rows.toSorted((a, b) => a.ends - b.ends).map(({ whole: _, ...row }) => row);
    const ends = rows.map((row) => row.ends);
    const isAlike = Math.max(...ends) - Math.min(...ends) < ALIKE;
    const falls = rows.findIndex((row, index) => row.whole < (rows[index + 1]?.whole ?? 0));
    return {
      prompt: PROMPT,
      rows: rows.map(({ next: _, ...row }) => row),
      most,
      words: words.length,
      number: words.length === 0 ? ('none' as const) : either(words.length === WORDS, 'eight', 'fewer'),
      loss: Math.min(...ends) > SURE ? ('hardly any' as const) : either(isAlike, 'the same', 'different'),
      order: either(falls < 0, 'stays', 'changes'),
      falls: rows[falls]?.text ?? '',
      rises: falls < 0 ? '' : at(rows, falls + 1).text,
    };
  },
});
