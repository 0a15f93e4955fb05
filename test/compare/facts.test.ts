import { describe, expect, it } from 'vitest';
import { factsOf } from '#compare/facts';
import {
  always,
  chapter,
  choose,
  claim,
  headline,
  list,
  measured,
  type Prose,
  prose,
  recap,
  section,
  source,
  sources,
} from '#report';
import { measurement } from '#report/measurement';
import { cite, math, nats } from '#report/values';
import { targetsOf, writeWhatFits } from '#report/write';

const heights = measurement({
  id: 'heights',
  kinds: { first: 'nats', second: 'nats' },
  measure: async () => ({ first: 0, second: 0, seen: 'often' as 'often' | 'never' }),
});

const hills = chapter({
  number: 1,
  slug: 'hills',
  title: prose`Hills`,
  question: prose`Which is higher?`,
  abilities: [prose`see`, prose`climb`, prose`rest`],
  sections: [
    section({
      id: 'compared',
      title: prose`Compared`,
      needs: { m: heights },
      write: ({ m }) => [
        prose`There are two. ${claim(m.first, m.second, {
          greater: prose`The first is the higher one, at ${nats(m.first)}.`,
          less: prose`The second is higher, ${choose(m.seen, {
            often: prose`as is often seen`,
            never: prose`which nobody sees`,
          })}.`,
          tooClose: prose`They are equal.`,
        })} So much for that.`,
        prose`Of these two the first is ${choose(m.seen, { often: prose`often`, never: prose`never` })} seen by those who climb.`,
        prose`A hill is a hill.${choose(m.seen, { often: prose``, never: prose` This one is a rumour, so far.` })}`,
        recap([
          always(prose`Hills have heights.`),
          measured(prose`The first has ${nats(m.first)}.`),
          measured(prose`It is ${choose(m.seen, { often: prose`seen`, never: prose`hidden` })}.`),
        ]),
      ],
    }),
  ],
  headline: headline({ needs: { m: heights }, write: ({ m }) => prose`One has ${nats(m.first)}.` }),
});

function factsWhere(first: number, second: number, seen: 'often' | 'never') {
  const parts = writeWhatFits([hills], new Map([['heights', { first, second, seen }]]));
  return factsOf(parts, targetsOf(parts), {
    model: 'x',
    servedBy: null,
    recorded: null,
    weights: null,
    older: [],
    results: {},
  });
}

describe('what a report says', () => {
  it('has every sentence that a result chose, whole, and by its section', () => {
    const { decided } = factsWhere(2, 1, 'often');
    expect(decided.map(({ section, by, branch, sentence }) => [section, by, branch, sentence])).toEqual([
      ['1.1', 'claim', 'greater', 'The first is the higher one, at 2.000\u00A0nats.'],
      ['1.1', 'choice', 'often', 'Of these two the first is often seen by those who climb.'],
      ['1.1', 'choice', 'often', 'A hill is a hill.'],
    ]);
  });

  it('has the decisions inside a branch that was taken', () => {
    const { decided } = factsWhere(1, 2, 'never');
    expect(decided.map(({ branch }) => branch)).toEqual(['less', 'never', 'never', 'never']);
    expect(decided[1]?.sentence).toBe('The second is higher, which nobody sees.');
    expect(decided[3]?.sentence).toBe('This one is a rumour, so far.');
  });

  it('knows a decision by its words in all branches, whatever came out', () => {
    const [one, other] = [factsWhere(2, 1, 'often'), factsWhere(5, 9, 'often')];
    expect(one.decided[0]?.branches).toBe(other.decided[0]?.branches);
    expect(one.decided[0]?.branches).toContain('They are equal.');
    expect(one.decided[0]?.branches).not.toMatch(/\d/);
  });

  it('has its headlines and the takeaways that were measured, with what chose them', () => {
    const { headlines, takeaways } = factsWhere(2, 1, 'never');
    expect(headlines).toEqual([{ chapter: 1, sentence: 'One has 2.000\u00A0nats.' }]);
    expect(takeaways.map(({ sentence }) => sentence)).toEqual([
      'The first has 2.000\u00A0nats.',
      'It is hidden.',
    ]);
    expect(takeaways[1]?.decided.map(({ branch }) => branch)).toEqual(['never']);
  });
});

const work = (id: string) =>
  source({
    id,
    authors: ['Guo, Chuan', 'others'],
    year: 2017,
    title: `On ${id}`,
    where: 'a journal',
    url: 'https://example.org',
    adds: prose`Measures hills.`,
  });

/** The sentences around the choices in a paragraph. */
function sentencesOf(paragraph: Prose): string[] {
  const walks = section({
    id: 'walks',
    title: prose`Walks`,
    needs: { m: heights },
    write: () => [
      paragraph,
      prose`See ${list(['one', 'two', 'three'].map((id) => prose`${cite(id)}`))}.`,
      sources(['one', 'two', 'three'].map(work)),
    ],
  });
  const parts = writeWhatFits(
    [{ ...hills, sections: [walks] }],
    new Map([['heights', { first: 1, second: 2, seen: 'often' }]]),
  );
  const { decided } = factsOf(parts, targetsOf(parts), {
    model: 'x',
    servedBy: null,
    recorded: null,
    weights: null,
    older: [],
    results: {},
  });
  return decided.map(({ sentence }) => sentence);
}

describe('the sentence around a choice', () => {
  const some = (yes: Prose) => choose('yes' as 'yes' | 'no', { yes, no: prose`nothing` });

  it.each<[string, Prose, string]>([
    [
      'does not end at an initial, nor where something quoted ends',
      prose`First. The man “A. A. Milne” said “Up there.” to ${some(prose`all`)} of us. Last.`,
      'The man “A. A. Milne” said “Up there.” to all of us.',
    ],
    [
      'does not begin at a colon',
      prose`First. Blue: the hills that ${some(prose`are seen`)}, by name. Last.`,
      'Blue: the hills that are seen, by name.',
    ],
    [
      'has a space where a branch begins with one, and works by their authors',
      prose`Some say (${cite('two')}) they are high.${some(prose` So says ${cite('one')}, too.`)}`,
      'So says Guo et al. 2017, too.',
    ],
    [
      'has formulas as one would type them',
      prose`So ${math`\log_2 8 \le h`} and $k = \\tfrac{1}{4}$ are ${some(prose`known`)}.`,
      'So log₂ 8 ≤ h and k = 1/4 are known.',
    ],
    [
      'goes to the ends of a choice that it lies in',
      prose`First. From here ${some(prose`all hills, ${some(prose`even low ones`)}, are`)} seen. Last.`,
      'From here all hills, even low ones, are seen.',
    ],
    [
      'is the one before, where the branch says nothing',
      prose`First there is this. Then that is seen.${some(prose``)} Last.`,
      'Then that is seen.',
    ],
    [
      'stays in its paragraph, and has no emphasis',
      prose`Look from there:\n\n**Do look.**${some(prose` Hills *are* what you see.`)}\n\nAnd more.`,
      'Hills are what you see.',
    ],
  ])('%s', (_what, paragraph, sentence) => {
    expect(new Set(sentencesOf(paragraph))).toEqual(new Set([sentence]));
  });
});
