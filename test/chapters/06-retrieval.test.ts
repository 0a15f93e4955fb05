import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveModel } from '#lm/model-identity';
import { openTokenizer } from '#lm/open-tokenizer';
import { keepsTokens } from '../../chapters/03-logprobs-as-confidence/facts.ts';
import {
  CONDITIONS,
  RETRIEVAL_FILE,
  type RetrievalItem,
  readRetrievalSet,
  retrievalPrompt,
} from '../../chapters/06-decibels/retrieval.ts';
import { withChanged } from './changed-item.ts';

const TEXT = readFileSync(RETRIEVAL_FILE, 'utf8');
const FIRST = 'tallow-meridian-author';

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
  it('has forty items, half of them about invented things', () => {
    const items = readRetrievalSet(TEXT);
    expect(items).toHaveLength(40);
    expect(items.filter(({ kind }) => kind === 'invented')).toHaveLength(20);
  });

  it('puts about a third of the answers into each third of the passages', () => {
    const items = readRetrievalSet(TEXT);
    for (const kind of ['invented', 'real']) {
      for (const position of ['start', 'middle', 'end']) {
        const found = items.filter((item) => item.kind === kind && item.position === position).length;
        expect([6, 7]).toContain(found);
      }
    }
  });

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

  it('says in which third of the gold passage, in tokens of the embedded model, the answer begins', () => {
    for (const { id, gold, answer, position } of readRetrievalSet(TEXT)) {
      // The space before a word is part of the word's token, so it is not counted as a token before it.
      const before = encode(gold.slice(0, gold.indexOf(answer)).trimEnd()).length;
      const third = Math.floor((3 * before) / encode(gold).length);
      expect(['start', 'middle', 'end'][third], id).toBe(position);
    }
  });

  it('has the embedded model cut a prompt alike whether an answer follows or not', () => {
    for (const item of readRetrievalSet(TEXT)) {
      for (const condition of CONDITIONS) {
        for (const answer of [item.answer, item.falseAnswer])
          expect(keepsTokens({ encode }, retrievalPrompt(item, condition), answer), item.id).toBe(true);
      }
    }
  });

  it('asks the same question with and without a passage', () => {
    const item = itemOf('capital-of-france');
    const asked = 'Question: What is the capital of France?\nAnswer:';
    expect(retrievalPrompt(item, 'none')).toBe(asked);
    for (const condition of CONDITIONS.slice(1)) {
      expect(retrievalPrompt(item, condition).endsWith(`.\n${asked}`)).toBe(true);
    }
    expect(retrievalPrompt(item, 'counterfactual')).toContain('Lyon is the capital of France.');
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
    const text = withChanged(TEXT, 'capital-of-france', { id: FIRST });
    expect(read(text)).toThrow(`item "${FIRST}": its id occurs twice in the retrieval set`);
  });

  it('rejects a set that is not half invented and half real', () => {
    const text = withChanged(TEXT, 'capital-of-france', { kind: 'invented' });
    expect(read(text)).toThrow('the retrieval set should have 20 items with kind invented, got 21');
  });

  const missing = [
    'kind',
    'question',
    'answer',
    'falseAnswer',
    'position',
    'gold',
    'counterfactual',
    'irrelevant',
  ];
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
      { answer: ' Marta' },
      '"answer" should be a text without space around it, got " Marta"',
    ],
    ['an unknown field', FIRST, { note: 'mine' }, 'it has an unknown field "note"'],
    ['an unknown kind', FIRST, { kind: 'odd' }, '"kind" should be one of "invented", "real", got "odd"'],
    [
      'an unknown position',
      FIRST,
      { position: 'top' },
      '"position" should be one of "start", "middle", "end", got "top"',
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

  it('rejects a passage that another item has too', () => {
    const { irrelevant } = itemOf('largest-planet');
    expect(read(withChanged(TEXT, 'first-moon-walk', { irrelevant }))).toThrow(
      'item "first-moon-walk": its irrelevant passage is also one of item "largest-planet"',
    );
  });
});
