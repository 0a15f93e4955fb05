import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveModel } from '#lm/model-identity';
import { openTokenizer } from '#lm/open-tokenizer';
import { keepsTokens } from '../../chapters/03-logprobs-as-confidence/facts.ts';
import {
  CONDITIONS,
  type Condition,
  passageOf,
  RETRIEVAL_FILE,
  type RetrievalItem,
  readRetrievalSet,
  retrievalPrompt,
  type Wording,
} from '../../chapters/06-decibels/retrieval.ts';
import { withChanged } from './changed-item.ts';

const TEXT = readFileSync(RETRIEVAL_FILE, 'utf8');
const FIRST = 'capital-of-france';

let encode: (text: string) => number[];
beforeAll(async () => {
  const tokenizer = await openTokenizer((await resolveModel()).folder);
  encode = (text) => tokenizer.encode(text);
});

function itemOf(id: string): RetrievalItem {
  const found = readRetrievalSet(TEXT).find((item) => item.id === id);
  if (found === undefined) throw new RangeError(`there is no item "${id}"`);
  return found;
}

function read(text: string): () => unknown {
  return () => readRetrievalSet(text);
}

describe('the retrieval set', () => {
  it('has answers of at most five tokens of the embedded model, the false ones of as many as the right ones', () => {
    for (const { id, answer, falseAnswer } of readRetrievalSet(TEXT)) {
      const { length } = encode(` ${answer}`);
      expect(length, id).toBeLessThanOrEqual(5);
      expect(encode(` ${falseAnswer}`), id).toHaveLength(length);
    }
  });

  it('has passages of at most forty tokens of the embedded model, of about one length in each item', () => {
    for (const { id, gold, counterfactual, irrelevant } of readRetrievalSet(TEXT)) {
      const goldLength = encode(gold).length;
      for (const { length } of [gold, counterfactual, irrelevant].map(encode)) {
        expect(length, id).toBeLessThanOrEqual(40);
        expect(Math.abs(length - goldLength), id).toBeLessThanOrEqual(goldLength / 10);
      }
    }
  });

  it('writes “a” before a consonant and “an” before a vowel, whichever answer a passage holds', () => {
    for (const { id, gold, counterfactual, irrelevant } of readRetrievalSet(TEXT)) {
      for (const passage of [gold, counterfactual, irrelevant])
        expect(passage, id).not.toMatch(/\b(?:a [aeiou]|an [^aeiou])/i);
    }
  });

  it('has the embedded model cut a prompt alike whether an answer follows or not', () => {
    for (const item of readRetrievalSet(TEXT)) {
      for (const condition of CONDITIONS) {
        for (const wording of ['paragraph', 'sentence'] as const) {
          const prompt = retrievalPrompt(item, condition, wording);
          for (const answer of [item.answer, item.falseAnswer])
            expect(keepsTokens({ encode }, prompt, answer), item.id).toBe(true);
        }
      }
    }
  });

  it('states, denies and repeats the answers in both wordings', () => {
    const item = itemOf('currency-of-japan');
    const passage = (condition: Condition, wording: Wording) => passageOf(item, condition, wording);
    expect(passage('none', 'paragraph')).toBe('');
    expect(passage('counterfactual', 'sentence')).toBe('The currency that is used in Japan is the yuan.');
    expect(passage('denied', 'sentence')).toBe('The currency that is used in Japan is not the yen.');
    expect(passage('rivalDenied', 'paragraph')).toBe(
      'Some people say that the currency that is used in Japan is the yuan. It is not the yuan.',
    );
    expect(passage('twice', 'paragraph')).toBe(`${item.gold}\n${item.gold}`);
  });

  it('asks the same question with and without a passage, after the examples', () => {
    const item = itemOf('capital-of-france');
    const asked = 'Question: What is the capital of France?\nAnswer:';
    expect(retrievalPrompt(item, 'none', 'bare')).toBe(asked);
    expect(retrievalPrompt(item, 'counterfactual', 'sentence', 'E\n\n')).toBe(
      `E\n\nThe capital of France is Lyon.\n${asked}`,
    );
  });
});

describe('the loader of the retrieval set', () => {
  it('rejects a file that is no list of items', () => {
    expect(read('{')).toThrow(new RangeError('the retrieval set should be JSON, but is not'));
    expect(read('{}')).toThrow('the retrieval set should be a list of items');
    expect(read('[7]')).toThrow('item 1 of the retrieval set should be an object');
    expect(read('[{ "id": "" }]')).toThrow('item 1 of the retrieval set should have an id');
  });

  it('rejects an id that occurs twice', () => {
    const text = withChanged(TEXT, 'largest-planet', { id: FIRST });
    expect(read(text)).toThrow(`item "${FIRST}": its id occurs twice in the retrieval set`);
  });

  const missing = ['question', 'answer', 'falseAnswer', 'statement', 'gold', 'counterfactual', 'irrelevant'];
  it.each(missing)('rejects an item without %s', (key) => {
    expect(read(withChanged(TEXT, FIRST, { [key]: undefined }))).toThrow(
      new RegExp(`^item "${FIRST}": "${key}" should be .*, got undefined$`),
    );
  });

  /** What is wrong, the item, the fields that replace its own, the reason given. */
  const broken: readonly [string, string, Readonly<Record<string, unknown>>, string][] = [
    ['a field of the wrong type', FIRST, { answer: 7 }, '"answer" should be a text, got 7'],
    ['an empty text', FIRST, { question: '' }, '"question" should be a text without space around it, got ""'],
    [
      'space around a text',
      FIRST,
      { answer: ' Paris' },
      '"answer" should be a text without space around it, got " Paris"',
    ],
    ['an unknown field', FIRST, { note: 'mine' }, 'it has an unknown field "note"'],
    [
      'a statement without a place for the answer',
      FIRST,
      { statement: 'The capital of France is Paris.' },
      '"statement" should end in " is {}." or " is the {}.", got "The capital of France is Paris."',
    ],
    [
      'an answer in the statement',
      FIRST,
      { statement: 'The capital of France, not Lyon, is {}.' },
      'the statement contains "Lyon"',
    ],
    [
      'an answer that begins the other one',
      'first-moon-walk',
      { falseAnswer: '19690' },
      '"1969" is the beginning of "19690"',
    ],
    [
      'an answer in the question',
      'capital-of-france',
      { question: 'Is Paris the capital of France?' },
      'the question contains "Paris"',
    ],
    [
      'a false answer in the question',
      'capital-of-france',
      { question: 'Is it lyon?' },
      'the question contains "Lyon"',
    ],
    [
      'a gold passage without the answer',
      'capital-of-france',
      { gold: 'Nothing is said here.' },
      'the gold passage should contain "Paris" once, got 0 times',
    ],
    [
      'a gold passage with the answer twice',
      'capital-of-france',
      { gold: 'Paris is PARIS.' },
      'the gold passage should contain "Paris" once, got 2 times',
    ],
    [
      'a gold passage with the false answer',
      'capital-of-france',
      { gold: 'Paris is not Lyon.' },
      'the gold passage contains the false answer "Lyon"',
    ],
    [
      'a counterfactual passage that differs elsewhere',
      'capital-of-france',
      { counterfactual: 'Lyon is the capital of France.' },
      'the counterfactual passage should be the gold one with "Lyon" for "Paris"',
    ],
    [
      'an irrelevant passage with the answer',
      'capital-of-france',
      { irrelevant: 'A comparison.' },
      'the irrelevant passage contains "Paris"',
    ],
    [
      'an irrelevant passage with the false answer',
      'capital-of-france',
      { irrelevant: 'From LYON.' },
      'the irrelevant passage contains "Lyon"',
    ],
  ];
  it.each(broken)('rejects %s', (_what, id, fields, reason) => {
    expect(read(withChanged(TEXT, id, fields))).toThrow(new RangeError(`item "${id}": ${reason}`));
  });
});
