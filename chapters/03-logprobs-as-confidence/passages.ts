import type { ChatMessage, LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { type Item, parseItems, readOneOf, readString, reject, requireCount } from './checks.ts';

/** Written for this chapter: no sentence of it is from anywhere else. */
export const PASSAGES_FILE = new URL('./passages.json', import.meta.url);

/** About whom or what a question is: something that does not exist, or something everybody can look up. */
export const PASSAGE_KINDS: readonly string[] = ['invented', 'real'];
export const ITEMS_OF_A_KIND = 40;

/** What a search brought back for a question. */
export const CONDITIONS = ['none', 'right', 'reworded', 'irrelevant', 'untrue', 'contradictory'] as const;
export type Condition = (typeof CONDITIONS)[number];

const KEYS = ['kind', 'question', 'answers', 'falseAnswers', 'gold', 'false', 'paraphrase', 'irrelevant'];
const WHAT = 'the passages set';

/** A question with its right and a false answer, each in all the forms that count, and what a search might find. */
export type PassageItem = ReturnType<typeof readItem>;

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

/** What an answer says: the right one, the false one, or neither of them clearly. */
export function verdictOn(answer: string, { answers, falseAnswers }: PassageItem) {
  const [right, wrong] = [saysOneOf(answer, answers), saysOneOf(answer, falseAnswers)];
  if (right === wrong) return normalised(answer) === '' ? ('nothing' as const) : ('another' as const);
  return right ? ('right' as const) : ('false' as const);
}

/** The set from its file's text, every item checked. Throws a RangeError that names the item's id and the reason. */
export function readPassages(text: string): readonly PassageItem[] {
  const items = parseItems(text, WHAT, KEYS).map(readItem);
  const texts = new Map<string, string>();
  for (const item of items) {
    checkContents(item);
    for (const passage of [item.gold, item.false, item.paraphrase, item.irrelevant]) {
      const other = texts.get(passage);
      if (other !== undefined) reject(item.id, `"${passage}" is also a passage of item "${other}"`);
      texts.set(passage, item.id);
    }
  }
  for (const kind of PASSAGE_KINDS) requireCount(items, WHAT, 'kind', kind, ITEMS_OF_A_KIND);
  return items;
}

function readForms(item: Item, key: string): readonly string[] {
  const forms = item[key];
  if (!Array.isArray(forms) || forms.length === 0)
    reject(item.id, `"${key}" should be a list of answers, got ${JSON.stringify(forms)}`);
  return forms.map((_, place) => readString({ ...forms, id: item.id }, String(place)));
}

function readItem(item: Item) {
  return {
    id: item.id,
    kind: readOneOf(item, 'kind', PASSAGE_KINDS),
    question: readString(item, 'question'),
    /** First the form that the passage has. */
    answers: readForms(item, 'answers'),
    falseAnswers: readForms(item, 'falseAnswers'),
    /** Contains the answer once. */
    gold: readString(item, 'gold'),
    /** The same with the false answer in place of the answer. */
    false: readString(item, 'false'),
    /** Gives the answer in other words. */
    paraphrase: readString(item, 'paraphrase'),
    /** On another subject: neither of the answers. */
    irrelevant: readString(item, 'irrelevant'),
  };
}

function checkContents(item: PassageItem): void {
  const { id, answers, falseAnswers, gold } = item;
  const [answer, falseAnswer] = [at(answers, 0), at(falseAnswers, 0)];
  const times = gold.split(answer).length - 1;
  if (times !== 1) reject(id, `the right passage should contain "${answer}" once, got ${times} times`);
  // A function, because in a string `$` has a meaning of its own.
  if (item.false !== gold.replace(answer, () => falseAnswer))
    reject(id, `the false passage should be the right one with "${falseAnswer}" for "${answer}"`);
  const absent: readonly (readonly [name: string, text: string, forms: readonly string[]])[] = [
    ['the question', item.question, [...answers, ...falseAnswers]],
    ['the right passage', gold, falseAnswers],
    ['the reworded passage', item.paraphrase, falseAnswers],
    ['the false passage', item.false, answers],
    ['the passage off topic', item.irrelevant, [...answers, ...falseAnswers]],
  ];
  for (const [name, text, forms] of absent) {
    if (saysOneOf(text, forms)) reject(id, `${name} contains one of ${JSON.stringify(forms)}`);
  }
}

/** Contradictory passages begin with the right one for every second item, with the false one for the others. */
export const rightComesFirst = (place: number): boolean => place % 2 === 0;

export function passageOf(item: PassageItem, place: number, condition: Condition): string | null {
  switch (condition) {
    case 'none':
      return null;
    case 'right':
      return item.gold;
    case 'reworded':
      return item.paraphrase;
    case 'irrelevant':
      return item.irrelevant;
    case 'untrue':
      return item.false;
    case 'contradictory':
      return (rightComesFirst(place) ? [item.gold, item.false] : [item.false, item.gold]).join(' ');
  }
}

// #region passage-prompt
export function asked(question: string, passage: string | null): string {
  return passage === null ? question : `${question}\nSource: ${passage}`;
}
// #endregion passage-prompt

type Turn = readonly [asked: string, answer: string];

/** Examples that show how to answer, none of them about anything in the set. */
const ANSWERED: readonly Turn[] = [
  [asked('What colour is fresh snow?', null), 'white'],
  [
    asked(
      'Who keeps the lighthouse at Corran Head?',
      'The lighthouse at Corran Head has been kept by Ina Moss for years.',
    ),
    'Ina Moss',
  ],
  [asked('What is bread made from?', 'A long train crossed the plain at night without stopping.'), 'flour'],
  [
    asked('When was the bridge at Tolm built?', 'The bridge at Tolm was built in 1902 and is still in use.'),
    '1902',
  ],
];
const INSTRUCTION = 'Answer in a few words.';
/** How every answer begins, or a model repeats the question before it comes to the point. */
const BEGINNING = 'Answer:';

/** The tokens before an answer: the model's chat template with a few examples; without a template, plain paragraphs. */
export function answerPrompt(lm: LanguageModel, question: string, passage: string | null): readonly number[] {
  const messages = [
    ...ANSWERED.flatMap(([content, answer], place): ChatMessage[] => [
      { role: 'user', content: place === 0 ? `${INSTRUCTION}\n${content}` : content },
      { role: 'assistant', content: `${BEGINNING} ${answer}` },
    ]),
    { role: 'user' as const, content: asked(question, passage) },
  ];
  const conversation = lm.chat(messages) ?? messages.map(({ content }) => `${content}\n\n`).join('');
  return lm.encode(`${conversation}${BEGINNING}`);
}

const judged = (question: string, answer: string, passage: string | null = null) =>
  `${asked(question, passage)}\n${BEGINNING} ${answer}`;

/** Whether an answer is right, whether a source has it, and how sure one is of it, each with its examples. */
const RIGHT = 'Right?';
const IN_SOURCE = 'In the source?';
const SURE = 'Sure, from 0 to 9?';

const SNOW = 'What colour is fresh snow?';
const KEEPER = 'Who keeps the lighthouse at Corran Head?';
const KEPT = 'The lighthouse at Corran Head has been kept by Ina Moss for years.';
const TRAIN = 'A long train crossed the plain at night without stopping.';
const VASS = 'In which town was Peder Vass born?';

const JUDGED: readonly string[] = [
  `${judged(SNOW, 'black')}\n${RIGHT} No`,
  `${asked(KEEPER, KEPT)}\n${IN_SOURCE} Yes`,
  `${judged(VASS, 'London', TRAIN)}\n${SURE} 1`,
  `${judged(KEEPER, 'Ina Moss', KEPT)}\n${RIGHT} Yes`,
  `${asked(VASS, TRAIN)}\n${IN_SOURCE} No`,
  `${judged(SNOW, 'white')}\n${SURE} 9`,
];

const judging = (lm: LanguageModel, text: string) => lm.encode([...JUDGED, text].join('\n\n'));

/** Asks whether an answer is right; the model's probability of a yes is called P(True). */
export const rightPrompt = (lm: LanguageModel, question: string, passage: string | null, answer: string) =>
  judging(lm, `${judged(question, answer, passage)}\n${RIGHT}`);

/** Asks whether a passage has the answer. */
export const sourcePrompt = (lm: LanguageModel, question: string, passage: string) =>
  judging(lm, `${asked(question, passage)}\n${IN_SOURCE}`);

/** Asks for a number that says how sure the model is. */
export const surePrompt = (lm: LanguageModel, question: string, passage: string | null, answer: string) =>
  judging(lm, `${judged(question, answer, passage)}\n${SURE}`);
