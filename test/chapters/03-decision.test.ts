import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '#lm/types';
import { withSources } from '#report/quantity';
import type { Section } from '#report/section';
import { asStored } from '#report/stored';
import { confidentAndWrong } from '../../chapters/03-logprobs-as-confidence/confident-wrong.measure.ts';
import { decision } from '../../chapters/03-logprobs-as-confidence/decide.measure.ts';
import { decideSection } from '../../chapters/03-logprobs-as-confidence/decide.ts';
import { decide } from '../../chapters/03-logprobs-as-confidence/decision.ts';
import { FACTS_FILE, factScores } from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import { promptOf, readFacts } from '../../chapters/03-logprobs-as-confidence/facts.ts';
import { factAccuracy } from '../../chapters/03-logprobs-as-confidence/facts-set.measure.ts';
import { freeAnswers } from '../../chapters/03-logprobs-as-confidence/free-answers.measure.ts';
import { labelsNeeded } from '../../chapters/03-logprobs-as-confidence/labels-needed.measure.ts';
import { passageAnswers } from '../../chapters/03-logprobs-as-confidence/passage-answers.measure.ts';
import { passageSignals } from '../../chapters/03-logprobs-as-confidence/passage-signals.measure.ts';
import { PASSAGES_FILE } from '../../chapters/03-logprobs-as-confidence/passages.ts';
import { reliabilityOfTest } from '../../chapters/03-logprobs-as-confidence/reliability.measure.ts';
import { rememberConfidence } from '../../chapters/03-logprobs-as-confidence/remember.ts';
import { retrievedContext } from '../../chapters/03-logprobs-as-confidence/retrieved-context.ts';
import { samplingAgreement } from '../../chapters/03-logprobs-as-confidence/sampling.measure.ts';
import { temperatureScaling } from '../../chapters/03-logprobs-as-confidence/scaling.measure.ts';
import { separationOfAnswers } from '../../chapters/03-logprobs-as-confidence/separation.measure.ts';
import { confidenceThresholds } from '../../chapters/03-logprobs-as-confidence/thresholds.measure.ts';
import { confidenceExercises } from '../../chapters/03-logprobs-as-confidence/try-it.measure.ts';
import { tryConfidence } from '../../chapters/03-logprobs-as-confidence/try-it.ts';
import { whichMethod } from '../../chapters/03-logprobs-as-confidence/which-method.ts';
import { committedOutputs } from './committed.ts';

const tokens = (...list: readonly (readonly [token: string, logprob: number])[]) =>
  list.map(([token, logprob]) => ({ token, logprob }));

describe('the decision about an answer', () => {
  it('multiplies the probabilities of its words, and of nothing after them', () => {
    const found = decide(
      tokens([' New', Math.log(0.5)], [' Delhi', Math.log(0.8)], ['.', -3], ['\n', -2]),
      0.4,
    );
    expect(found).toMatchObject({ answer: 'New Delhi', action: 'answer' });
    expect(found.probability).toBeCloseTo(0.4, 15);
  });

  it('hands over whatever is less sure than the threshold', () => {
    expect(decide(tokens([' Rome', Math.log(0.39)]), 0.4).action).toBe('hand over');
    expect(decide(tokens([' Rome', 0]), 1).action).toBe('answer');
  });

  it('takes no words for no answer, not for a certain one', () => {
    expect(decide(tokens(['.', -0.1], [' Rome', -0.1]), 0.01)).toEqual({
      answer: '',
      probability: 0,
      action: 'hand over',
    });
    expect(decide([], 0.01).action).toBe('hand over');
  });
});

const text = readFileSync(FACTS_FILE, 'utf8');
const facts = readFacts(text);

/** A model of single characters that gives each fact's prompt one answer, and finds all texts equally likely. */
function modelAnswering(answerTo: (right: string, place: number) => string, logprob = -0.01): LanguageModel {
  const encode = (words: string) => [...words].map((character) => character.codePointAt(0) ?? 0);
  const decode = (ids: readonly number[]) => String.fromCodePoint(...ids);
  const answers = new Map(
    facts.map((fact, place) => [promptOf(fact, 'statement'), answerTo(fact.answers[0] ?? '', place)]),
  );
  const scored = (ids: readonly number[]) => ({ ids, logprobs: ids.map(() => -1), total: -ids.length });
  const known: Partial<LanguageModel> = {
    encode,
    decode,
    chat: () => null,
    pieces: (ids) => ids.map((id) => ({ id, text: decode([id]), bytes: [], special: false })),
    generate: async (prompts, options) => {
      for (const sequence of prompts.keys())
        options?.onStep?.({ sequence, index: 0, logits: Float32Array.of(0, 0), id: 0 });
      return prompts.map((prompt) => {
        const ids = encode(`${answers.get(decode(prompt)) ?? ''}.`);
        return { ids, logprobs: ids.map(() => logprob), end: 'length', smallestMargin: 1 };
      });
    },
    scoreMany: async (pairs) => pairs.map(({ continuation }) => scored(continuation)),
    scoreContinuations: async (_, continuations) => continuations.map(scored),
    scoreChoices: async (questions) =>
      questions.map(({ continuations }) => ({ entropy: 0, scores: continuations.map(scored) })),
  };
  return known as LanguageModel;
}

/** Without the sentences that other results would have chosen. */
const chosenOf = (written: readonly string[]) =>
  JSON.stringify(
    written.map((one) => JSON.parse(one)),
    (key, value) => (key === 'when' ? undefined : value),
  );

/** What the sections say of a model, and what they were told. */
async function writtenFor(lm: LanguageModel) {
  const data = { facts: text, set: readFileSync(PASSAGES_FILE, 'utf8') };
  const results = new Map<
    string,
    { readonly output: unknown; readonly kinds: Section['needs'][string]['kinds'] }
  >();
  const needed = new Set([
    factScores,
    freeAnswers,
    confidenceThresholds,
    samplingAgreement,
    decision,
    labelsNeeded,
    factAccuracy,
    separationOfAnswers,
    confidentAndWrong,
    passageAnswers,
    passageSignals,
    reliabilityOfTest,
    temperatureScaling,
    confidenceExercises,
  ]);
  for (const one of needed) {
    const needs = Object.entries(one.needs).map(([name, { id }]) => [name, results.get(id)?.output]);
    const output = asStored(one, await one.run({ lm, data, ...Object.fromEntries(needs) }));
    results.set(one.id, { output, kinds: one.kinds });
  }
  const written = [whichMethod, decideSection, retrievedContext, tryConfidence, rememberConfidence].map(
    (section) => {
      const needs = Object.entries(section.needs).map(([name, { id, kinds }]) => [
        name,
        withSources(id, results.get(id)?.output, kinds),
      ]);
      return JSON.stringify(section.write(Object.fromEntries(needs)));
    },
  );
  return { words: written.join('\n'), chosen: chosenOf(written), found: results.get(decision.id)?.output };
}

describe('the sections that say what to do', () => {
  it.each([
    [
      'right everywhere',
      modelAnswering((right) => ` ${right}`),
      { place: 'right itself', action: 'answer' },
      false,
    ],
    [
      'wrong everywhere',
      modelAnswering(() => ' no idea'),
      { place: 'no right ones', action: 'hand over' },
      false,
    ],
    ['silent', modelAnswering(() => ''), { place: 'no right ones', action: 'hand over' }, false],
    [
      'right one time in two, and equally sure each time',
      modelAnswering((right, place) => ` ${place % 2 === 0 ? right : right.replace(/./g, 'x')}`),
      { verdict: 'wrong' },
      true,
    ],
  ] as const)('are written for a model that is %s', async (_what, lm, example, rulesDiffer) => {
    const { words, chosen, found } = await writtenFor(lm);
    expect(words).not.toMatch(/NaN|undefined/);
    expect(found).toMatchObject({ example });
    expect(chosen.includes('why not the same number')).toBe(rulesDiffer);
    expect(chosen).toContain('With the right passage no answer is right, so neither can be judged.');
  });
});

describe('answers with a passage, of which a model tells nothing but by a word that it would not say', () => {
  const committed = committedOutputs().get(passageAnswers.id) as { rows: readonly Record<string, unknown>[] };
  const negative = (odds: unknown) => (typeof odds === 'number' ? -odds : null);

  it.each([
    [0, 'no pairs', 'With the right passage no answer is right, so neither can be judged.'],
    [1, 'no interval', 'asking and reading the log-probability cannot be compared'],
  ] as const)(
    'are judged with %d right',
    async (rights, verdict, sentence) => {
      let left = rights;
      const rows = committed.rows.map((row) => {
        const isRight = row.condition === 'right' && left-- > 0;
        return {
          ...row,
          ...{ tokens: 1, sum: -1, entropy: 0, without: row.without === null ? null : -1 },
          ...{ right: negative(row.right), inSource: row.inSource === null ? null : 0 },
          ...{
            rightMass: row.rightMass === null ? null : 1e-33,
            inSourceMass: row.inSourceMass === null ? null : 1e-33,
          },
          verdict: isRight ? 'right' : 'nothing',
        };
      });
      const answers = { ...committed, rows };
      const set = readFileSync(PASSAGES_FILE, 'utf8');
      const output = asStored(
        passageSignals,
        await passageSignals.run({ lm: modelAnswering(() => ''), data: { set }, answers }),
      );
      expect(output).toMatchObject({
        reversed: 1,
        mass: { is: 'next to nothing' },
        bestReal: { alone: 'not clear' },
        asking: { rows: [{ difference: rights === 0 ? null : 0 }, { verdict }, { verdict }] },
      });
      const section = retrievedContext.write({
        answers: withSources(passageAnswers.id, answers, passageAnswers.kinds),
        m: withSources(passageSignals.id, output, passageSignals.kinds),
      } as never);
      const words = chosenOf([JSON.stringify(section)]);
      const said = [
        sentence,
        'Italics: below a coin',
        'points the wrong way',
        'both signals compare words that the model would hardly say',
        'the best on the real questions is not clear',
        'Log-probability measures how well',
      ];
      for (const one of said) expect(words).toContain(one);
      expect(words).not.toContain('no longer clear');
    },
    60_000,
  );
});
