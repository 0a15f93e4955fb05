import { createHash } from 'node:crypto';
import {
  parseItems,
  readOneOf,
  readString,
  reject,
  rejectUnknownKeys,
  requireCount,
  requirePromptTokensKept,
} from './checks.ts';

/** The eight relations of the facts set, each with its two phrasings: the beginning of a statement, and a question. */
export const RELATIONS = {
  city: {
    about: 'city and country',
    statement: 'The city of {} is in',
    question: 'Question: In which country is the city of {}?\nAnswer:',
  },
  capital: {
    about: 'country and capital',
    statement: 'The capital of {} is',
    question: 'Question: What is the capital of {}?\nAnswer:',
  },
  element: {
    about: 'symbol and element',
    statement: 'The chemical element with the symbol {} is',
    question: 'Question: Which chemical element has the symbol {}?\nAnswer:',
  },
  'past-tense': {
    about: 'verb and past tense',
    statement: 'The past tense of the verb {} is',
    question: 'Question: What is the past tense of the verb {}?\nAnswer:',
  },
  author: {
    about: 'book and author',
    statement: 'The author of {} is',
    question: 'Question: Who wrote {}?\nAnswer:',
  },
  year: {
    about: 'event and year',
    statement: '{} in',
    question: 'Question: In which year did this happen? {}.\nAnswer:',
  },
  order: {
    about: 'months, days, seasons',
    statement: 'The {} is',
    question: 'Question: What is the {}?\nAnswer:',
  },
  sum: { about: 'arithmetic', statement: '{} =', question: 'Question: What is {}?\nAnswer:' },
} as const;

export type RelationName = keyof typeof RELATIONS;
export type Phrasing = 'statement' | 'question';
export const RELATION_NAMES = Object.keys(RELATIONS) as RelationName[];

const FACTS = 'the facts set';
const ITEMS_A_RELATION = 40;
const WRONG_ANSWERS = 3;
/** Answers of one item differ by at least this many tokens when the item is marked as varied in length. */
const VARIED = 2;

/** One fact: what it is about, its right answer, and three plausible wrong ones. */
export interface Fact {
  readonly id: string;
  readonly relation: RelationName;
  readonly subject: string;
  /** The right answer first. */
  readonly answers: readonly string[];
  /** Whether the answers' numbers of tokens differ by two or more. */
  readonly lengths: 'similar' | 'varied';
  readonly half: 'dev' | 'test';
}

/** What stands before the answer. */
export function promptOf({ relation, subject }: Pick<Fact, 'relation' | 'subject'>, phrasing: Phrasing) {
  return RELATIONS[relation][phrasing].replace('{}', subject);
}

/**
 * The half that an item belongs to, by a hash of its id: two fifths are for choosing (dev), the rest for reporting
 * (test). A new item moves no other.
 */
export function halfOf(id: string): 'dev' | 'test' {
  const firstByte = createHash('sha256').update(id).digest()[0] ?? 0;
  return firstByte < 102 ? 'dev' : 'test';
}

/** SHA-256 of a data file's text: what identifies the version that was measured. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The facts in a data file's text. Throws a RangeError that names the item's id and the reason for each kind of broken
 * item: fields, relation, four distinct answers of which none begins another, the mark for lengths, and tokens that
 * would change when an answer follows the prompt.
 */
export function readFacts(text: string, encode: (text: string) => readonly number[]): Fact[] {
  const facts = parseItems(text, FACTS).map((item) => {
    const { id } = item;
    rejectUnknownKeys(item, id, ['relation', 'subject', 'right', 'wrong', 'lengths']);
    const relation = readOneOf(item, id, 'relation', RELATION_NAMES);
    if (!id.startsWith(`${relation}-`)) reject(id, `its id should begin with "${relation}-"`);
    const fact: Fact = {
      id,
      relation,
      subject: readString(item, id, 'subject'),
      answers: [readString(item, id, 'right'), ...wrongAnswers(item.wrong, id)],
      lengths: readOneOf(item, id, 'lengths', ['similar', 'varied']),
      half: halfOf(id),
    };
    requireDistinct(fact);
    requireTokens(fact, encode);
    return fact;
  });
  for (const name of RELATION_NAMES) requireCount(facts, FACTS, 'relation', name, ITEMS_A_RELATION);
  return facts;
}

function wrongAnswers(value: unknown, id: string): string[] {
  if (!Array.isArray(value) || value.length !== WRONG_ANSWERS)
    reject(id, `"wrong" should be a list of ${WRONG_ANSWERS} answers, got ${JSON.stringify(value)}`);
  return value.map((_, place) => readString(value as never, id, String(place)));
}

function requireDistinct({ id, answers }: Fact): void {
  answers.forEach((answer, i) => {
    answers.forEach((other, k) => {
      if (i !== k && other.startsWith(answer))
        reject(id, answer === other ? `"${answer}" occurs twice` : `"${answer}" begins "${other}"`);
    });
  });
}

function requireTokens(fact: Fact, encode: (text: string) => readonly number[]): void {
  for (const phrasing of ['statement', 'question'] as const) {
    for (const answer of fact.answers)
      requirePromptTokensKept(fact.id, promptOf(fact, phrasing), answer, encode);
  }
  const lengths = fact.answers.map((answer) => encode(` ${answer}`).length);
  const varied = Math.max(...lengths) - Math.min(...lengths) >= VARIED ? 'varied' : 'similar';
  if (varied !== fact.lengths)
    reject(fact.id, `"lengths" should be ${varied}: its answers have ${lengths.join(', ')} tokens`);
}
