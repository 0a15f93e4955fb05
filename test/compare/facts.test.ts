import { describe, expect, it } from 'vitest';
import { factsOf } from '#compare/facts';
import { always, chapter, choose, claim, headline, measured, prose, recap, section } from '#report';
import { measurement } from '#report/measurement';
import { nats } from '#report/values';
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
