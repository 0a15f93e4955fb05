import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { CLOSED_BOOK, promptOfChat, shortAnswerChat, type Wording } from './chat.ts';
import { type Item, parseItems, readOneOf, readString, reject, requireCount } from './read-json-items.ts';
import { saysOneOf } from './verdict.ts';

/** Written for this chapter: no sentence of it is from anywhere else. */
export const PASSAGES_FILE = new URL('./passages.json', import.meta.url);

/** What is asked about: something easy, or something that we invented, so that nobody can know it. */
export const PASSAGE_KINDS = { known: 44, invented: 28 } as const;
export type PassageKind = keyof typeof PASSAGE_KINDS;

/** What a search brought back for a question. */
export const CONDITIONS = ['none', 'right', 'untrue', 'near', 'irrelevant'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What each kind of question is asked with: invented ones say nothing beside a passage without their answer. */
export const CONDITIONS_OF: Readonly<Record<PassageKind, readonly Condition[]>> = {
  known: CONDITIONS,
  invented: ['none', 'right', 'untrue'],
};

const KEYS = ['kind', 'question', 'answers', 'falseAnswers', 'passage', 'nearMiss'];
const WHAT = 'the passages set';

/** A question with its right and a false answer, each in all the forms that count, and a passage with the right one. */
export type PassageItem = ReturnType<typeof readItem>;

/** The set from its file's text, every item checked. Throws a RangeError that names the item's id and the reason. */
export function readPassages(text: string): readonly PassageItem[] {
  const items = parseItems(text, WHAT, KEYS).map(readItem);
  items.forEach(checkContents);
  for (const [kind, count] of Object.entries(PASSAGE_KINDS)) requireCount(items, WHAT, 'kind', kind, count);
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
    kind: readOneOf(item, 'kind', Object.keys(PASSAGE_KINDS) as PassageKind[]),
    question: readString(item, 'question'),
    /** First the form that the passage has. */
    answers: readForms(item, 'answers'),
    falseAnswers: readForms(item, 'falseAnswers'),
    /** Contains the answer once. */
    passage: readString(item, 'passage'),
    /** About the same subject, with another fact; only of what is known. */
    nearMiss: item.kind === 'known' ? readString(item, 'nearMiss') : null,
  };
}

/** The passage with the false answer in place of the right one. */
const untruePassage = ({ passage, answers, falseAnswers }: PassageItem) =>
  // A function, because in a string `$` has a meaning of its own.
  passage.replace(at(answers, 0), () => at(falseAnswers, 0));

function checkContents(item: PassageItem): void {
  const { id, answers, falseAnswers, question, passage, nearMiss } = item;
  const times = passage.split(at(answers, 0)).length - 1;
  if (times !== 1) reject(id, `the passage should contain "${answers[0]}" once, got ${times} times`);
  const absent: readonly (readonly [name: string, text: string, forms: readonly string[]])[] = [
    ['the question', question, [...answers, ...falseAnswers]],
    ['the passage', passage, falseAnswers],
    ['the false passage', untruePassage(item), answers],
    ['the near miss', nearMiss ?? '', [...answers, ...falseAnswers]],
  ];
  for (const [name, text, forms] of absent)
    if (saysOneOf(text, forms)) reject(id, `${name} contains one of ${JSON.stringify(forms)}`);
}

/** The passage of another question of this kind, half the list away, that says neither answer. */
function irrelevantPassage(item: PassageItem, items: readonly PassageItem[]): string {
  const same = items.filter(({ kind }) => kind === item.kind);
  const start = same.indexOf(item) + Math.floor(same.length / 2);
  const others = [...same.slice(start % same.length), ...same.slice(0, start % same.length)];
  const found = others.find(({ passage }) => !saysOneOf(passage, [...item.answers, ...item.falseAnswers]));
  return at([found?.passage ?? ''], 0);
}

export function passageOf(item: PassageItem, items: readonly PassageItem[], condition: Condition) {
  if (condition === 'none') return null;
  if (condition === 'near') return item.nearMiss;
  if (condition === 'irrelevant') return irrelevantPassage(item, items);
  return condition === 'right' ? item.passage : untruePassage(item);
}

export const withSource = (question: string, passage: string): string =>
  `Source: ${passage}\nQuestion: ${question}`;

/** The tokens that ask a question beside a passage, or without one: the messages of the program that is shown. */
export const answerPrompt = (lm: LanguageModel, question: string, passage: string | null) =>
  promptOfChat(lm, shortAnswerChat(CLOSED_BOOK, passage === null ? question : withSource(question, passage)));

/** A question whether a source supports an answer, and its opposite. */
export const SUPPORT_WORDINGS: readonly Wording[] = [
  { text: 'Is this answer in the source? Reply yes or no.', yes: 'Yes', no: 'No' },
  { text: 'Is this answer missing from the source? Reply yes or no.', yes: 'No', no: 'Yes' },
];
