/** Whether a short answer is right, by a rule that was fixed before anything was generated. */

/** Lower case without accents, punctuation and articles: what is compared. */
export function normalised(text: string): string {
  const plain = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return plain
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\b(?:an?|the)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether an answer says one of the forms, as whole words. */
export function saysOneOf(answer: string, forms: readonly string[]): boolean {
  const said = ` ${normalised(answer)} `;
  return forms.some((form) => said.includes(` ${normalised(form)} `));
}

/** Whether two answers are the same: one says the other. */
export const isSameAnswer = (one: string, other: string): boolean =>
  normalised(one) === normalised(other) ||
  (normalised(one) !== '' &&
    normalised(other) !== '' &&
    (saysOneOf(one, [other]) || saysOneOf(other, [one])));

interface Forms {
  readonly answers: readonly string[];
  readonly falseAnswers: readonly string[];
}

/** What an answer says: the right answer, a listed false one, or neither of them clearly. */
export function verdictOn(answer: string, { answers, falseAnswers }: Forms): 'right' | 'false' | 'another' {
  const [right, wrong] = [saysOneOf(answer, answers), saysOneOf(answer, falseAnswers)];
  if (right === wrong) return 'another';
  return right ? 'right' : 'false';
}
