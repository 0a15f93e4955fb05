import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { resolveModel } from '#lm/model-identity';
import { openTokenizer } from '#lm/pretrained';
import type { Tokenizer } from '#lm/tokenizer';
import { FACTS_FILE } from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import {
  keepsTokens,
  lengthsOf,
  promptOf,
  RELATION_NAMES,
  readFacts,
} from '../../chapters/03-logprobs-as-confidence/facts.ts';
import { type Change, refusalsOf } from './changed-item.ts';

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
  const broken: readonly Change[] = [
    ['city-munich', { id: FIRST }],
    [FIRST, { subject: undefined }],
    [FIRST, { right: undefined }],
    [FIRST, { right: ' Japan' }],
    [FIRST, { wrong: ['China'] }],
    [FIRST, { wrong: ['China', 3, 'Vietnam'] }],
    [FIRST, { relation: 'river' }],
    [FIRST, { relation: 'capital' }],
    [FIRST, { source: 'memory' }],
    [FIRST, { wrong: ['China', 'China', 'Vietnam'] }],
    [FIRST, { wrong: ['Japanese', 'China', 'Vietnam'] }],
    [FIRST, { lengths: 'long' }],
  ];

  it('refuses what is wrong in one sentence, as refused-facts.txt has it', async () => {
    await expect(refusalsOf(readFacts, TEXT, broken)).toMatchFileSnapshot('refused-facts.txt');
  });

  it('rejects a set with too few items of a relation', () => {
    const fewer = JSON.stringify((JSON.parse(TEXT) as { id: string }[]).filter(({ id }) => id !== FIRST));
    expect(() => readFacts(fewer)).toThrow('the facts set should have 40 items with relation city, got 39');
  });
});
