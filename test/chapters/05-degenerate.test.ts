import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { withSources } from '#report/quantity';
import type { Section } from '#report/section';
import { allBlocks, plainText } from '#report/written';
import { logSemiringOnGraphs } from '../../chapters/05-log-semiring-on-graphs/index.ts';
import { courseOf } from '../../chapters/05-log-semiring-on-graphs/loops.measure.ts';
import { rightAnswers } from '../../chapters/05-log-semiring-on-graphs/right-answers.measure.ts';
import { leaningOf } from '../../chapters/05-log-semiring-on-graphs/surface-forms.measure.ts';
import { constantModel } from './constant-model.ts';

/** A model that finds yes and no equally likely after a space, and shorter words likelier elsewhere. */
function undecided(): LanguageModel {
  const lm = constantModel(() => 0);
  const scoreChoices: LanguageModel['scoreChoices'] = async (items, options) => {
    const scored = await lm.scoreChoices(items, options);
    return scored.map((one) => ({
      ...one,
      scores: one.scores.map((score) => ({
        ...score,
        total: lm.decode(score.ids).startsWith(' ') ? -5 : -5 * score.ids.length,
      })),
    }));
  };
  return { ...lm, scoreChoices };
}

const YES = ['Y', 'y'].map((letter) => letter.charCodeAt(0));

/** All that the chapter says of a model. */
async function wordsFor(model: LanguageModel): Promise<string> {
  const { sections } = logSemiringOnGraphs;
  const results = await runMeasurements(measurementsOf([logSemiringOnGraphs]), model);
  const see = (needs: Section['needs']) =>
    Object.fromEntries(
      Object.entries(needs).map(([name, { id, kinds }]) => {
        return [name, withSources(id, results.get(id)?.output, kinds)];
      }),
    );
  return sections
    .flatMap(({ needs, write }) => allBlocks(write(see(needs))))
    .flatMap((block) => (block.type === 'prose' ? [plainText(block)] : []))
    .join('\n')
    .replace(/\s+/g, ' ');
}

describe('chapter 5', () => {
  it.each([
    ['indifferent', () => 0],
    ['certain', (id: number) => (id === YES[0] ? 4000 : id)],
    ['fond of yes', (id: number) => (YES.includes(id) ? 30 : 0)],
  ])(
    'says of a model that is %s everywhere only what is true of it',
    async (name, logitOf) => {
      const words = await wordsFor(constantModel(logitOf));
      expect(words).not.toMatch(/NaN|undefined/);
      // Its predictions never change, and its vocabulary has single letters alone.
      expect(words).toContain('Here it has');
      expect(words).not.toContain('It remembers');
      expect(words).toContain('one way for each word');
      expect(words).toContain('picked to show a range of shares; to this model they are all alike');
      expect(words).not.toMatch(/would rather write|The same letters are enough/);
      // The answer to every question is the same, so half of them are right, or none where both are equal.
      expect(words).not.toContain('Yes, clearly');
      // Where no letter of an answer is likelier than another, each spelling says the same.
      if (name !== 'certain') expect(words).not.toMatch(/merging (lowers|raises) the loss/);
      // The shorter word is always the likelier one.
      if (name === 'indifferent') expect(words).toContain('says no to everything');
    },
    120_000,
  );

  it('says that a tie is no answer', async () => {
    const words = await wordsFor(undecided());
    expect(words).toContain('Before merging none were, for yes and no were level each time.');
    expect(words).toContain('say no to everything; before, all were ties.');
    expect(words).toContain('leaves yes and no level each time and so has the loss of a coin');
    expect(words).not.toMatch(/clearly in at least one case|0 times yes before/);
  }, 120_000);
});

describe('rounds of a loop', () => {
  it.each([
    ['all alike', [-3, -3.001, -3]],
    ['rising', [-8, -7, -7.001, -0.1]],
    ['falling', [-1, -2, -3]],
    ['up and down', [-119, -131, -118]],
    ['up and down', [-3, -1, -3]],
  ])('are called %s only where every step is', (course, logprobs) => {
    expect(courseOf(logprobs)).toBe(course);
  });
});

describe('what a model answers', () => {
  it.each([
    ['all no', 0, 64],
    ['nearly all no', 2, 62],
    ['neither', 12, 52],
    ['neither', 0, 0],
    ['nearly all yes', 63, 0],
    ['all yes', 64, 0],
  ])('is %s where it said yes %i and no %i times of 64', (leaning, saidYes, saidNo) => {
    expect(leaningOf({ saidYes, saidNo }, 64)).toBe(leaning);
  });
});

describe('the number of right answers that a model promises', () => {
  const verdictFor = async (leads: readonly number[]) => {
    const items = leads.map((lead) => ({ lead }));
    return (await rightAnswers.run({ forms: { prompts: [{ items }] } })) as {
      verdict: string;
      actual: number;
    };
  };
  const all = (lead: number) => Array.from({ length: 64 }, () => lead);

  it('is kept, missed or passed', async () => {
    expect(await verdictFor(all(-3))).toMatchObject({ verdict: 'fewer', actual: 0 });
    expect(await verdictFor(all(0.1))).toMatchObject({ verdict: 'more', actual: 64 });
    expect(await verdictFor(all(900))).toMatchObject({ verdict: 'as many', actual: 64, low: 64, high: 64 });
    expect(await verdictFor(all(0))).toMatchObject({ verdict: 'fewer', actual: 0 });
  });
});
