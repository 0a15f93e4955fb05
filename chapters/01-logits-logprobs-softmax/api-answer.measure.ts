import { entropy, entropyOfLogits } from '#numerics/entropy';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { each, either, measurement } from '#report/measurement';
import { massBeyond, PROMPT, type Prediction, predict, tokensHolding } from './prediction.ts';
import { type Entry, entropyBounds, readList, settled } from './reading.ts';
import { LABELS, QUESTION, spellingsOf } from './two-answers.measure.ts';

const OTHER_TEMPERATURE = 2;
const TOP_P = 0.9;
export const CUTS = [5, 20];
const PROMPTS = [
  PROMPT,
  'The chemical symbol for gold is',
  '1, 2, 3, 4, 5, 6,',
  'To be or not to',
  'import numpy as',
  'Twinkle, twinkle, little',
  'Once upon a',
  'She opened the door and',
  'My favourite colour is',
  'The best thing about',
];

/** An entry of an API's answer, which chose the likeliest token. */
function entryFrom(likeliest: readonly { readonly text: string; readonly logprob: number }[]): Entry {
  const list = likeliest.map(({ text, logprob }) => ({ token: text, logprob }));
  return { ...at(list, 0), top_logprobs: list };
}

/** What code that is pasted returns for the two labels, as a word. */
const verdictOf = (label: string | null) =>
  label === 'yes' || label === 'no' ? label : ('nothing' as const);

/** The first token that answers the question, as an API returns it, and what its list tells of the two labels. */
export const apiAnswer = measurement({
  id: 'api-answer',
  kinds: {
    request: { max_tokens: 'exact', temperature: 'exact', top_logprobs: 'exact' },
    shown: { logprob: 'nats', top_logprobs: { logprob: 'nats' } },
    listed: { probability: 'probability' },
    ...each('probability', 'hidden', 'last'),
    labels: each('probability', 'atLeast', 'atMost', 'atMostUnspelled', 'truth'),
  },
  async measure({ lm }) {
    const { logits, logprobs } = await predict(lm, QUESTION);
    const entry = entryFrom(lm.top(logits, at(CUTS, 0)));

    const list = entry.top_logprobs;
    // With four decimals, for reading; near zero with four digits, or what is hidden would be rounded away.
    const isNearZero = (logprob: number) => logprob < 0 && logprob > -1e-3;
    const shown = list.map(({ token, logprob }) => ({
      token,
      logprob: Number(isNearZero(logprob) ? logprob.toPrecision(4) : logprob.toFixed(4)),
    }));
    /** The spellings that are one token: others are in no list. */
    const labels = LABELS.map((label) => {
      const spellings = spellingsOf(label).filter((form) => lm.encode(form).length === 1);
      const truth = spellings.reduce((sum, form) => sum + Math.exp(at(logprobs, lm.encode(form)[0])), 0);
      return { label, spellings, truth };
    });
    return {
      request: {
        model: lm.id,
        messages: [{ role: 'user', content: QUESTION }],
        max_tokens: 1,
        temperature: 0,
        logprobs: true,
        top_logprobs: at(CUTS, 0),
      },
      shown: { ...at(shown, 0), top_logprobs: shown },
      listed: list.map(({ token, logprob }) => ({ token, probability: Math.exp(logprob) })),
      rounding: either(isNearZero(at(list, 0).logprob), 'near zero', 'decimals'),
      spellings: spellingsOf('yes'),
      last: Math.exp(at(list, list.length - 1).logprob),
      hidden: readList(entry, []).hidden,
      settled: verdictOf(
        settled(entry, Object.fromEntries(labels.map(({ label, spellings }) => [label, spellings]))),
      ),
      labels: labels.every(({ spellings }) => spellings.length > 0)
        ? labels.map(({ label, spellings, truth }) => {
            const { hidden, atLeast, atMost } = readList(entry, spellings);
            return { label, atLeast, atMost, atMostUnspelled: atLeast + hidden, truth };
          })
        : [],
    };
  },
});

const LIST = {
  cut: 'exact',
  hidden: 'probability',
  ...each('nats', 'entropy', 'atLeast', 'atMost', 'scaledUp'),
} as const;

/** What lists of the likeliest tokens leave out after ten beginnings, and what they tell of the entropy. */
export const shortLists = measurement({
  id: 'short-lists',
  kinds: {
    ...each(LIST, 'prompts', 'least', 'most'),
  },
  async measure({ lm }) {
    const prompts = [];
    for (const prompt of PROMPTS) {
      const prediction = await predict(lm, prompt);
      const truth = entropyOfLogits(prediction.logits);
      for (const cut of CUTS) {
        const entry = entryFrom(lm.top(prediction.logits, cut));
        const scaledUp = entropy(softmax(entry.top_logprobs.map(({ logprob }) => logprob)));
        const bounds = entropyBounds(entry, prediction.logits.length);
        prompts.push({
          prompt,
          cut,
          hidden: massBeyond(prediction, cut),
          entropy: truth,
          ...bounds,
          scaledUp,
        });
      }
    }
    const fewest = prompts.filter(({ cut }) => cut === CUTS[0]).sort((a, b) => a.hidden - b.hidden);
    return { prompts, most: at(fewest, fewest.length - 1), least: at(fewest, 0) };
  },
});

/** One prediction as the model gave it, after temperature, and after top-p. */
export const reportedWhen = measurement({
  id: 'reported-when',
  kinds: {
    temperature: 'exact',
    topP: 'exact',
    kept: 'rank',
    rows: { winner: 'nats', second: 'nats', gap: 'nats', topSum: 'probability' },
  },
  async measure({ lm }) {
    const prediction: Prediction = await predict(lm, PROMPT);
    const { logits, order } = prediction;
    const kept = tokensHolding(prediction, TOP_P);
    const nucleusIds = order.slice(0, kept);
    const massOf = (probabilities: Float64Array) =>
      nucleusIds.reduce((sum, id) => sum + at(probabilities, id), 0);
    const row = (values: string, probabilities: Float64Array) => {
      const [winner, second] = [Math.log(at(probabilities, order[0])), Math.log(at(probabilities, order[1]))];
      return { values, winner, second, gap: winner - second, topSum: massOf(probabilities) };
    };
    const plain = softmax(logits);
    const nucleus = new Float64Array(plain.length);
    const keptMass = massOf(plain);
    for (const id of nucleusIds) nucleus[id] = at(plain, id) / keptMass;
    return {
      temperature: OTHER_TEMPERATURE,
      topP: TOP_P,
      kept,
      nucleus: either(kept === 1, 'one token', 'several'),
      gap: either(at(logits, order[0]) === at(logits, order[1]), 'none', 'some'),
      rows: [
        row('as the model gave them', plain),
        row('after temperature', softmax(logits, OTHER_TEMPERATURE)),
        row('after top-p', nucleus),
      ],
    };
  },
});
