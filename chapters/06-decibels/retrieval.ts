import { type Item, parseItems, readString, reject } from '../03-logprobs-as-confidence/read-json-items.ts';

/** Written for this chapter: no sentence of it is from anywhere else. */
export const RETRIEVAL_FILE = new URL('./retrieval.json', import.meta.url);

/** What stands before a question: nothing, or a passage that … */
export const CONDITIONS = [
  'none',
  'gold',
  'counterfactual',
  'irrelevant',
  'denied',
  'rivalDenied',
  'twice',
] as const;
export type Condition = (typeof CONDITIONS)[number];

/**
 * How the model is asked. Two wordings put examples before the question, others in each; the passages are paragraphs in
 * one and single sentences in the other. The third has no examples, and single sentences.
 */
export const WORDINGS = ['paragraph', 'sentence', 'bare'] as const;
export type Wording = (typeof WORDINGS)[number];

/** The conditions that each wording is measured under. */
export const ASKED: Readonly<Record<Wording, readonly Condition[]>> = {
  paragraph: CONDITIONS,
  sentence: CONDITIONS,
  bare: ['none', 'gold'],
};

/** Passage, question and answer of each example. Each answer is a name or a number. */
const EXAMPLES: Readonly<Record<Wording, readonly (readonly [string, string, string])[]>> = {
  paragraph: [
    [
      'The cheetah hunts by day. It is the fastest animal on land, but only over a short distance.',
      'Which animal is the fastest on land?',
      'cheetah',
    ],
    [
      'A bicycle is kept upright by its rider. It has two wheels, and the chain drives the one at the back.',
      'How many wheels does a bicycle have?',
      'two',
    ],
    [
      'The Mona Lisa hangs in the Louvre. It was painted by Leonardo da Vinci.',
      'Who painted the Mona Lisa?',
      'Leonardo da Vinci',
    ],
    [
      'The Titanic sank in 1912 on her first voyage. She had hit an iceberg.',
      'In which year did the Titanic sink?',
      '1912',
    ],
  ],
  sentence: [
    [
      'The river Thames flows through London. Its water rises and falls with the tide.',
      'Which river flows through London?',
      'Thames',
    ],
    [
      'Bees build cells with flat walls. Each cell is a hexagon, and a hexagon has six sides.',
      'How many sides does a hexagon have?',
      'six',
    ],
    [
      'Most metals melt only in a furnace. One of them, mercury, is liquid at room temperature.',
      'Which metal is liquid at room temperature?',
      'mercury',
    ],
    ['Italy has many old cities. Its capital is Rome.', 'What is the capital of Italy?', 'Rome'],
  ],
  bare: [],
};

const PASSAGES = ['gold', 'counterfactual', 'irrelevant'] as const;
const KEYS = ['question', 'answer', 'falseAnswer', 'statement', ...PASSAGES];
const WHAT = 'the retrieval set';

const mentions = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

/** A question with two answers, and passages that a search might have brought back for it. */
export type RetrievalItem = ReturnType<typeof readItem>;

const asked = (question: string) => `Question: ${question}\nAnswer:`;

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
    none: () => '',
    gold: () => gold,
    counterfactual: () => (isParagraph ? item.counterfactual : stated(falseAnswer)),
    irrelevant: () => item.irrelevant,
    denied: () => denied(answer),
    rivalDenied: () => denied(falseAnswer),
    twice: () => `${gold}\n${gold}`,
  }[condition]();
}

/** The prompt of a question under one condition; the answer follows it after a space. */
export function retrievalPrompt(
  item: RetrievalItem,
  condition: Condition,
  wording: Wording = 'bare',
): string {
  const examples = EXAMPLES[wording].map(
    ([passage, question, answer]) => `${passage}\n${asked(question)} ${answer}\n\n`,
  );
  const passage = passageOf(item, condition, wording);
  return `${examples.join('')}${passage}${passage === '' ? '' : '\n'}${asked(item.question)}`;
}

/**
 * The retrieval set from its file's text, every item checked: its fields and what the passages contain. Throws a
 * RangeError that names the item's id and the reason.
 */
export function readRetrievalSet(text: string): readonly RetrievalItem[] {
  const items = parseItems(text, WHAT, KEYS).map(readItem);
  for (const item of items) {
    checkAnswers(item);
    checkContents(item);
  }
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
    /** Contains the answer once. */
    gold: readString(item, 'gold'),
    /** The gold passage with the false answer in place of the answer. */
    counterfactual: readString(item, 'counterfactual'),
    /** On another subject: neither of the answers. */
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
  // A function, because in a string `$` has a meaning of its own.
  if (counterfactual !== gold.replace(answer, () => falseAnswer))
    reject(id, `the counterfactual passage should be the gold one with "${falseAnswer}" for "${answer}"`);
  for (const one of [answer, falseAnswer]) {
    if (mentions(irrelevant, one)) reject(id, `the irrelevant passage contains "${one}"`);
  }
}
