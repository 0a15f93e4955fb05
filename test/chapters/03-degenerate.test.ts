import { describe, expect, it } from 'vitest';
import { at } from '#numerics/list';
import { withSources } from '#report/quantity';
import type { Section } from '#report/section';
import { asStored } from '#report/stored';
import { confidentAndWrong } from '../../chapters/03-logprobs-as-confidence/confident-wrong.measure.ts';
import { confidentWrong } from '../../chapters/03-logprobs-as-confidence/confident-wrong.ts';
import { decideSection } from '../../chapters/03-logprobs-as-confidence/decide.ts';
import { factScores, judge } from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import { RELATION_NAMES } from '../../chapters/03-logprobs-as-confidence/facts.ts';
import { logprobsAsConfidence } from '../../chapters/03-logprobs-as-confidence/index.ts';
import { limits } from '../../chapters/03-logprobs-as-confidence/limits.ts';
import { longerAnswers } from '../../chapters/03-logprobs-as-confidence/longer-answers.ts';
import { ownWords } from '../../chapters/03-logprobs-as-confidence/own-words.ts';
import { reliabilityOfTest } from '../../chapters/03-logprobs-as-confidence/reliability.measure.ts';
import { reliability } from '../../chapters/03-logprobs-as-confidence/reliability.ts';
import { rememberConfidence } from '../../chapters/03-logprobs-as-confidence/remember.ts';
import { retrievedContext } from '../../chapters/03-logprobs-as-confidence/retrieved-context.ts';
import { temperatureScaling } from '../../chapters/03-logprobs-as-confidence/scaling.measure.ts';
import { separationOfAnswers } from '../../chapters/03-logprobs-as-confidence/separation.measure.ts';
import { separation } from '../../chapters/03-logprobs-as-confidence/separation.ts';
import {
  aurocInterval,
  bestCut,
  withSeparation,
} from '../../chapters/03-logprobs-as-confidence/statistics.ts';
import { confidenceThresholds } from '../../chapters/03-logprobs-as-confidence/thresholds.measure.ts';
import { thresholds } from '../../chapters/03-logprobs-as-confidence/thresholds.ts';
import { whichMethod } from '../../chapters/03-logprobs-as-confidence/which-method.ts';
import { committedOutputs } from './committed.ts';

const SECTIONS: readonly Section[] = [separation, reliability, thresholds, confidentWrong];

/** Scores of a model that is sure of the answer at one place in every question. */
function sureOf(place: number) {
  const shown = ['city-kyoto', 'capital-australia', 'capital-nigeria'];
  const items = Array.from({ length: 80 }, (_, i) => ({
    id: shown[i] ?? `item-${i}`,
    half: i % 16 < 8 ? 'dev' : 'test',
    relation: RELATION_NAMES[i % RELATION_NAMES.length],
    prompt: `question ${i}`,
    answers: ['a', 'b', 'c', 'd'].map((text, k) => ({ text, tokens: 1, sum: k === place ? 0 : -900 })),
  }));
  return {
    data: {},
    lm: { id: 'a model', sha256: {} },
    scores: { items, counts: { all: 80, dev: 40, test: 40, varied: 0 } },
  };
}

/** What is said of some results: without the sentences that others would have chosen. */
const chosenOf = (words: string) =>
  JSON.stringify(JSON.parse(words), (key, value) => (key === 'when' ? undefined : value));

/** All that the sections on confidence say of a model with these scores, as it is written. */
async function wordsOf(given: { readonly scores: object }): Promise<string> {
  const measured = new Map<string, unknown>([
    [factScores.id, withSources(factScores.id, given.scores, factScores.kinds)],
  ]);
  for (const section of SECTIONS) {
    for (const one of Object.values(section.needs)) {
      if (!measured.has(one.id))
        measured.set(one.id, withSources(one.id, asStored(one, await one.run(given)), one.kinds));
    }
  }
  const written = SECTIONS.map((section) => {
    const needs = Object.entries(section.needs).map(([name, { id }]) => [name, measured.get(id)]);
    return section.write(Object.fromEntries(needs));
  });
  return JSON.stringify(written);
}

describe('a model that is sure and wrong everywhere', () => {
  it('has no threshold, and null for whatever only a threshold has', async () => {
    const result = await confidenceThresholds.run(sureOf(1));
    expect(result).toMatchObject({ promise: 'silent', all: { risk: 1 } });
    const rule = {
      verdict: 'no threshold',
      threshold: null,
      devRisk: null,
      risk: null,
      low: null,
      high: null,
    };
    expect(result).toMatchObject({
      rules: [
        { ...rule, answered: 0 },
        { ...rule, answered: 0 },
      ],
    });
  });
});

describe('what is said of a model that is sure and wrong everywhere', () => {
  it('names the ties at the surest end, the edge that the search ends at, and leaves out a table of nothing', async () => {
    const words = chosenOf(await wordsOf(sureOf(1)));
    for (const said of [
      'share the highest confidence',
      'ends at the edge of what was tried',
      'with full confidence',
      'still not calibrated',
      'do not let this model answer alone',
    ])
      expect(words).toContain(said);
    for (const said of ['so few answers are left', 'finds the bottom', 'threshold-table', 'saves work'])
      expect(words).not.toContain(said);
    expect(await confidentAndWrong.run(sureOf(1))).toMatchObject({ shown: 6, full: 40, order: 'by lead' });
  });

  it('sums up scaling by the calibration error, since the loss is infinite', async () => {
    const outputs = committedOutputs();
    for (const one of [reliabilityOfTest, temperatureScaling])
      outputs.set(one.id, asStored(one, await one.run(sureOf(1))));
    const needs = Object.entries(rememberConfidence.needs).map(([name, { id, kinds }]) => {
      return [name, withSources(id, outputs.get(id), kinds)];
    });
    const words = chosenOf(JSON.stringify(rememberConfidence.write(Object.fromEntries(needs))));
    expect(words).toContain('the calibration error from');
    expect(words).toContain('clearly worse than a blind guess');
    expect(words).not.toContain('∞');
  });

  it('counts one past participle as one', async () => {
    const { scores, ...others } = sureOf(1);
    const items = scores.items.map((item, i) =>
      i < 79
        ? item
        : {
            ...item,
            relation: 'past-tense',
            answers: item.answers.map((answer, k) => (k === 1 ? { ...answer, text: 'driven' } : answer)),
          },
    );
    const words = chosenOf(await wordsOf({ ...others, scores: { ...scores, items } }));
    expect(words).toContain('is a past participle');
  });
});

describe('a model with a few sure choices', () => {
  /** Four of dev right, two of test wrong; in all others it is wrong and not sure. */
  function fewSure() {
    const { scores, ...others } = sureOf(1);
    const places = { dev: 0, test: 0 };
    const items = scores.items.map((item) => {
      const place = places[item.half as 'dev' | 'test']++;
      const isSure = place < (item.half === 'dev' ? 4 : 2);
      const best = item.half === 'dev' && isSure ? 0 : 1;
      const sums = item.answers.map((_, k) => (k === best ? (isSure ? 9 + place : 0.1) : 0));
      return { ...item, answers: item.answers.map((answer, k) => ({ ...answer, sum: at(sums, k) })) };
    });
    return { ...others, scores: { ...scores, items } };
  }

  it('has no more of its mistakes listed than are sure', async () => {
    expect(await confidentAndWrong.run(fewSure())).toMatchObject({ above: { all: 2, wrong: 2 }, shown: 2 });
  });

  it('has one threshold drawn, and is not left alone where the cautious rule finds none', async () => {
    const words = chosenOf(await wordsOf(fewSure()));
    for (const said of ['the cautious one finds none', 'which says: ', 'or label more', 'saves work'])
      expect(words).toContain(said);
    expect(words).not.toContain('the two rules below');
  });
});

describe('what depends on the results of this model', () => {
  type Verdict = { verdict: string };
  const said = (
    section: Section | typeof logprobsAsConfidence.headline,
    change: (outputs: Map<string, unknown>) => void,
  ) => {
    const outputs = structuredClone(committedOutputs());
    change(outputs);
    const needs = Object.entries(section.needs).map(([name, { id, kinds }]) => {
      return [name, withSources(id, outputs.get(id), kinds)];
    });
    return chosenOf(JSON.stringify(section.write(Object.fromEntries(needs))));
  };
  const set = (id: string, path: string, verdict: string) => (outputs: Map<string, unknown>) => {
    (outputs.get(id) as Record<string, Verdict>)[path] = {
      ...(outputs.get(id) as Record<string, Verdict>)[path],
      verdict,
    };
  };

  it.each([
    ['no clear effect', true],
    ['down', false],
  ])('sums up a loss whose change is “%s”', (verdict, isUnclear) => {
    const words = said(rememberConfidence, set('temperature-scaling', 'logLoss', verdict));
    expect(words.includes(', no clear change')).toBe(isUnclear);
  });

  it.each([
    ['free-answers', 'does not', 'At best it can', 'told no more than a coin'],
    ['free-answers', 'separates', 'It can', 'At best it can'],
    ['sampling-agreement', 'does not', 'Counting how many samples agree told no more than a coin', 'At best'],
    ['sampling-agreement', 'separates', 'It can', 'Counting how many samples agree'],
  ])('introduces the methods where the AUROC of %s says “%s”', (id, verdict, yes, no) => {
    const words = said(whichMethod, set(id, 'auroc', verdict));
    expect(words).toContain(yes);
    expect(words).not.toContain(no);
  });

  it.each([
    ['reversed', 'seems to point the wrong way', 'How much of a yes'],
    ['separates', 'How much of a yes', 'seems to point the wrong way'],
  ])('says of a P(True) that is “%s” what a threshold can do', (tells, yes, no) => {
    const words = said(retrievedContext, (outputs) => {
      const { asking } = outputs.get('passage-signals') as { asking: { rows: { tells: string }[] } };
      at(asking.rows, 1).tells = tells;
    });
    expect(words).toContain(yes);
    expect(words).not.toContain(no);
  });

  it.each([
    [0.5, 44, 'Agreement knows the model'],
    [0.1, 44, 'so there is little to count'],
    [0.1, 20, null],
  ])('speaks of an agreement of %d, with %d answers that no sample repeats', (agreement, never, words) => {
    const written = said(ownWords, (outputs) => {
      const drawn = outputs.get('sampling-agreement') as {
        surestWrong: { agreement: number };
        bands: { n: number }[];
      };
      drawn.surestWrong.agreement = agreement;
      at(drawn.bands, 0).n = never;
    });
    for (const one of ['Agreement knows the model', 'so there is little to count'])
      expect(written.includes(one)).toBe(one === words);
  });

  it.each([
    [0.5, 'Agreement knows the model', 'no word at all'],
    [0.1, 'no word at all', 'Agreement knows the model'],
  ])(
    'shows no blank that samples agree with where at least half agree on words: %d',
    (agreement, yes, no) => {
      const words = said(ownWords, (outputs) => {
        const drawn = outputs.get('sampling-agreement') as {
          surestWrong: object;
          rows: { agreement: number }[];
        };
        Object.assign(drawn.surestWrong, { answer: '____', agreement: 0.6 });
        for (const row of drawn.rows) row.agreement = Math.min(row.agreement, agreement);
      });
      expect(words).toContain(yes);
      expect(words).not.toContain(no);
    },
  );

  it.each([
    [0.24, 'needs no threshold', 'the interval promises less'],
    [0.26, 'the interval promises less', 'needs no threshold'],
  ])('promises no more than an interval up to %d where a threshold holds nothing back', (high, yes, no) => {
    const words = said(decideSection, (outputs) => {
      const { dev, test } = outputs.get('decision') as { dev: { n: number }; test: object };
      Object.assign(dev, { answered: dev.n });
      Object.assign(test, { handedOver: 0, risk: 0.14, low: 0.07, high });
    });
    expect(words).toContain(yes);
    expect(words).toContain('where it holds nothing back');
    for (const one of [no, 'can make mistakes rarer']) expect(words).not.toContain(one);
  });

  it.each([
    [0.5, 'it is not the same everywhere', true],
    [0.9, 'it is not the same everywhere', false],
  ])('compares relations whose intervals do not overlap: up to %d', (high, sentence, isSaid) => {
    const words = said(separation, (outputs) => {
      const { relations } = outputs.get('confidence-separation') as { relations: { low: number | null }[] };
      Object.assign(at(relations.filter(({ low }) => low !== null).slice(-1), 0), { high });
    });
    expect(words.includes(sentence)).toBe(isSaid);
  });

  it('shows for the sum a shorter choice that the mean per token mends, where no answer is overtaken', () => {
    const words = said(longerAnswers, (outputs) => {
      Object.assign(outputs.get('two-answers-token-by-token') as object, { course: 'otherwise' });
    });
    expect(words).toMatch(/The city of Rotterdam is in.{1,200}Germany/);
    expect(words).not.toContain('none here');
  });

  it('says what a false sentence raises over all questions, and what shows it in the real ones', () => {
    const words = said(retrievedContext, (outputs) => {
      const m = outputs.get('passage-signals') as {
        signals: { name: string; untrue: Verdict }[];
        bestReal: Verdict;
        contradicted: object;
      };
      for (const { name, untrue } of m.signals) if (name === 'P(True)') untrue.verdict = 'reversed';
      m.bestReal.verdict = 'separates';
      Object.assign(m.contradicted, { first: 0, second: 0 });
      const { rows } = outputs.get('passage-answers') as { rows: { right: number | null }[] };
      for (const row of rows) row.right = row.right === null ? null : 1;
    });
    for (const one of [
      'real ones alone',
      'What *rises* instead',
      'no answer follows either',
      'For every answer that it was asked about',
    ])
      expect(words).toContain(one);
    expect(words).not.toContain('the passage had to persuade');
  });

  it('praises no signal of answers that have no token, and none that is no better than a coin', () => {
    const wordless = (outputs: Map<string, unknown>) => {
      const answers = outputs.get('passage-answers') as { rows: { tokens: number }[] };
      for (const row of answers.rows) row.tokens = 0;
      const signals = outputs.get('passage-signals') as {
        questions: number;
        bestReal: object;
        conditions: { nothing: number }[];
        known: { n: number };
        example: { rows: object[] };
      };
      Object.assign(signals.bestReal, { estimate: 0.5, low: 0.5, high: 0.5, verdict: 'does not' });
      signals.known.n = 0;
      for (const condition of signals.conditions) condition.nothing = signals.questions;
      for (const row of signals.example.rows)
        Object.assign(row, { answer: '', probability: 1, verdict: 'nothing' });
    };
    const words = said(retrievedContext, wordless);
    expect(words).toContain('none tells it from a true one better than a coin');
    expect(words).toContain('none has a log-probability');
    expect(words).toContain('answers says anything');
    for (const one of ['the best, ', 'even the best signal', 'the least likely of all', '"text":"100%"'])
      expect(words).not.toContain(one);
    expect(said(rememberConfidence, wordless)).not.toContain('at best an AUROC');
    expect(said(logprobsAsConfidence.headline, wordless)).toContain('answers says anything');
  });

  it('counts a question without a choice neither as right nor as wrong', () => {
    const words = said(logprobsAsConfidence.headline, (outputs) => {
      Object.assign(outputs.get('fact-accuracy') as object, { tied: 112, ties: 'many' });
      Object.assign(outputs.get('confidence-separation') as object, { ties: 'many' });
    });
    expect(words).toContain('it chose none, since several were level');
    expect(words).not.toContain(' wrong');
  });

  it.each([
    [0, ' in both forms', 'gained'],
    [3, 'gained', ', not '],
  ])('compares two wordings that are right equally often, %d times not both', (changed, yes, no) => {
    const words = said(limits, (outputs) => {
      const wording = outputs.get('phrasings') as { right: { question: number; statement: number } };
      wording.right.question = wording.right.statement;
      Object.assign(wording, { shift: { gained: changed, lost: changed, p: 1, verdict: 'no clear effect' } });
    });
    expect(words).toContain(yes);
    expect(words).not.toContain(no);
  });
});

describe('a model that is equally sure of right and wrong answers', () => {
  it('owes nothing to easy kinds of question', async () => {
    const { scores, ...others } = sureOf(1);
    const items = scores.items.map((item, i) => ({
      ...item,
      answers: item.answers.map((answer, k) => ({ ...answer, sum: k === (i % 3 === 0 ? 0 : 1) ? 0 : -900 })),
    }));
    const words = chosenOf(await wordsOf({ ...others, scores: { ...scores, items } }));
    expect(words).toContain('could pass for confidence');
    expect(words).not.toContain('Some of that may be cheap');
  });
});

describe('confidences that float64 shows as one', () => {
  it('come in the order of their leads', async () => {
    const { scores, ...others } = sureOf(1);
    const items = scores.items.map((item, i) => ({
      ...item,
      answers: item.answers.map((answer, k) => (k === 1 ? { ...answer, sum: i } : answer)),
    }));
    const { rows } = (await confidentAndWrong.run({ ...others, scores: { items } })) as {
      rows: { prompt: string }[];
    };
    expect(rows.slice(0, 2).map(({ prompt }) => prompt)).toEqual(['question 79', 'question 78']);
  });
});

describe('a model whose answers tie in every question', () => {
  it('is said to have many ties', async () => {
    const { scores, ...others } = sureOf(1);
    const items = scores.items.map((item) => ({
      ...item,
      answers: item.answers.map((answer) => ({ ...answer, sum: -5 })),
    }));
    expect(await separationOfAnswers.run({ ...others, scores: { items } })).toMatchObject({ ties: 'many' });
    expect(await separationOfAnswers.run(sureOf(1))).toMatchObject({ ties: 'few' });
  });
});

describe('a model that is sure and right everywhere', () => {
  it('withholds nothing, and has no wrong answer to stop', async () => {
    const result = await confidenceThresholds.run(sureOf(0));
    expect(result).toMatchObject({ clean: { surestWrong: null, share: 0 } });
    expect(result).toMatchObject({ rules: [{ verdict: 'below', risk: 0, answered: 40 }, { risk: 0 }] });
  });

  it('has nobody confident and wrong', async () => {
    expect(await confidentAndWrong.run(sureOf(0))).toMatchObject({ rows: [], any: 'no', first: null });
  });
});

describe('a model that cannot decide', () => {
  it('is not right, however many answers it finds equally likely', () => {
    expect(judge([-5, -5, -9, -9])).toMatchObject({
      chosen: 0,
      tied: true,
      right: false,
      confidence: expect.closeTo(0.5, 1),
    });
    expect(judge([-5, -5, -5, -5])).toMatchObject({ tied: true, right: false, confidence: 0.25 });
  });

  it('gets a cut on values that are all the same', () => {
    expect(bestCut([2, 2, 2], [true, false, true])).toBe(2);
  });
});

describe('an AUROC that there is not', () => {
  const rows = (rights: number, n = 40) =>
    Array.from({ length: n }, (_, i) => ({ id: `${i}`, group: 'all', score: i / n, right: i >= n - rights }));

  it.each([0, 40])('is null where %d of 40 are right', (rights) => {
    const found = withSeparation(aurocInterval(rows(rights)));
    expect(found).toEqual({ estimate: null, low: null, high: null, verdict: 'no pairs' });
  });

  it('has no interval where some draw holds no right one', () => {
    const found = withSeparation(aurocInterval(rows(1)));
    expect(found).toEqual({ estimate: 1, low: null, high: null, verdict: 'no interval' });
  });

  it('says so when it lies below that of a coin', () => {
    const reversed = rows(20).map((row) => ({ ...row, score: -row.score }));
    expect(withSeparation(aurocInterval(reversed)).verdict).toBe('reversed');
  });
});

describe.each([
  ['right', 0],
  ['wrong', 1],
] as const)('a model that is sure and %s everywhere', (_what, place) => {
  it('writes its sections on separation, calibration and thresholds', async () => {
    expect(await wordsOf(sureOf(place))).not.toContain('NaN');
  });
});

describe('a model whose answers tie everywhere, and one that is right in but one test item', () => {
  it('write their sections, too', async () => {
    const { scores, ...others } = sureOf(1);
    const level = scores.items.map((item) => ({
      ...item,
      answers: item.answers.map((answer) => ({ ...answer, sum: -5 })),
    }));
    const last = { ...sureOf(0).scores.items.at(-1) };
    const lucky = [...scores.items.slice(0, -1), last];
    for (const [items, isChosen] of [
      [level, false],
      [lucky, true],
    ] as const) {
      const words = await wordsOf({ ...others, scores: { ...scores, items } });
      expect(words).not.toContain('NaN');
      expect(words.includes(' (chosen)')).toBe(isChosen);
      expect(words.includes('it chooses none')).toBe(!isChosen);
    }
  });
});
