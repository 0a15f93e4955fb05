import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { renderFigure } from '#render/figures/figure';
import type { Measurement } from '#report/measurement';
import { withSources } from '#report/quantity';
import type { Section } from '#report/section';
import { asStored } from '#report/stored';
import { allBlocks } from '#report/written';
import { cutAnswers } from '../../chapters/03-logprobs-as-confidence/cut-answers.measure.ts';
import { FACTS_FILE, factScores } from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import {
  aboutOf,
  promptOf,
  RELATION_NAMES,
  testFacts,
} from '../../chapters/03-logprobs-as-confidence/facts.ts';
import { freeAnswers } from '../../chapters/03-logprobs-as-confidence/free-answers.measure.ts';
import { freeExamples } from '../../chapters/03-logprobs-as-confidence/free-examples.measure.ts';
import { lengthReasons } from '../../chapters/03-logprobs-as-confidence/length-reasons.measure.ts';
import { answerLengths, twoAnswers } from '../../chapters/03-logprobs-as-confidence/lengths.measure.ts';
import { firstTokensOfLabels } from '../../chapters/03-logprobs-as-confidence/limits.measure.ts';
import { limits } from '../../chapters/03-logprobs-as-confidence/limits.ts';
import { longerAnswers } from '../../chapters/03-logprobs-as-confidence/longer-answers.ts';
import { freeAnswersSample, ownWords } from '../../chapters/03-logprobs-as-confidence/own-words.ts';
import { phrasings } from '../../chapters/03-logprobs-as-confidence/phrasings.measure.ts';
import { samplingAgreement } from '../../chapters/03-logprobs-as-confidence/sampling.measure.ts';
import { surfaceForms } from '../../chapters/03-logprobs-as-confidence/surface-forms.measure.ts';
import { confidenceExercises } from '../../chapters/03-logprobs-as-confidence/try-it.measure.ts';
import { withoutFonts } from '../render/xml.ts';
import { constantModel } from './constant-model.ts';

const data = { facts: readFileSync(FACTS_FILE, 'utf8') };
const factOf = new Map(testFacts(data.facts).map((fact) => [promptOf(fact, 'statement'), fact]));

/** A model that finds all characters equally likely, and writes what it is told to. */
function writing(answerTo: (right: string) => string): LanguageModel {
  const lm = constantModel(() => 0);
  const generate: LanguageModel['generate'] = async (prompts) =>
    prompts.map((prompt) => {
      const ids = lm.encode(answerTo(factOf.get(lm.decode(prompt))?.answers[0] ?? ''));
      return { ids, logprobs: ids.map(() => -Math.log(256)), end: 'stop', smallestMargin: 0 };
    });
  return Object.assign(lm, { generate });
}

/** What measurements and sections make of a model, by measurement. */
async function resultsFor(lm: LanguageModel, changed?: (scores: object) => object) {
  const results = new Map<string, unknown>();
  const run = async (one: Measurement) => {
    const needed = Object.entries(one.needs).map(([name, { id }]) => [name, results.get(id)]);
    const result = asStored(one, await one.run({ lm, data, ...Object.fromEntries(needed) }));
    results.set(one.id, one === factScores && changed ? changed(result as object) : result);
  };
  const answered = [factScores, freeAnswers, freeExamples, cutAnswers, samplingAgreement];
  const compared = [answerLengths, lengthReasons, twoAnswers];
  for (const one of [...answered, ...compared, phrasings, firstTokensOfLabels, surfaceForms]) await run(one);
  return results;
}

function blocksOf(section: Section, results: ReadonlyMap<string, unknown>) {
  const needs = Object.entries(section.needs).map(([name, { id, kinds }]) => {
    return [name, withSources(id, results.get(id), kinds)];
  });
  return allBlocks(section.write(Object.fromEntries(needs)));
}

/** What is written, without the sentences that other results would have chosen. */
const chosenOf = (written: unknown) =>
  JSON.stringify(written, (key, value) => (key === 'when' ? undefined : value));

/** Scores by which one answer, the right one or the one after it, is certain in every question. */
const surely = (place: number) => (scores: object) => {
  const { items } = scores as { items: readonly { answers: readonly object[] }[] };
  const sure = items.map((item) => ({
    ...item,
    answers: item.answers.map((answer, k) => {
      const value = k === place ? 0 : -900;
      return { ...answer, sum: value, first: value, least: value, neutral: -1 };
    }),
  }));
  return { ...scores, items: sure };
};

describe.each([
  ['finds everything equally likely and answers rightly', (right: string) => ` ${right}.`, undefined],
  ['is sure of the truth and answers rightly', (right: string) => ` ${right}.`, surely(0)],
  ['is sure of an error and answers wrongly', () => ' a thing that nobody asked for.', surely(1)],
  ['ends before its first word', () => '.', undefined],
] as const)('a model that %s', (_what, answerTo, changed) => {
  let results: Map<string, unknown>;
  beforeAll(async () => {
    results = await resultsFor(writing(answerTo), changed);
  });

  it('has its sections on answers written and drawn without a number that there is not', async () => {
    for (const section of [ownWords, longerAnswers, limits]) {
      const blocks = blocksOf(section, results);
      expect(JSON.stringify(blocks)).not.toContain('NaN');
      for (const block of blocks) {
        if (block.type !== 'figure') continue;
        const { svgFile } = await renderFigure(block, { title: block.id, description: '' });
        expect(withoutFonts(svgFile)).not.toContain('NaN');
      }
    }
  }, 60_000);

  it('has no AUROC of free answers, since all are on one side', () => {
    expect(results.get('free-answers')).toMatchObject({
      auroc: { estimate: null },
      mean: { auroc: { estimate: null }, advantage: { estimate: null, verdict: 'no interval' } },
    });
    expect(results.get('sampling-agreement')).toMatchObject({
      auroc: { estimate: null },
      lead: { estimate: null },
    });
  });
});

describe('free answers', () => {
  it.each([
    [[6, 6], 'all'],
    [[6, 2], 'some'],
    [[5, 2], 'none'],
  ] as const)('of %j tokens were cut after six: %s', async (lengths, extent) => {
    const free = { n: lengths.length, rows: lengths.map((tokens) => ({ tokens })) };
    expect(await cutAnswers.run({ lm: writing(String), data, free })).toMatchObject({ extent });
  });
});

describe('answers without words', () => {
  it('come last, have no sum, and are left out of the sample and its exercise', async () => {
    const results = await resultsFor(writing((right) => (right === 'Paris' ? '.' : ' a thing.')));
    const free = results.get('free-answers') as { rows: readonly { answer: string }[] };
    expect(free.rows.filter(({ answer }) => answer === '')).toHaveLength(1);
    const { rows, ...examples } = results.get('free-examples') as { rows: readonly object[] };
    expect(examples).toMatchObject({ wordless: 1, wordlessShown: 'none', surest: 'one kind' });
    expect(rows).not.toContainEqual(expect.objectContaining({ answer: '' }));
    const m = withSources(freeAnswers.id, free, freeAnswers.kinds);
    expect(freeAnswersSample.write({ m })).toHaveLength(49);
    const lm = writing(String);
    expect(await confidenceExercises.run({ lm, data, free })).toMatchObject({
      calibrated: { n: 49, wordless: 1 },
    });
  });

  it('stand in the table with a dash where there is nothing else', async () => {
    const results = await resultsFor(writing(() => '.'));
    expect(results.get('free-examples')).toMatchObject({ surest: 'no words', wordlessShown: 'some' });
    const { rows } = results.get('free-examples') as { rows: readonly object[] };
    for (const row of rows) expect(row).toMatchObject({ sum: null });
    const free = results.get('free-answers');
    expect(await confidenceExercises.run({ lm: writing(String), data, free })).toMatchObject({
      calibrated: { n: 0, simple: { found: 'none' }, beginsWith: 'nothing' },
    });
  });
});

describe('the example of the mean per token', () => {
  it.each([
    [-9, 'likely end'],
    [-1, 'otherwise'],
  ])('that begins with a token of %d nats, of ten in two tokens: %s', async (first, perToken) => {
    const lengths = { remedies: [{ rule: 'mean per token', spoilt: { prompt: 'a', chosen: 'b' } }] };
    const answers = [{ text: 'b', tokens: 2, sum: -10, first }];
    const scores = { items: [{ half: 'test', prompt: 'a', answers }] };
    const lm = writing(String);
    expect(await lengthReasons.run({ lm, data, scores, lengths })).toEqual({ perToken });
  });
});

describe('remedies for length', () => {
  it('are said to begin alike in all relations, not in each by name', async () => {
    const results = await resultsFor(writing((right) => ` ${right}.`));
    const lengths = results.get('answer-lengths') as { sharing: object };
    const sharing = { ...lengths.sharing, extent: 'some', relations: RELATION_NAMES.map(aboutOf) };
    results.set('answer-lengths', { ...lengths, sharing });
    const table = blocksOf(longerAnswers, results).find(
      ({ type, ...block }) => 'id' in block && block.id === 'length-results',
    );
    const caption = JSON.stringify(table && 'caption' in table && table.caption);
    expect(caption).toContain('of all eight relations');
    expect(caption).not.toContain(aboutOf('city'));
  });

  it('change nothing for a model that is sure of the truth, and find no example that they spoil', async () => {
    const results = await resultsFor(
      writing((right) => ` ${right}.`),
      surely(0),
    );
    expect(results.get('answer-lengths')).toMatchObject({
      sum: { right: 205, shorter: 0, longer: 0, lean: 'even' },
      byChance: { wrong: 0, shorter: 0, longer: 0, favours: 'no side' },
      remedies: Array.from({ length: 4 }, () => ({ gained: 0, lost: 0, verdict: 'not clear', spoilt: null })),
    });
  });

  it('make every question a tie where all answers have equal means, and a tie is no choice', async () => {
    const results = await resultsFor(writing((right) => ` ${right}.`));
    const { remedies } = results.get('answer-lengths') as {
      remedies: readonly { rule: string; right: number }[];
    };
    expect(remedies[0]).toMatchObject({ rule: 'mean per token', right: 0 });
    const words = chosenOf(blocksOf(longerAnswers, results));
    expect(words).toContain('it makes some choices ties');
    expect(words).not.toContain('rare answers win');
    expect(words).toContain('they are one line');
  });

  it('owe their example to likely last tokens only where these are likely', async () => {
    const results = await resultsFor(writing((right) => ` ${right}.`));
    const lengths = results.get('answer-lengths') as { remedies: readonly object[] };
    const { items } = results.get('fact-scores') as {
      items: readonly { half: string; prompt: string; answers: readonly { text: string }[] }[];
    };
    const shown = items.find(({ half }) => half === 'test');
    const spoilt = { prompt: shown?.prompt, chosen: shown?.answers[1]?.text, tied: 'no' };
    const remedies = lengths.remedies.map((row, i) => (i === 0 ? { ...row, spoilt } : row));
    results.set('answer-lengths', { ...lengths, remedies });
    results.set('length-reasons', { perToken: 'likely end' });
    for (const [sum, isLikely] of [
      [-12, true],
      [-60, false],
    ] as const) {
      const scored = items.map((item) =>
        item === shown
          ? { ...item, answers: item.answers.map((one) => ({ ...one, first: -10, sum, tokens: 3 })) }
          : item,
      );
      results.set('fact-scores', { ...(results.get('fact-scores') as object), items: scored });
      const rules = blocksOf(longerAnswers, results).find(
        (block) => 'id' in block && block.id === 'length-rules',
      );
      const words = chosenOf(rules);
      expect(words.includes('likely last tokens')).toBe(isLikely);
    }
  });

  it('leave the first token unjudged where all answers begin alike, and show the two answers that are set', async () => {
    const results = await resultsFor(writing((right) => ` ${right}.`));
    const { remedies } = results.get('answer-lengths') as { remedies: readonly { rule: string }[] };
    expect(remedies[3]).toMatchObject({
      n: 0,
      difference: null,
      low: null,
      high: null,
      verdict: 'not clear',
    });
    expect(results.get('two-answers-token-by-token')).toMatchObject({
      candidates: 0,
      course: 'otherwise',
      rival: { text: 'Jules Verne' },
    });
  });
});
