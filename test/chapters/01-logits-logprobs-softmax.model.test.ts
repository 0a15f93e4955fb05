import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { entropy } from '#numerics/entropy';
import { softmax } from '#numerics/softmax';
import { shortLists } from '../../chapters/01-logits-logprobs-softmax/api-answer.measure.ts';
import { headlines, RECORDED } from '../../chapters/01-logits-logprobs-softmax/headlines.measure.ts';
import { shiftedLogits } from '../../chapters/01-logits-logprobs-softmax/shift.measure.ts';
import { twoAnswers } from '../../chapters/01-logits-logprobs-softmax/two-answers.measure.ts';
import { typing } from '../../chapters/01-logits-logprobs-softmax/typing.measure.ts';

describe('chapter 1 on the embedded model', () => {
  let lm: LanguageModel;
  beforeAll(async () => {
    lm = await openLanguageModel();
  });
  afterAll(async () => {
    await lm.close();
  });

  it('exp is finite up to the published inputs, the naive formulas break at a thousand, the stable ones do not move', async () => {
    const found = (await shiftedLogits.run({ lm })) as {
      largestFloat64: number;
      largestFloat32: number;
      largestDifference: number;
      rows: { constant: number; naiveProbability: number; naiveLogprob: number; logprob: number }[];
    };
    expect(found.largestFloat64).toBe(709.782712893384);
    expect(found.largestFloat32).toBe(88.72283172607422);
    expect(found.largestDifference).toBe(0);
    const thousand = found.rows.find(({ constant }) => constant === 1000);
    expect(thousand?.naiveProbability).toBeNaN();
    expect(thousand?.naiveLogprob).toBe(Number.NEGATIVE_INFINITY);
    expect(thousand?.logprob).toBe(found.rows[0]?.logprob);
  });

  it('shares and log-odds of the two answers are those of softmax over the whole vocabulary', async () => {
    const found = (await twoAnswers.run({ lm })) as Record<string, unknown> & {
      completed: Pair[];
      askedOfCapital: Pair[];
      askedOfOther: Pair[];
    };
    interface Pair {
      country: string;
      capital: string;
      other: string;
      difference: number;
      share: number;
    }
    /** The share of the first words against the others after a text, by probabilities. */
    const shareAfter = async (text: string, first: readonly string[], others: readonly string[]) => {
      const probabilities = softmax((await lm.next(lm.encode(text))).logits);
      const total = (words: readonly string[]) =>
        words.reduce((sum, word) => {
          const ids = lm.encode(word);
          expect(ids).toHaveLength(1);
          return sum + (probabilities[ids[0] ?? -1] ?? Number.NaN);
        }, 0);
      return total(first) / (total(first) + total(others));
    };
    const yes = [' Yes', ' yes', 'Yes', 'yes'];
    const no = [' No', ' no', 'No', 'no'];
    const asked = (city: string, country: string) =>
      shareAfter(`Question: Is ${city} the capital of ${country}?\nAnswer:`, yes, no);
    let [capitalFirst, capitalMoreYes, leaningToNo] = [0, 0, 0];
    for (const [i, pair] of found.completed.entries()) {
      const { country, capital, other } = pair;
      const completed = await shareAfter(`The capital of ${country} is`, [` ${capital}`], [` ${other}`]);
      const [ofCapital, ofOther] = [await asked(capital, country), await asked(other, country)];
      expect(pair.share).toBeCloseTo(completed, 6);
      expect(found.askedOfCapital[i]?.share).toBeCloseTo(ofCapital, 6);
      expect(found.askedOfOther[i]?.share).toBeCloseTo(ofOther, 6);
      expect(Math.exp(pair.difference)).toBeCloseTo(completed / (1 - completed), 1);
      capitalFirst += completed > 0.5 ? 1 : 0;
      capitalMoreYes += ofCapital > ofOther ? 1 : 0;
      leaningToNo += [ofCapital, ofOther].filter((share) => share < 0.5).length;
    }
    const ofParis = await asked('Paris', 'France');
    expect(found).toMatchObject({
      pairs: found.completed.length,
      questions: 2 * found.completed.length,
      completedCapital: capitalFirst,
      askedCapital: capitalMoreYes,
      leaningToNo,
      timesLikelier: Number((Math.max(ofParis, 1 - ofParis) / Math.min(ofParis, 1 - ofParis)).toPrecision(2)),
    });
    const ofWater = await shareAfter('Question: Is water wet?\nAnswer:', yes, no);
    expect(found).toMatchObject({ water: { share: expect.closeTo(ofWater, 6) } });
  }, 120_000);

  it('what would be offered while a sentence is typed is what one prediction at a time gives', async () => {
    const { text, rows, offers, came } = (await typing.run({ lm })) as {
      text: string;
      rows: { typed: string; likeliest: string; probability: number; offered: string; next: string }[];
      offers: number;
      came: number;
    };
    const ids = lm.encode(text);
    expect(rows.map(({ typed }) => typed).join('') + rows.at(-1)?.next).toBe(text);
    let [sure, right] = [0, 0];
    for (const [index, row] of rows.entries()) {
      const probabilities = softmax((await lm.next(ids.slice(0, index + 1))).logits);
      const largest = Math.max(...probabilities);
      const token = lm.decode([probabilities.indexOf(largest)]);
      expect(row).toMatchObject({ likeliest: token, offered: largest >= 0.9 ? 'yes' : 'no' });
      expect(row.probability).toBeCloseTo(largest, 4);
      sure += largest >= 0.9 ? 1 : 0;
      right += largest >= 0.9 && token === row.next ? 1 : 0;
    }
    expect([offers, came]).toEqual([sure, right]);
  }, 60_000);

  const data = { recorded: readFileSync(RECORDED, 'utf8') };

  /** The twenty likeliest tokens after a text, each with its probability. */
  async function twentyAfter(text: string): Promise<Map<string, number>> {
    const probabilities = softmax((await lm.next(lm.encode(text))).logits);
    const likeliest = [...probabilities.entries()].sort((a, b) => b[1] - a[1]).slice(0, 20);
    return new Map(likeliest.map(([id, q]) => [lm.decode([id]), q]));
  }

  it('headlines: each share is what the listed tokens that begin like the topic hold, over all four', async () => {
    const { rows, threshold, through, right } = (await headlines.run({ lm, data })) as {
      threshold: number;
      rows: { headline: string; topic: string; share: number; held: number; accepted: string }[];
      through: number;
      right: number;
    };
    const topics = ['money', 'sport', 'science', 'politics'];
    expect(rows).toHaveLength(5);
    const found = rows.filter(({ share, held }) => share >= threshold && held >= 0.5);
    expect([through, right]).toEqual([
      found.length,
      found.filter(({ topic, accepted }) => accepted.split(' or ').includes(topic)).length,
    ]);
    const before = `Topics: money, sport, science, politics.

Bank lowers interest rates: money
Striker scores twice in cup final: sport
Telescope finds water on a distant moon: science
Minister resigns before the vote: politics
Runner breaks the record over a mile: sport
Price of bread goes up again: money
New law passes by one vote: politics
Fossil of a giant bird found: science
`;
    for (const { headline, topic, share, held } of rows) {
      const listed = await twentyAfter(`${before}${headline}:`);
      const each = topics.map(() => 0);
      for (const [token, q] of listed) {
        const word = token.toLowerCase().replaceAll(' ', '');
        const alike = topics.filter((one) => one.indexOf(word) === 0 || word.indexOf(one) === 0);
        if (alike.length === 1)
          each[topics.indexOf(alike[0] ?? '')] = (each[topics.indexOf(alike[0] ?? '')] ?? 0) + q;
      }
      expect(share).toBeCloseTo(Math.max(...each) / each.reduce((sum, one) => sum + one, 0), 4);
      expect(held).toBeCloseTo(
        each.reduce((sum, one) => sum + one, 0),
        4,
      );
      expect(topic).toBe(topics[each.indexOf(Math.max(...each))]);
    }
  }, 60_000);

  it('short lists: what they hide, the entropy and its bounds are those of the whole prediction', async () => {
    const { prompts } = (await shortLists.run({ lm })) as {
      prompts: Record<'cut' | 'hidden' | 'entropy' | 'atLeast' | 'atMost' | 'scaledUp', number>[] &
        { prompt: string }[];
    };
    expect(prompts).toHaveLength(20);
    for (const row of prompts) {
      const { logits } = await lm.next(lm.encode(row.prompt));
      const sorted = [...softmax(logits)].sort((a, b) => b - a);
      const [shown, rest] = [sorted.slice(0, row.cut), sorted.slice(row.cut)];
      const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      expect(row.hidden).toBeCloseTo(total(rest), 9);
      expect(row.entropy).toBeCloseTo(entropy(sorted), 9);
      const last = shown.at(-1) ?? Number.NaN;
      // As many hidden tokens as go into it, each as likely as the last; and all of them equally likely.
      const full = Math.floor(row.hidden / last);
      const fewest = [...shown, ...Array<number>(full).fill(last), row.hidden - full * last];
      const even = [...shown, ...rest.map(() => row.hidden / rest.length)];
      expect(row.atLeast).toBeLessThanOrEqual(entropy(fewest) + 1e-9);
      expect(row.atLeast).toBeGreaterThan(entropy(fewest) - last / Math.E - 1e-9);
      expect(row.atMost).toBeCloseTo(entropy(even), 6);
      expect(row.entropy).toBeGreaterThan(row.atLeast);
      expect(row.entropy).toBeLessThan(row.atMost);
      expect(row.scaledUp).toBeCloseTo(entropy(shown.map((q) => q / total(shown))), 9);
    }
  });
});
