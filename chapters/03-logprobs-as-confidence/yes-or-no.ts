import type { ContinuationScore, LanguageModel } from '#lm/types';
import { logSumExp } from '#numerics/log-sum-exp';

/** The ways to write a word, with and without a capital and a space before it. */
const spellings = (word: string) => [word, word.toLowerCase(), ` ${word}`, ` ${word.toLowerCase()}`];
const YES = spellings('Yes');
const FORMS = [...YES, ...spellings('No')];

export const yesAndNo = (lm: LanguageModel) => FORMS.map((form) => lm.encode(form));

/** ln q(yes) − ln q(no) in nats, and what both have together, over all spellings of each. */
export function yesOverNo(scores: readonly Pick<ContinuationScore, 'total'>[]) {
  const totals = scores.map(({ total }) => total);
  const yes = logSumExp(totals.slice(0, YES.length));
  const no = logSumExp(totals.slice(YES.length));
  return { logOdds: yes === no ? 0 : yes - no, mass: Math.exp(yes) + Math.exp(no) };
}

const DIGITS = Array.from({ length: 10 }, (_, digit) => ` ${digit}`);

export const ratings = (lm: LanguageModel) => DIGITS.map((digit) => lm.encode(digit));

/** The digit that the model would write, the likeliest of the ten; of equal ones the smallest. */
export function ratingOf(scores: readonly Pick<ContinuationScore, 'total'>[]): number {
  const totals = scores.map(({ total }) => total);
  return totals.indexOf(Math.max(...totals));
}
