import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { logSoftmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';
const WORDS = 8;
/** Of these, as many as are shown: those after which the word ends least often. */
const SHOWN = 3;
/** A word that ends more often prints as one that always ends. */
const ALWAYS = 0.9995;

/**
 * Whether a token can stand inside a word after another: it begins with a letter, a mark, a digit, a byte that is no
 * whole character, or with an apostrophe or hyphen followed by a letter.
 */
export function continuesWord(tokenText: string): boolean {
  return /^(?:[\p{L}\p{M}\p{N}]|\\x[\dA-F]{2}|['’-]\p{L})/u.test(tokenText);
}

export const wordEnds = measurement({
  id: 'word-ends',
  kinds: { rows: { begins: 'probability', ends: 'probability', whole: 'probability' } },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const { logits } = await lm.next(prompt);
    const wordLike = lm.top(logits, logits.length).filter(({ text }) => /^ \p{L}+$/u.test(text));
    const vocabulary = lm.pieces(Array.from({ length: logits.length }, (_, id) => id));
    const idsThat = (continues: boolean) =>
      vocabulary
        .filter(({ text, special }) => (!special && continuesWord(text)) === continues)
        .map(({ id }) => id);
    const [ending, inside] = [idsThat(false), idsThat(true)];
    // An extension is shown, so it must be text.
    const spelled = inside.filter((id) => !at(vocabulary, id).text.includes('\\x'));
    const words = wordLike.length < 2 || spelled.length === 0 ? [] : wordLike.slice(0, WORDS);
    const predictions = await lm.nextOfMany(words.map(({ id }) => [...prompt, id]));
    const rows = words.map(({ text, logprob }, index) => {
      const logprobs = logSoftmax(at(predictions, index).logits);
      const ends = Math.exp(logSumExp(ending.map((id) => at(logprobs, id))));
      const likeliest = spelled.reduce((best, id) => (at(logprobs, id) > at(logprobs, best) ? id : best));
      const begins = Math.exp(logprob);
      return { text, begins, ends, whole: begins * ends, extension: text + at(vocabulary, likeliest).text };
    });
    const shown = rows.toSorted((a, b) => a.ends - b.ends).slice(0, SHOWN);
    return {
      prompt: PROMPT,
      rows: shown,
      end: either((shown[0]?.ends ?? 1) > ALWAYS, 'always', 'not always'),
    };
  },
});
