import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { entropy } from '#numerics/entropy';
import { softmax } from '#numerics/softmax';
import { capitalAnswers } from '../../chapters/01-logits-logprobs-softmax/capitals.measure.ts';
import { confusableWords } from '../../chapters/01-logits-logprobs-softmax/confusable-words.measure.ts';
import { reviewLabels } from '../../chapters/01-logits-logprobs-softmax/reviews.measure.ts';
import { shortLists } from '../../chapters/01-logits-logprobs-softmax/short-lists.measure.ts';
import { embeddedModel } from '../lm/embedded-model.ts';
import { resultOf } from './committed.ts';

const lm = await embeddedModel();

const textOf = (name: string) =>
  readFileSync(
    fileURLToPath(new URL(`../../chapters/01-logits-logprobs-softmax/${name}`, import.meta.url)),
    'utf8',
  );
const SYSTEM =
  '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n';
/** A chat as the model reads it, spelled out by hand. */
const chatOf = (turns: readonly string[]) => {
  const spelled = turns.map(
    (turn, place) => `<|im_start|>${place % 2 ? 'assistant' : 'user'}\n${turn}<|im_end|>\n`,
  );
  return `${SYSTEM}${spelled.join('')}<|im_start|>assistant\n`;
};

describe('chapter 1 on the embedded model', () => {
  it('each answer is the likeliest token after the text before it, down to its end', async () => {
    type Token = { text: string; logprob: number; listed: { text: string; probability: number }[] };
    const { rows, threshold } = await resultOf(capitalAnswers, { lm });
    for (const { country, decision, probability, tokens } of rows) {
      const turns = ['Italy', country].map((name) => `What is the capital of ${name}?`);
      let before = chatOf([turns[0] ?? '', 'Rome', turns[1] ?? '']);
      let product = 1;
      for (const { text: token, logprob, listed } of [
        ...tokens,
        { text: '<|im_end|>', listed: [] },
      ] as Token[]) {
        const { logits } = await lm.next(lm.encode(before));
        const probabilities = softmax(logits);
        const likeliest = [...probabilities.entries()].sort((a, b) => b[1] - a[1]).slice(0, 3);
        expect(lm.pieces([likeliest[0]?.[0] ?? -1])[0]?.text).toBe(token);
        for (const [place, { text: candidate, probability: share }] of listed.entries()) {
          expect(lm.decode([likeliest[place]?.[0] ?? -1])).toBe(candidate);
          expect(share).toBeCloseTo(likeliest[place]?.[1] ?? -1, 4);
        }
        if (token === '<|im_end|>') continue;
        expect(Math.exp(logprob)).toBeCloseTo(likeliest[0]?.[1] ?? -1, 4);
        product *= likeliest[0]?.[1] ?? -1;
        before += token;
      }
      expect(probability).toBeCloseTo(product, 4);
      expect(decision).toBe(product >= threshold ? 'accept' : 'ask a person');
    }
    expect(rows.map(({ text }) => text)).toEqual(['Paris', 'Queensland']);
  });

  it('a lead of a word is the difference of the scores of two whole sentences', async () => {
    const found = await resultOf(confusableWords, {
      lm,
      data: { sentences: textOf('confusable-words.json') },
    });
    const wrong: string[] = [];
    for (const row of found.rows) {
      const other = row.sentence.replace(` ${row.right}`, ` ${row.wrong}`);
      const total = async (text: string) =>
        (await lm.score(lm.encode(text), [], { entropies: false })).totalLogprob;
      const lead = (await total(row.sentence)) - (await total(other));
      expect(row.lead, row.sentence).toBeCloseTo(lead, 3);
      if (lead <= 0) wrong.push([row.right, row.wrong].sort().join());
    }
    expect(found).toMatchObject({
      sentences: 60,
      pairs: 30,
      wrong: wrong.length,
      wrongPairs: new Set(wrong).size,
    });
  });

  it('errors among reviews are those of whole predictions after chats spelled out by hand', async () => {
    type Review = [text: string, label: string];
    const text = textOf('reviews.json');
    const found = await resultOf(reviewLabels, { lm, data: { reviews: text } });
    const { examples, labelled, unseen } = JSON.parse(text) as Record<string, Review[]>;
    const [good, bad] = ['positive', 'negative'].map((word) =>
      examples?.filter(([, label]) => label === word),
    );
    expect(new Set(found.prompts.map(({ order }) => order)).size).toBe(6);

    /** The leads after the first order, in a wording. */
    const leadsOf = async (wording: (review: string) => string, order: string) => {
      const left = { '+': [...(good ?? [])], '−': [...(bad ?? [])] };
      const turns = [...order].flatMap((sign) => left[sign as '+' | '−'].splice(0, 1));
      const before = turns.flatMap(([review, label]) => [wording(review), label]);
      const chats = [...(labelled ?? []), ...(unseen ?? [])].map(([review]) =>
        chatOf([...before, wording(review)]),
      );
      const predictions = await lm.nextOfMany(chats.map((chat) => lm.encode(chat)));
      return predictions.map(({ logits }) => {
        const logitOf = (word: string) => logits[lm.encode(word)[0] ?? -1] ?? Number.NaN;
        const least = [...logits].sort((a, b) => b - a)[19] ?? Number.NaN;
        const [positive, negative] = [logitOf('positive'), logitOf('negative')];
        expect(Math.min(positive, negative)).toBeGreaterThanOrEqual(least);
        return positive - negative;
      });
    };
    const wrongAt = (leads: readonly number[], border: number) =>
      leads.filter((lead, place) => (unseen?.[place]?.[1] === 'positive') !== lead > border).length;

    const wordings = [(review: string) => review, (review: string) => `Review: ${review} Sentiment:`];
    const rows = await Promise.all(
      wordings.map(async (wording, which) => {
        const spelled = [];
        for (const prompt of found.prompts.slice(6 * which, 6 * which + 6)) {
          const leads = await leadsOf(wording, prompt.order);
          const own = leads.splice(0, labelled?.length);
          const mean = own.reduce((sum, lead) => sum + lead, 0) / own.length;
          expect(prompt.mean).toBeCloseTo(mean, 3);
          expect(prompt).toMatchObject({
            wrongAtZero: wrongAt(leads, 0),
            wrongAtMean: wrongAt(leads, mean),
          });
          spelled.push({ leads, mean });
        }
        return spelled;
      }),
    );
    const all = rows.flat();
    const share = (wrong: readonly number[]) =>
      wrong.reduce((sum, one) => sum + one, 0) / (20 * wrong.length);
    expect(found.shareAtZero).toBeCloseTo(share(all.map(({ leads }) => wrongAt(leads, 0))), 9);
    expect(found.shareAtMean).toBeCloseTo(share(all.map(({ leads, mean }) => wrongAt(leads, mean))), 9);
    const borrowed = rows.flatMap((own) =>
      own.flatMap((one) => own.filter((other) => other !== one).map(({ mean }) => wrongAt(one.leads, mean))),
    );
    expect(found.shareAtOthers).toBeCloseTo(share(borrowed), 9);
    expect(found.onlyPositive).toBe(all.filter(({ leads }) => leads.every((lead) => lead > 0)).length);
    for (const [which, { lowest, highest }] of found.wordings.entries()) {
      const means = rows[which]?.map(({ mean }) => mean) ?? [];
      expect([lowest, highest]).toEqual([
        expect.closeTo(Math.min(...means), 3),
        expect.closeTo(Math.max(...means), 3),
      ]);
    }
  });

  it('short lists: what they hide, the entropy and its bounds are those of the whole prediction', async () => {
    const { prompts } = await resultOf(shortLists, { lm });
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
