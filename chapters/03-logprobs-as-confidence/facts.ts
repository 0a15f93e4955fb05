import { createHash } from 'node:crypto';
import type { LanguageModel } from '#lm/types';
import { either } from '#report/measurement';
import { type Item, parseItems, readOneOf, readString, reject, requireCount } from './read-json-items.ts';
import { saysOneOf } from './verdict.ts';

/** What each relation is about, and its two phrasings: the beginning of a statement, and a question. */
const RELATIONS = {
  city: ['city and country', 'The city of {} is in', 'In which country is the city of {}?'],
  capital: ['country and capital', 'The capital of {} is', 'What is the capital of {}?'],
  element: [
    'symbol and element',
    'The chemical element with the symbol {} is',
    'Which chemical element has the symbol {}?',
  ],
  'past-tense': [
    'verb and past tense',
    'The past tense of the verb {} is',
    'What is the past tense of the verb {}?',
  ],
  author: ['book and author', 'The author of {} is', 'Who wrote {}?'],
  year: ['event and year', '{} in', 'In which year did this happen? {}.'],
  order: ['months and days', 'The {} is', 'What is the {}?'],
  sum: ['arithmetic', '{} =', 'What is {}?'],
} as const;

export type RelationName = keyof typeof RELATIONS;
export const RELATION_NAMES = Object.keys(RELATIONS) as RelationName[];

const FACTS = 'the facts set';
const KEYS = ['relation', 'subject', 'right', 'wrong', 'lengths'];
const WRONG_ANSWERS = 3;

export type Half = 'dev' | 'test';

export type Fact = ReturnType<typeof readFact> & { readonly half: Half };

export const aboutOf = (relation: RelationName): string => RELATIONS[relation][0];

export const questionOf = ({ relation, subject }: Pick<Fact, 'relation' | 'subject'>): string =>
  RELATIONS[relation][2].replace('{}', subject);

export function promptOf(fact: Pick<Fact, 'relation' | 'subject'>, phrasing: 'statement' | 'question') {
  if (phrasing === 'question') return `Question: ${questionOf(fact)}\nAnswer:`;
  return RELATIONS[fact.relation][1].replace('{}', fact.subject);
}

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A prompt and the answers that may follow it in tokens, as `scoreChoices` takes them. */
export function asked(lm: LanguageModel, prompt: string, answers: readonly string[], space = ' ') {
  const continuations = answers.map((answer) => lm.encode(`${space}${answer}`));
  return { context: lm.encode(prompt), continuations };
}

/**
 * The facts in a data file's text. Throws a RangeError that names the item's id and the reason for each kind of broken
 * item: fields, relation, and four distinct answers of which none begins another or is in the question.
 */
export function readFacts(text: string): Fact[] {
  const facts = parseItems(text, FACTS, KEYS).map(readFact);
  for (const fact of facts) requireDistinct(fact);
  for (const name of RELATION_NAMES) requireCount(facts, FACTS, 'relation', name, 40);
  return inHalves(facts);
}

/** Half of each kind is for choosing (dev), by the order of hashes of the ids, in which nobody has a hand. */
function inHalves(facts: readonly ReturnType<typeof readFact>[]): Fact[] {
  const dev = RELATION_NAMES.flatMap((name) => {
    const ids = facts.filter(({ relation }) => relation === name).map(({ id }) => id);
    const hashes = new Map(ids.map((id) => [id, sha256Of(id)]));
    ids.sort((a, b) => ((hashes.get(a) ?? '') < (hashes.get(b) ?? '') ? -1 : 1));
    return ids.slice(0, ids.length / 2);
  });
  return facts.map((fact) => ({ ...fact, half: dev.includes(fact.id) ? 'dev' : 'test' }));
}

export const testFacts = (text: string) => readFacts(text).filter(({ half }) => half === 'test');

/** Forms that count as right besides the answer itself, listed without a look at any reply. */
const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
  aluminum: ['aluminium'],
  'Fyodor Dostoevsky': ['Dostoyevsky'],
  'H. G. Wells': ['HG Wells'],
  'J. R. R. Tolkien': ['JRR Tolkien'],
  Myanmar: ['Burma'],
  'the Netherlands': ['Holland'],
  'New Delhi': ['Delhi'],
  sulfur: ['sulphur'],
  tungsten: ['wolfram'],
  Turkey: ['Türkiye'],
};

/** The forms that count as right, and the listed false answers. An author's surname counts if no false answer has it. */
export function formsOf({
  relation,
  answers: [right = '', ...falseAnswers],
}: Pick<Fact, 'relation' | 'answers'>) {
  const surname = right.split(' ').at(-1) ?? '';
  const isEnough = relation === 'author' && !saysOneOf(falseAnswers.join(' '), [surname]);
  return { answers: [right, ...(isEnough ? [surname] : []), ...(OTHER_FORMS[right] ?? [])], falseAnswers };
}

/** Whether a prompt's tokens are the first ones of prompt and answer, as one cuts them in one go. */
export function keepsTokens(lm: Pick<LanguageModel, 'encode'>, prompt: string, answer: string): boolean {
  const whole = lm.encode(`${prompt} ${answer}`);
  return lm.encode(prompt).every((token, place) => whole[place] === token);
}

/** Answers of which one is longer than another by two tokens or more are of varied lengths. */
export const lengthsOf = (tokens: readonly number[]) =>
  either(Math.max(...tokens) - Math.min(...tokens) >= 2, 'varied', 'similar');

function readFact(item: Item) {
  const { id, wrong } = item;
  const relation = readOneOf(item, 'relation', RELATION_NAMES);
  if (!id.startsWith(`${relation}-`)) reject(id, `its id should begin with "${relation}-"`);
  const subject = readString(item, 'subject');
  const right = readString(item, 'right');
  if (!Array.isArray(wrong) || wrong.length !== WRONG_ANSWERS)
    reject(id, `"wrong" should be a list of ${WRONG_ANSWERS} answers, got ${JSON.stringify(wrong)}`);
  /** The right answer first. */
  const answers = [right, ...wrong.map((_, place) => readString({ ...wrong, id }, String(place)))];
  const lengths = readOneOf(item, 'lengths', ['similar', 'varied']);
  return { id, relation, subject, answers, lengths };
}

function requireDistinct({ id, relation, subject, answers }: ReturnType<typeof readFact>): void {
  if (saysOneOf(questionOf({ relation, subject }), answers)) reject(id, 'its question contains an answer');
  answers.forEach((answer, i) => {
    const other = answers.find((one, k) => i !== k && one.startsWith(answer));
    if (other !== undefined)
      reject(id, answer === other ? `"${answer}" occurs twice` : `"${answer}" begins "${other}"`);
  });
}
