import {
  type Item,
  parseItems,
  readOneOf,
  readString,
  reject,
  requireCount,
} from '../03-logprobs-as-confidence/read-json-items.ts';

/** Written for this chapter: no sentence of it is from anywhere else. */
export const RETRIEVAL_FILE = new URL('./retrieval.json', import.meta.url);

/** About whom or what a question is: something that does not exist, or something everybody can look up. */
export const RETRIEVAL_KINDS: readonly string[] = ['invented', 'real'];
/** In which third of the gold passage, counted in the tokens of the embedded model, the answer begins. */
export const ANSWER_POSITIONS: readonly string[] = ['start', 'middle', 'end'];
export const CONDITIONS = ['none', 'gold', 'irrelevant', 'counterfactual'] as const;

export type Condition = (typeof CONDITIONS)[number];

const PASSAGES = ['gold', 'counterfactual', 'irrelevant'] as const;

const KEYS = ['kind', 'question', 'answer', 'falseAnswer', 'position', ...PASSAGES];
const WHAT = 'the retrieval set';

const mentions = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

/** A question with two answers, and the three passages that a search might have brought back for it. */
export type RetrievalItem = ReturnType<typeof readItem>;

/** The prompt of a question under one condition; the answer follows it after a space. */
export function retrievalPrompt(item: RetrievalItem, condition: Condition): string {
  const asked = `Question: ${item.question}\nAnswer:`;
  return condition === 'none' ? asked : `${item[condition]}\n${asked}`;
}

/**
 * The retrieval set from its file's text, every item checked: its fields and what the passages contain. Throws a
 * RangeError that names the item's id and the reason.
 */
export function readRetrievalSet(text: string): readonly RetrievalItem[] {
  const items = parseItems(text, WHAT, KEYS).map(readItem);
  const passages = new Map<string, string>();
  for (const item of items) {
    checkAnswers(item);
    checkContents(item);
    for (const name of PASSAGES) {
      const other = passages.get(item[name]);
      if (other !== undefined) reject(item.id, `its ${name} passage is also one of item "${other}"`);
      passages.set(item[name], item.id);
    }
  }
  for (const kind of RETRIEVAL_KINDS) requireCount(items, WHAT, 'kind', kind, 20);
  return items;
}

function readItem(item: Item) {
  return {
    id: item.id,
    kind: readOneOf(item, 'kind', RETRIEVAL_KINDS),
    question: readString(item, 'question'),
    answer: readString(item, 'answer'),
    /** Of the same kind, and of as many tokens of the embedded model. */
    falseAnswer: readString(item, 'falseAnswer'),
    position: readOneOf(item, 'position', ANSWER_POSITIONS),
    /** Contains the answer once. */
    gold: readString(item, 'gold'),
    /** The gold passage with the false answer in place of the answer. */
    counterfactual: readString(item, 'counterfactual'),
    /** On another subject: neither of the answers. */
    irrelevant: readString(item, 'irrelevant'),
  };
}

function checkAnswers({ id, question, answer, falseAnswer }: RetrievalItem): void {
  const [shorter = '', longer = ''] = [answer, falseAnswer].sort((one, other) => one.length - other.length);
  if (longer.toLowerCase().startsWith(shorter.toLowerCase()))
    reject(id, `"${shorter}" is the beginning of "${longer}"`);
  for (const one of [answer, falseAnswer]) {
    if (mentions(question, one)) reject(id, `the question contains "${one}"`);
  }
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
