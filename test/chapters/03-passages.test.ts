import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PASSAGES_FILE, passageOf, readPassages } from '../../chapters/03-logprobs-as-confidence/passages.ts';
import { isSameAnswer, saysOneOf, verdictOn } from '../../chapters/03-logprobs-as-confidence/verdict.ts';

const TEXT = readFileSync(PASSAGES_FILE, 'utf8');
const ITEMS = readPassages(TEXT);
const first = ITEMS[0];
if (first === undefined) throw new Error('there are no passages');

/** The set with fields of its first item changed. */
const changed = (fields: Readonly<Record<string, unknown>>) => () => {
  const [item, ...others] = JSON.parse(TEXT);
  return readPassages(JSON.stringify([{ ...item, ...fields }, ...others]));
};

describe('the passages set', () => {
  it('says the right answer in the right passage, the false one in the false passage, and neither in the others', () => {
    for (const item of ITEMS) {
      const verdict = (condition: 'right' | 'untrue' | 'near' | 'irrelevant') =>
        verdictOn(passageOf(item, ITEMS, condition) ?? '', item);
      expect(verdict('right'), item.id).toBe('right');
      expect(verdict('untrue'), item.id).toBe('false');
      for (const other of ['near', 'irrelevant'] as const) expect(verdict(other), item.id).toBe('another');
    }
  });

  it.each([
    [
      'a question that has the answer',
      { question: `Is it ${first.answers[0]}?` },
      /the question contains one of/,
    ],
    ['a passage without the answer', { passage: 'Nobody knows.' }, /should contain ".*" once, got 0 times/],
    [
      'a passage that also has the false answer',
      { passage: `${first.passage} Not ${first.falseAnswers[0]}.` },
      /the passage contains one of/,
    ],
    ['no answer', { answers: [] }, /"answers" should be a list of answers, got \[\]/],
    ['a field that is not known', { near: true }, /unknown field "near"/],
    ['one item too few of a kind', { kind: 'invented' }, /should have 44 items with kind known, got 43/],
  ])('is refused with %s', (_, fields, sentence) => {
    expect(changed(fields)).toThrow(sentence);
  });
});

describe('the rule for an answer', () => {
  it('counts whole words only, without case, accents and articles', () => {
    expect(saysOneOf('It is an ironmonger.', ['iron'])).toBe(false);
    expect(saysOneOf('It is Iron.', ['iron'])).toBe(true);
    expect(saysOneOf('Bogotá', ['the Bogota'])).toBe(true);
  });

  it('is not content with both answers at once', () => {
    const [right = '', wrong = ''] = [first.answers[0], first.falseAnswers[0]];
    expect(verdictOn(right, first)).toBe('right');
    expect(verdictOn(`not ${right} but ${wrong}`, first)).toBe('another');
  });

  it('takes two answers for the same if one says the other', () => {
    expect(isSameAnswer('Tokyo', 'tokyo and Kyoto')).toBe(true);
    expect(isSameAnswer('Rome', 'Romeo')).toBe(false);
    expect(isSameAnswer('', 'Rome')).toBe(false);
  });
});
