import { type Item, parseItems, readString, reject } from '../03-logprobs-as-confidence/read-json-items.ts';

/** Written for this chapter: no sentence of it is from anywhere else. */
export const RETRIEVAL_FILE = new URL('./retrieval.json', import.meta.url);
/** Two sets of four questions with a passage and an answer, to be put before a question. */
export const EXAMPLES = [
  new URL('./examples-1.txt', import.meta.url),
  new URL('./examples-2.txt', import.meta.url),
] as const;

/** The passages that may stand before a question, by what they say. */
export const PASSAGES = {
  gold: 'the right answer',
  counterfactual: 'the rival',
  denied: 'not the right one',
  rivalDenied: 'not the rival',
  irrelevant: 'another subject',
  twice: 'a second copy',
} as const;
export type Passage = keyof typeof PASSAGES;
export const PASSAGE_KINDS = Object.keys(PASSAGES) as readonly Passage[];
export type Condition = 'none' | Passage;
export const CONDITIONS: readonly Condition[] = ['none', ...PASSAGE_KINDS];

/** Passages are paragraphs after the first set of examples, sentences after the second, and sentences after none. */
export type Wording = 'paragraph' | 'sentence' | 'bare';

const KEYS = ['question', 'answer', 'falseAnswer', 'statement', 'gold', 'counterfactual', 'irrelevant'];
const WHAT = 'the retrieval set';

const mentions = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

/** A question with two answers, and passages that a search might have brought back for it. */
export type RetrievalItem = ReturnType<typeof readItem>;

/** The passage of a question under a condition; empty under `none`. */
export function passageOf(item: RetrievalItem, condition: Condition, wording: Wording): string {
  const isParagraph = wording === 'paragraph';
  const { subject, rest, answer, falseAnswer } = item;
  /** The statement with one answer, or its denial. A function, because in a string `$` has a meaning of its own. */
  const stated = (one: string, is = ' is ') => subject + is + rest.replace('{}', () => one);
  const denied = (one: string) => {
    if (!isParagraph) return stated(one, ' is not ');
    const said = stated(one);
    return `Some people say that ${said.charAt(0).toLowerCase()}${said.slice(1)} It is not ${rest.replace('{}', () => one)}`;
  };
  const gold = isParagraph ? item.gold : stated(answer);
  return {
    none: '',
    gold,
    counterfactual: isParagraph ? item.counterfactual : stated(falseAnswer),
    irrelevant: item.irrelevant,
    denied: denied(answer),
    rivalDenied: denied(falseAnswer),
    twice: `${gold}\n${gold}`,
  }[condition];
}

/** The prompt of a question under one condition, after some examples; the answer follows it after a space. */
export function retrievalPrompt(
  item: RetrievalItem,
  condition: Condition,
  wording: Wording = 'bare',
  examples = '',
): string {
  const passage = passageOf(item, condition, wording);
  return `${examples}${passage}${passage === '' ? '' : '\n'}Question: ${item.question}\nAnswer:`;
}

/**
 * The retrieval set from its file's text, every item checked: its fields and what the passages contain. Throws a
 * RangeError that names the item's id and the reason.
 */
export function readRetrievalSet(text: string): readonly RetrievalItem[] {
  const items = parseItems(text, WHAT, KEYS).map(readItem);
  items.forEach(checkAnswers);
  items.forEach(checkContents);
  return items;
}

function readItem(item: Item) {
  const { id } = item;
  const statement = readString(item, 'statement');
  const is = statement.lastIndexOf(' is ');
  if (is < 0 || !/^(the )?\{\}\.$/.test(statement.slice(is + 4)))
    reject(id, `"statement" should end in " is {}." or " is the {}.", got "${statement}"`);
  return {
    id,
    question: readString(item, 'question'),
    answer: readString(item, 'answer'),
    /** Of the same kind, and of as many tokens of the embedded model. */
    falseAnswer: readString(item, 'falseAnswer'),
    /** The question as a statement, before its last "is" and after it, with {} for the answer. */
    subject: statement.slice(0, is),
    rest: statement.slice(is + 4),
    /** Passages: with the answer once, with the false one in its place, and on another subject with neither. */
    gold: readString(item, 'gold'),
    counterfactual: readString(item, 'counterfactual'),
    irrelevant: readString(item, 'irrelevant'),
  };
}

function checkAnswers({ id, question, subject, answer, falseAnswer }: RetrievalItem): void {
  const [shorter = '', longer = ''] = [answer, falseAnswer].sort((one, other) => one.length - other.length);
  if (longer.toLowerCase().startsWith(shorter.toLowerCase()))
    reject(id, `"${shorter}" is the beginning of "${longer}"`);
  for (const one of [answer, falseAnswer]) {
    if (mentions(question, one)) reject(id, `the question contains "${one}"`);
    if (mentions(subject, one)) reject(id, `the statement contains "${one}"`);
  }
}

function checkContents(item: RetrievalItem): void {
  const { id, answer, falseAnswer, gold, counterfactual, irrelevant } = item;
  const times = gold.toLowerCase().split(answer.toLowerCase()).length - 1;
  if (times !== 1 || !gold.includes(answer))
    reject(id, `the gold passage should contain "${answer}" once, got ${times} times`);
  if (mentions(gold, falseAnswer)) reject(id, `the gold passage contains the false answer "${falseAnswer}"`);
  if (counterfactual !== gold.replace(answer, () => falseAnswer))
    reject(id, `the counterfactual passage should be the gold one with "${falseAnswer}" for "${answer}"`);
  for (const one of [answer, falseAnswer]) {
    if (mentions(irrelevant, one)) reject(id, `the irrelevant passage contains "${one}"`);
  }
}
