import { logSumExp } from '#numerics/log-sum-exp';
import { logSoftmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';

const WORDS = 8;

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
