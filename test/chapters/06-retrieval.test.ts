import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveModel } from '#lm/model-identity';
import { openTokenizer } from '#lm/pretrained';
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
import { refusals } from '../refusals.ts';
import { type Change, refusalsOf } from './changed-item.ts';

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
  const MOON = 'first-moon-walk';
  const missing = ['question', 'answer', 'falseAnswer', 'statement', 'gold', 'counterfactual', 'irrelevant'];
  const broken: readonly Change[] = [
    ['largest-planet', { id: FIRST }],
    ...missing.map((key): Change => [FIRST, { [key]: undefined }]),
    [FIRST, { answer: 7 }],
    [FIRST, { question: '' }],
    [FIRST, { answer: ' Paris' }],
    [FIRST, { note: 'mine' }],
    [FIRST, { statement: 'The capital of France is Paris.' }],
    [FIRST, { statement: 'The capital of France, not Lyon, is {}.' }],
    [MOON, { falseAnswer: '19690' }],
    [FIRST, { question: 'Is Paris the capital of France?' }],
    [FIRST, { question: 'Is it lyon?' }],
    [FIRST, { gold: 'Nothing is said here.' }],
    [FIRST, { gold: 'Paris is PARIS.' }],
    [FIRST, { gold: 'Paris is not Lyon.' }],
    [FIRST, { counterfactual: 'Lyon is the capital of France.' }],
    [FIRST, { irrelevant: 'A comparison.' }],
    [FIRST, { irrelevant: 'From LYON.' }],
  ];

  it('refuses what is wrong in one sentence, as refused-retrieval.txt has it', async () => {
    const texts = ['{', '{}', '[7]', '[{ "id": "" }]'].map((text) => [text, () => readRetrievalSet(text)]);
    const said = refusals(Object.fromEntries(texts)) + refusalsOf(readRetrievalSet, TEXT, broken);
    await expect(said).toMatchFileSnapshot('refused-retrieval.txt');
  });
});
