import {
  type Item,
  mentions,
  parseItems,
  readOneOf,
  readString,
  reject,
  rejectUnknownKeys,
  requireCount,
  requirePromptTokensKept,
} from './checks.ts';

/** The file of the retrieval set, written for this chapter: no sentence of it stands anywhere else. */
export const RETRIEVAL_FILE = new URL('./retrieval.json', import.meta.url);

/** About whom or what a question is: something that does not exist, or something everybody can look up. */
export const RETRIEVAL_KINDS = ['invented', 'real'] as const;
/** In which third of the gold passage, counted in tokens, the answer begins. */
export const ANSWER_POSITIONS = ['start', 'middle', 'end'] as const;
/** What stands before the question. */
export const CONDITIONS = ['none', 'gold', 'irrelevant', 'counterfactual'] as const;

export type Condition = (typeof CONDITIONS)[number];

/** A question with two answers, and the three passages that a search might have brought back for it. */
export interface RetrievalItem {
  readonly id: string;
  readonly kind: (typeof RETRIEVAL_KINDS)[number];
  readonly question: string;
  readonly answer: string;
  /** A wrong answer of the same kind, and of as many tokens. */
  readonly falseAnswer: string;
  readonly position: (typeof ANSWER_POSITIONS)[number];
  /** Contains the answer once. */
  readonly gold: string;
  /** The gold passage with the false answer in place of the answer. */
  readonly counterfactual: string;
  /** On another subject: neither of the answers. */
  readonly irrelevant: string;
}

type Encode = (text: string) => readonly number[];

const PASSAGES = ['gold', 'counterfactual', 'irrelevant'] as const;
const LONGEST_PASSAGE = 40;
const LONGEST_ANSWER = 5;
const LENGTH_DIFFERENCE = 0.1;
const ITEMS_OF_A_KIND = 20;

const KEYS = ['kind', 'question', 'answer', 'falseAnswer', 'position', ...PASSAGES];
const WHAT = 'the retrieval set';

// #region retrieval-prompt
/** The prompt of a question under one condition; the answer follows it after a space. */
export function retrievalPrompt(item: RetrievalItem, condition: Condition): string {
  const asked = `Question: ${item.question}\nAnswer:`;
  return condition === 'none' ? asked : `${item[condition]}\n${asked}`;
}
// #endregion retrieval-prompt

/**
 * The retrieval set from its file's text, every item checked: its fields, what the passages contain, their lengths in
 * tokens, where the answer stands, and that no prompt's tokens change when an answer follows it. `encode` gives a
 * text's tokens. Throws a RangeError that names the item's id and the reason.
 */
export function readRetrievalSet(text: string, encode: Encode): readonly RetrievalItem[] {
  const items = parseItems(text, WHAT).map((item) => readFields(item, item.id));
  const passages = new Map<string, string>();
  for (const item of items) {
    checkAnswers(item, encode);
    checkContents(item);
    checkLengths(item, encode);
    checkPosition(item, encode);
    for (const condition of CONDITIONS) {
      for (const answer of [item.answer, item.falseAnswer])
        requirePromptTokensKept(item.id, retrievalPrompt(item, condition), answer, encode);
    }
    for (const name of PASSAGES) {
      const other = passages.get(item[name]);
      if (other !== undefined) reject(item.id, `its ${name} passage is also one of item "${other}"`);
      passages.set(item[name], item.id);
    }
  }
  for (const kind of RETRIEVAL_KINDS) requireCount(items, WHAT, 'kind', kind, ITEMS_OF_A_KIND);
  return items;
}

function readFields(item: Item, id: string): RetrievalItem {
  rejectUnknownKeys(item, id, KEYS);
  return {
    id,
    kind: readOneOf(item, id, 'kind', RETRIEVAL_KINDS),
    question: readString(item, id, 'question'),
    answer: readString(item, id, 'answer'),
    falseAnswer: readString(item, id, 'falseAnswer'),
    position: readOneOf(item, id, 'position', ANSWER_POSITIONS),
    gold: readString(item, id, 'gold'),
    counterfactual: readString(item, id, 'counterfactual'),
    irrelevant: readString(item, id, 'irrelevant'),
  };
}

function checkAnswers({ id, question, answer, falseAnswer }: RetrievalItem, encode: Encode): void {
  const [shorter, longer] =
    answer.length <= falseAnswer.length ? [answer, falseAnswer] : [falseAnswer, answer];
  if (longer.toLowerCase().startsWith(shorter.toLowerCase()))
    reject(id, `"${shorter}" is the beginning of "${longer}"`);
  for (const one of [answer, falseAnswer]) {
    if (mentions(question, one)) reject(id, `the question contains "${one}"`);
  }
  const tokens = encode(` ${answer}`).length;
  const falseTokens = encode(` ${falseAnswer}`).length;
  if (tokens > LONGEST_ANSWER) reject(id, `"${answer}" has ${tokens} tokens, more than ${LONGEST_ANSWER}`);
  if (tokens !== falseTokens)
    reject(
      id,
      `"${answer}" and "${falseAnswer}" should have the same number of tokens, got ${tokens} and ${falseTokens}`,
    );
}

function checkContents(item: RetrievalItem): void {
  const { id, answer, falseAnswer, gold, counterfactual, irrelevant } = item;
  const times = gold.toLowerCase().split(answer.toLowerCase()).length - 1;
  if (times !== 1 || !gold.includes(answer))
    reject(id, `the gold passage should contain "${answer}" once, got ${times} times`);
  if (mentions(gold, falseAnswer)) reject(id, `the gold passage contains the false answer "${falseAnswer}"`);
  // A function, because in a string `$` has a meaning of its own.
  if (counterfactual !== gold.replace(answer, () => falseAnswer))
    reject(id, `the counterfactual passage should be the gold one with "${falseAnswer}" for "${answer}"`);
  for (const one of [answer, falseAnswer]) {
    if (mentions(irrelevant, one)) reject(id, `the irrelevant passage contains "${one}"`);
  }
}

function checkLengths(item: RetrievalItem, encode: Encode): void {
  const goldLength = encode(item.gold).length;
  for (const name of PASSAGES) {
    const length = encode(item[name]).length;
    if (length > LONGEST_PASSAGE)
      reject(item.id, `the ${name} passage has ${length} tokens, more than ${LONGEST_PASSAGE}`);
    if (Math.abs(length - goldLength) > LENGTH_DIFFERENCE * goldLength)
      reject(item.id, `the ${name} passage has ${length} tokens, but the gold one has ${goldLength}`);
  }
}

function checkPosition({ id, gold, answer, position }: RetrievalItem, encode: Encode): void {
  // The space before a word is part of the word's token, so it is not counted as a token before it.
  const before = encode(gold.slice(0, gold.indexOf(answer)).trimEnd()).length;
  const all = encode(gold).length;
  const found = before < all / 3 ? 'start' : before < (2 * all) / 3 ? 'middle' : 'end';
  if (found !== position)
    reject(
      id,
      `its position is given as ${position}, but the answer stands at the ${found} (token ${before + 1} of ${all})`,
    );
}
