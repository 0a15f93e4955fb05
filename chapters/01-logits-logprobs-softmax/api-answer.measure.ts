import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';
import { massBeyond, PROMPT, type Prediction, predict, tokensHolding } from './prediction.ts';

const TOP_LOGPROBS = 2;
export const ANSWER_TOKENS = 2;
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
/** The right continuation of the first prompt, as a model says it that answers the question below wrongly. */
const CITY = ' Paris';
const QUESTION = 'Question: Is Paris the capital of France?\nAnswer:';
const LABELS = [
  { label: 'yes', forms: [' Yes', ' yes', 'Yes', 'yes'] },
  { label: 'no', forms: [' No', ' no', 'No', 'no'] },
];

type Scored = { readonly token: string; readonly logprob: number; readonly bytes: number[] };

/** With four decimals, for reading. */
const short = (entry: Scored) => ({ ...entry, logprob: Number(entry.logprob.toFixed(4)) });

const SCORED = { logprob: 'nats', bytes: 'exact' } as const;
const CONTENT = { ...SCORED, top_logprobs: SCORED } as const;

export const apiAnswer = measurement({
  id: 'api-answer',
  kinds: { total: 'nats', shown: CONTENT, logprobs: { content: CONTENT } },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const content: (Scored & { top_logprobs: Scored[] })[] = [];
    await lm.generate([prompt], {
      maxTokens: ANSWER_TOKENS,
      temperature: 0,
      stop: [],
      onStep: ({ sequences }) => {
        for (const { id, logits } of sequences) {
          const top = lm.top(logits, TOP_LOGPROBS);
          const shown = top.map(({ text, logprob, bytes }) => ({ token: text, logprob, bytes: [...bytes] }));
          const chosen = top.findIndex((candidate) => candidate.id === id);
          content.push({ ...at(shown, chosen), top_logprobs: shown });
        }
      },
    });
    const total = content.reduce((sum, { logprob }) => sum + logprob, 0);
    const { top_logprobs, ...chosen } = at(content, 0);
    const shown = { ...short(chosen), top_logprobs: top_logprobs.map(short) };
    const names = either(chosen.token === CITY, 'the city', 'something else');
    return { prompt: PROMPT, total, names, shown, logprobs: { content } };
  },
});

/** What a person can say of a label who only sees the k likeliest tokens. */
function bracket(prediction: Prediction, forms: readonly number[], k: number) {
  const seen = new Set(prediction.order.slice(0, k));
  const lastShown = Math.exp(at(prediction.logprobs, prediction.order[k - 1]));
  const unseen = massBeyond(prediction, k);
  const missing = forms.filter((id) => !seen.has(id)).length;
  const shareOf = (ids: readonly number[]) =>
    ids.reduce((sum, id) => sum + Math.exp(at(prediction.logprobs, id)), 0);
  const found = shareOf(forms.filter((id) => seen.has(id)));
  const atMostSpelled = found + Math.min(unseen, missing * lastShown);
  return { found, unseen, missing, lastShown, atMost: found + unseen, atMostSpelled, truth: shareOf(forms) };
}

export const hiddenMass = measurement({
  id: 'hidden-mass',
  kinds: {
    prompts: { cut: 'exact', hidden: 'probability' },
    most: { hidden: 'probability' },
    least: { hidden: 'probability' },
    labels: {
      cut: 'exact',
      found: 'probability',
      unseen: 'probability',
      missing: 'rank',
      lastShown: 'probability',
      atMost: 'probability',
      atMostSpelled: 'probability',
      truth: 'probability',
    },
  },
  async measure({ lm }) {
    const prompts = [];
    for (const prompt of PROMPTS) {
      const prediction = await predict(lm, prompt);
      prompts.push(...CUTS.map((cut) => ({ prompt, cut, hidden: massBeyond(prediction, cut) })));
    }
    const fewest = prompts.filter(({ cut }) => cut === CUTS[0]).sort((a, b) => a.hidden - b.hidden);
    const [least, most] = [at(fewest, 0), at(fewest, fewest.length - 1)];
    const answer = await predict(lm, QUESTION);
    /** The spellings that are one token: others are in no list. */
    const labels = LABELS.map(({ label, forms }) => {
      const short = forms.filter((form) => lm.encode(form).length === 1);
      return { label, forms: short, ids: short.flatMap((form) => lm.encode(form)) };
    });
    return {
      prompts,
      most: { prompt: most.prompt, hidden: most.hidden },
      least: { prompt: least.prompt, hidden: least.hidden },
      question: QUESTION,
      labels: labels.every(({ ids }) => ids.length > 0)
        ? labels.flatMap(({ ids, ...row }) =>
            CUTS.map((cut) => ({ ...row, cut, ...bracket(answer, ids, cut) })),
          )
        : [],
    };
  },
});

export const reportedWhen = measurement({
  id: 'reported-when',
  kinds: {
    temperature: 'exact',
    topP: 'exact',
    kept: 'rank',
    rows: { winner: 'nats', second: 'nats', gap: 'nats', topSum: 'probability' },
  },
  async measure({ lm }) {
    const prediction = await predict(lm, PROMPT);
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
