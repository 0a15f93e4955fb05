import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { pageScripts } from '#render/page/scripts';
import { placesIn } from '#render/page/search';
import { mathMl } from '#render/shared/math';
import { placesOfWords } from '../../templates/client/search-words.ts';

/** What the page's search answers, run as the page carries it. */

interface Answer {
  readonly found: readonly { readonly id: string; readonly words: readonly string[] }[];
  readonly fit: string;
}

const place = (id: string, title: string, text: string) => ({ id, title, chapter: '', text });

const PLACES = [
  place('01-first', 'Logits and softmax', 'Chapter 1 What does a model say?'),
  place('04-sums', 'Log-space', 'Chapter 4 Why add? The perplexity, once more.'),
  place('heat', '3.2 Heat evens out the odds', 'A temperature of 2; see Figure 5.5 and section 3.2.'),
  place('late', '3.21 Later', 'The entropy at another temperature, in 49,152 tokens.'),
  place('bars', 'Figure 5.5 Bars', 'Ten bars of entropy.'),
  place(
    'rows',
    'Table 3.2 Rows',
    'The perplexity of rows by log_sum_exp, −0.417 nats, and more of chapter 4.',
  ),
  place('task', 'Exercise 3.1', 'What is a ⊕ b, and what is λ?'),
  place('plain', 'Glossary', 'A logit is a score. The softmax makes shares of scores: 80%.'),
];

it('shows a formula of the page in one line', async () => {
  const formula = mathMl('q_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}', false);
  const [place] = await placesIn(`<main><section><h2 id="a">A</h2><p>So ${formula}.</p></section></main>`);
  expect(place?.text).toBe('So q_i = (e^(z_i))/(∑_j e^(z_j)).');
});

it('marks a compound once and whole, and the parts of another one', () => {
  const found = placesOfWords('By log_sum_exp or log-odds, not logs.', ['logsumexp', 'log', 'sum']);
  expect(found).toEqual([
    { word: 'logsumexp', at: 3, length: 11 },
    { word: 'log', at: 18, length: 3 },
  ]);
});

describe('the search', () => {
  let ask: (query: string) => Answer;
  beforeAll(async () => {
    const { search } = await pageScripts(fileURLToPath(new URL('../..', import.meta.url)));
    const realm: Record<string, unknown> = { setTimeout };
    runInNewContext(search, realm);
    const open = realm.natsAndBitsSearch as (places: unknown) => Promise<typeof ask>;
    ask = await open(PLACES);
  });
  const idsOf = (query: string) => ask(query).found.map(({ id }) => id);

  it.each(['logsumexp', 'log_sum_exp', 'log-sum-exp', 'log sum exp'])(
    'finds log_sum_exp for “%s”',
    (query) => {
      expect(ask(query)).toMatchObject({ fit: 'all', found: [{ id: 'rows' }] });
    },
  );

  it.each([
    ['chapter 4', '04-sums'],
    ['Chapter 1', '01-first'],
    ['ch. 4', '04-sums'],
    ['section 3.2', 'heat'],
    ['sec 3.2', 'heat'],
    ['§3.2', 'heat'],
    ['§ 3.21', 'late'],
    ['figure 5.5', 'bars'],
    ['fig. 5.5', 'bars'],
    ['Table 3.2', 'rows'],
    ['exercise 3.1', 'task'],
  ])('leads from “%s” to what is called so', (query, id) => {
    expect(idsOf(query)[0]).toBe(id);
  });

  it.each([
    ['entorpy', 'entropy', 2],
    ['entropi', 'entropy', 2],
    ['perpelxity', 'perplexity', 2],
    ['perplexitty', 'perplexity', 2],
    ['lgoit', 'logit', 1],
    ['tempertaure', 'temperature', 2],
    ['softmx', 'softmax', 2],
  ])('finds “%s”, spelled so, as %s', (query, word, places) => {
    const { found, fit } = ask(query);
    expect(fit).toBe('alike');
    expect(found).toHaveLength(places);
    for (const { words } of found) expect(words).toContain(word);
  });

  it('takes a word for another one only when nothing is spelled as asked', () => {
    expect(ask('entropy').fit).toBe('all');
    expect(idsOf('entropy').sort()).toEqual(['bars', 'late']);
    expect(idsOf('49,153')).toEqual([]);
    expect(idsOf('rwos')).toEqual([]);
  });
});
