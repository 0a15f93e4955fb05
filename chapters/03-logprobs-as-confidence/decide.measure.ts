import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { answeredAt, cautiousThreshold, riskCoverage, thresholdForRisk } from '#numerics/risk-coverage';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { decide, type ScoredToken } from './decision.ts';
import { FACTS_FILE } from './fact-scores.measure.ts';
import { type Fact, promptOf, readFacts } from './facts.ts';
import {
  beginsWithOneOf,
  FREE_RELATIONS,
  formsOf,
  freeAnswers,
  MOST_TOKENS,
} from './free-answers.measure.ts';
import { interval } from './statistics.ts';
import { confidenceThresholds } from './thresholds.measure.ts';

/** The items to choose a threshold on. */
const freeDevFacts = (facts: readonly Fact[]) =>
  facts.filter(({ relation, half }) => half === 'dev' && FREE_RELATIONS.includes(relation));

/** Each fact's greedy answer, as an API lists its tokens. */
async function answersTo(lm: LanguageModel, facts: readonly Fact[]): Promise<ScoredToken[][]> {
  const generations = await lm.generate(
    facts.map((fact) => lm.encode(promptOf(fact, 'statement'))),
    { maxTokens: MOST_TOKENS, temperature: 0 },
  );
  return generations.map(({ ids, logprobs }) =>
    lm
      .pieces(ids)
      .map(({ text, special }, place) => ({ token: text, logprob: at(logprobs, place), special }))
      .filter(({ special }) => !special)
      .map(({ token, logprob }) => ({ token, logprob })),
  );
}

interface Answer {
  readonly id: string;
  readonly prompt: string;
  readonly answer: string;
  readonly probability: number;
  readonly right: boolean;
}

const bySurest = (one: Answer, other: Answer) => other.probability - one.probability;

/** Where the probability of an answer lies among the right ones. */
function placeAmong(example: Answer, rights: readonly Answer[]) {
  if (example.right) return 'right itself' as const;
  const below = rights.filter(({ probability }) => probability < example.probability).length;
  return rights.length === 0 ? ('no right ones' as const) : either(below > 0, 'above some', 'below all');
}

/** One answer and the decision about it, by a threshold chosen on the questions of dev and tried on those of test. */
export const decision = measurement({
  id: 'decision',
  data: { facts: FACTS_FILE },
  needs: { free: freeAnswers, thresholds: confidenceThresholds },
  kinds: {
    request: { temperature: 'exact', max_tokens: 'exact' },
    content: { logprob: 'nats' },
    example: { probability: 'probability' },
    lessSure: { n: 'rank', all: 'rank', closest: { probability: 'probability' } },
    accepted: 'float64',
    threshold: 'probability',
    dev: { n: 'exact', answered: 'rank', wrong: 'rank', probabilities: 'probability' },
    test: {
      n: 'exact',
      ...each('rank', 'wrong', 'answered', 'answeredWrong', 'handedOver', 'rightHandedOver'),
      ...interval('risk', statisticOf(10)),
    },
  },
  async measure({ lm, data, free, thresholds }) {
    const facts = readFacts(data.facts);
    const devFacts = freeDevFacts(facts);
    const dev = (await answersTo(lm, devFacts)).map((content, i) => {
      const { answer, probability } = decide(content, 0);
      return { answer, probability, right: beginsWithOneOf(answer, formsOf(at(devFacts, i))) };
    });
    const test: Answer[] = free.rows.map(({ id, prompt, answer, sum, verdict }) => ({
      id,
      prompt,
      answer,
      probability: answer === '' ? 0 : Math.exp(sum),
      right: verdict === 'right',
    }));
    const wrongs = test.filter(({ right }) => !right).sort(bySurest);
    const rights = test.filter(({ right }) => right).sort(bySurest);
    const example = at(wrongs.length > 0 ? wrongs : rights, 0);
    const fact = at(
      facts.filter(({ id }) => id === example.id),
      0,
    );
    const content = at(await answersTo(lm, [fact]), 0);
    const lessSure = rights.filter(({ probability }) => probability < example.probability);
    const closest = lessSure[0];

    const probabilitiesOf = (rows: readonly { readonly probability: number }[]) =>
      rows.map(({ probability }) => probability);
    const outcomesOf = (rows: readonly { readonly right: boolean }[]) => rows.map(({ right }) => right);
    const curve = riskCoverage(probabilitiesOf(dev), outcomesOf(dev));
    const threshold = thresholdForRisk(curve, thresholds.accepted);
    const cautious = cautiousThreshold(curve, dev.length, thresholds.accepted);
    const [onDev, onTest] = [dev, test].map((rows) =>
      answeredAt(probabilitiesOf(rows), outcomesOf(rows), threshold),
    );
    const shownRight = (onTest?.answered ?? 0) - (onTest?.wrong ?? 0);
    return {
      request: {
        messages: [{ role: 'user', content: example.prompt }],
        max_tokens: MOST_TOKENS,
        temperature: 0,
        logprobs: true,
      },
      /** With four decimals, for reading. */
      content: content.map(({ token, logprob }) => ({ token, logprob: Number(logprob.toFixed(4)) })),
      example: {
        prompt: example.prompt,
        answer: example.answer,
        truth: at(fact.answers, 0),
        probability: example.probability,
        verdict: either(example.right, 'right', 'wrong'),
        place: placeAmong(example, rights),
        action: threshold === null ? ('hand over' as const) : decide(content, threshold).action,
      },
      lessSure: {
        n: lessSure.length,
        all: rights.length,
        closest: closest
          ? { prompt: closest.prompt, answer: closest.answer, probability: closest.probability }
          : null,
      },
      accepted: thresholds.accepted,
      threshold,
      dev: {
        n: dev.length,
        answered: onDev?.answered ?? 0,
        wrong: onDev?.wrong ?? 0,
        cautious: either(cautious === null, 'no threshold', 'a threshold'),
        probabilities: probabilitiesOf(dev),
        outcomes: outcomesOf(dev),
      },
      test: {
        n: test.length,
        wrong: wrongs.length,
        answered: onTest?.answered ?? 0,
        answeredWrong: onTest?.wrong ?? 0,
        handedOver: test.length - (onTest?.answered ?? 0),
        rightHandedOver: rights.length - shownRight,
        risk: onTest?.risk?.estimate ?? null,
        low: onTest?.risk?.low ?? null,
        high: onTest?.risk?.high ?? null,
      },
    };
  },
});
