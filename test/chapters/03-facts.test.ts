import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveModel } from '#lm/model-identity';
import { openTokenizer } from '#lm/open-tokenizer';
import type { Tokenizer } from '#lm/tokenizer';
import { FACTS_FILE } from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import {
  keepsTokens,
  lengthsOf,
  promptOf,
  RELATION_NAMES,
  readFacts,
} from '../../chapters/03-logprobs-as-confidence/facts.ts';
import { withChanged } from './changed-item.ts';

const TEXT = readFileSync(FACTS_FILE, 'utf8');
const FIRST = 'city-kyoto';

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = await openTokenizer((await resolveModel()).folder);
});

describe('the facts', () => {
  it('fall into halves within each kind, whatever their order', () => {
    const facts = readFacts(TEXT);
    for (const name of RELATION_NAMES) {
      const dev = facts.filter(({ relation, half }) => relation === name && half === 'dev');
      expect(dev, name).toHaveLength(20);
    }
    const reversed = JSON.stringify((JSON.parse(TEXT) as unknown[]).reverse());
    const halves = new Map(readFacts(reversed).map(({ id, half }) => [id, half]));
    for (const { id, half } of facts) expect(halves.get(id)).toBe(half);
  });

  it('have the embedded model cut a prompt alike whether an answer follows or not', () => {
    for (const fact of readFacts(TEXT)) {
      for (const phrasing of ['statement', 'question'] as const) {
        for (const answer of fact.answers)
          expect(keepsTokens(tokenizer, promptOf(fact, phrasing), answer), fact.id).toBe(true);
      }
    }
  });

  it('are marked by the lengths that their answers have for the embedded model', () => {
    for (const { id, answers, lengths } of readFacts(TEXT))
      expect(lengthsOf(answers.map((answer) => tokenizer.encode(` ${answer}`).length)), id).toBe(lengths);
  });

  it('have arithmetic that is right', () => {
    const sums = readFacts(TEXT).filter(({ relation }) => relation === 'sum');
    for (const { subject, answers } of sums) {
      const [, left = '', sign = '', right = ''] = /^(\d+) ([-+*]) (\d+)$/.exec(subject) ?? [];
      const [a, b] = [Number(left), Number(right)];
      const result = sign === '+' ? a + b : sign === '-' ? a - b : a * b;
      expect(Number(answers[0])).toBe(result);
      for (const wrong of answers.slice(1)) expect(Number(wrong)).not.toBe(result);
    }
  });

  it('have months and days that follow each other', () => {
    const months =
      'January February March April May June July August September October November December'.split(' ');
    const days = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
    for (const { relation, subject, answers } of readFacts(TEXT)) {
      const [what = '', side = '', name = ''] = subject.split(' ');
      if (relation !== 'order' || subject.endsWith('of the year')) continue;
      const ring = what === 'month' ? months : days;
      const place = ring.indexOf(name) + (side === 'after' ? 1 : -1) + ring.length;
      expect(answers[0]).toBe(ring[place % ring.length]);
    }
  });
});

describe('the loader of the facts', () => {
  it('rejects an id that occurs twice', () => {
    const twice = withChanged(TEXT, 'city-munich', { id: FIRST });
    expect(() => readFacts(twice)).toThrow(`item "${FIRST}": its id occurs twice in the facts set`);
  });

  it('rejects a set with too few items of a relation', () => {
    const fewer = JSON.stringify((JSON.parse(TEXT) as { id: string }[]).filter(({ id }) => id !== FIRST));
    expect(() => readFacts(fewer)).toThrow('the facts set should have 40 items with relation city, got 39');
  });

  const broken: readonly [string, Readonly<Record<string, unknown>>, string][] = [
    ['a missing subject', { subject: undefined }, '"subject" should be a text, got undefined'],
    ['a missing right answer', { right: undefined }, '"right" should be a text, got undefined'],
    [
      'space around an answer',
      { right: ' Japan' },
      '"right" should be a text without space around it, got " Japan"',
    ],
    ['too few wrong answers', { wrong: ['China'] }, '"wrong" should be a list of 3 answers, got ["China"]'],
    ['a wrong answer that is no text', { wrong: ['China', 3, 'Vietnam'] }, '"1" should be a text, got 3'],
    ['an unknown relation', { relation: 'river' }, '"relation" should be one of "city"'],
    ['an id of another relation', { relation: 'capital' }, 'its id should begin with "capital-"'],
    ['an unknown field', { source: 'memory' }, 'it has an unknown field "source"'],
    ['an answer twice', { wrong: ['China', 'China', 'Vietnam'] }, '"China" occurs twice'],
    [
      'an answer that begins another',
      { wrong: ['Japanese', 'China', 'Vietnam'] },
      '"Japan" begins "Japanese"',
    ],
    ['an unknown mark for lengths', { lengths: 'long' }, '"lengths" should be one of "similar", "varied"'],
  ];
  it.each(broken)('rejects an item with %s, with its id and the reason', (_what, fields, reason) => {
    expect(() => readFacts(withChanged(TEXT, FIRST, fields))).toThrow(`item "${FIRST}": ${reason}`);
  });
});
