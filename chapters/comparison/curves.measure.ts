import { comparison, each, statisticOf } from '#report/measurement';
import { shortLists } from '../01-logits-logprobs-softmax/api-answer.measure.ts';
import { temperatures } from '../01-logits-logprobs-softmax/temperature.measure.ts';
import { ownTexts } from '../02-cross-entropy-perplexity/texts.measure.ts';
import { passageSignals } from '../03-logprobs-as-confidence/passage-signals.measure.ts';
import { reliabilityOfTest } from '../03-logprobs-as-confidence/reliability.measure.ts';
import { temperatureScaling } from '../03-logprobs-as-confidence/scaling.measure.ts';
import { meanDifference } from '../03-logprobs-as-confidence/statistics.ts';
import { joined } from './estimates.ts';

/** What is drawn of both models on the same axes, without statistics of its own. */

const BIN = statisticOf(41);

export const comparedReliability = comparison({
  id: 'compared-reliability',
  needs: { m: reliabilityOfTest, scaling: temperatureScaling },
  kinds: {
    ...each(
      { n: 'exact', confidence: 'probability', ...each(BIN, 'accuracy', 'low', 'high') },
      'first',
      'second',
    ),
    temperature: each('probability', 'first', 'second'),
  },
  compare({ a, b }) {
    const binsOf = ({ m }: typeof a) =>
      m.diagram.bins.map(({ n, confidence, accuracy, low, high }) => ({
        n,
        confidence,
        accuracy,
        low,
        high,
      }));

    return {
      first: binsOf(a),
      second: binsOf(b),
      temperature: { first: a.scaling.temperature, second: b.scaling.temperature },
      loss: { first: a.scaling.logLoss.verdict, second: b.scaling.logLoss.verdict },
    };
  },
});

/** Of how many answers to the questions with passages. */
export const comparedPassages = comparison({
  id: 'compared-passages',
  needs: { m: passageSignals },
  kinds: {
    questions: 'exact',
    rows: each({ ...each('rank', 'right', 'untrue', 'other') }, 'first', 'second'),
  },
  compare({ a, b }) {
    const outcomes = ({ m }: typeof a, place: number) => {
      const { right = 0, untrue = 0 } = m.conditions[place] ?? {};
      return { right, untrue, other: m.questions - right - untrue };
    };
    return {
      questions: a.m.questions,
      rows: a.m.conditions.map(({ name }, place) => ({
        condition: name,
        first: outcomes(a, place),
        second: outcomes(b, place),
      })),
    };
  },
});

export const comparedTemperatures = comparison({
  id: 'compared-temperatures',
  needs: { m: temperatures },
  kinds: {
    curve: { temperature: 'exact', ...each('nats', 'first', 'second') },
    ...each('nats', 'first', 'second'),
  },
  compare({ a, b }) {
    return {
      prompt: a.m.prompt,
      first: a.m.plain.entropy,
      second: b.m.plain.entropy,
      curve: a.m.curve.map(({ temperature, entropy }, place) => ({
        temperature,
        first: entropy,
        second: b.m.curve[place]?.entropy ?? Number.NaN,
      })),
    };
  },
});

const ENTROPY_SEED = 23;

/** How open the predictions after the same beginnings are. */
export const comparedEntropies = comparison({
  id: 'compared-entropies',
  needs: { m: shortLists },
  kinds: { ...each('exact', 'n', 'lower'), ...each('nats', 'mean', 'low', 'high') },
  compare({ a, b }) {
    // Each beginning stands there once for every length of list.
    const once = ({ m }: typeof a) => [...new Map(m.prompts.map((row) => [row.prompt, row])).values()];
    const pairs = joined(once(a), once(b), ({ prompt }) => prompt);
    const differences = pairs.map((pair) => pair.b.entropy - pair.a.entropy);
    return {
      n: pairs.length,
      lower: differences.filter((difference) => difference < 0).length,
      ...meanDifference(differences, ENTROPY_SEED),
    };
  },
});

/** The same bytes, in other tokens: what is compared is bits per byte. */
export const comparedTexts = comparison({
  id: 'compared-texts',
  needs: { m: ownTexts },
  kinds: {
    rows: {
      bytes: 'exact',
      ...each({ tokens: 'exact', bitsPerByte: 'bits', perplexity: 'perplexity' }, 'first', 'second'),
    },
    ...each('exact', 'texts', 'lower'),
  },
  compare({ a, b }) {
    const rows = a.m.texts.flatMap(({ name, about, tokens, bytes, bitsPerByte, perplexity }) => {
      const other = b.m.texts.find((text) => text.name === name);
      if (!other || other.bytes !== bytes) return [];
      return [
        {
          about,
          bytes,
          first: { tokens, bitsPerByte, perplexity },
          second: { tokens: other.tokens, bitsPerByte: other.bitsPerByte, perplexity: other.perplexity },
        },
      ];
    });
    const cuts = rows.every(({ first, second }) => first.tokens === second.tokens);
    return {
      rows,
      texts: rows.length,
      lower: rows.filter(({ first, second }) => second.bitsPerByte < first.bitsPerByte).length,
      cut: cuts ? ('alike' as const) : ('otherwise' as const),
    };
  },
});
