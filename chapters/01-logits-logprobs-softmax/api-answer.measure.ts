import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';
import type { Prediction } from './prediction.ts';
import { massBeyond, onlyToken, PROMPT, predict, tokensHolding } from './prediction.ts';

const TOP_LOGPROBS = 2;

const ANSWER_TOKENS = 2;

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

const QUESTION = 'Question: Is Paris the capital of France?\nAnswer:';

const LABELS = [
  { label: 'yes', forms: [' Yes', ' yes', 'Yes', 'yes'] },
  { label: 'no', forms: [' No', ' no', 'No', 'no'] },
];

const OTHER_TEMPERATURE = 2;

const TOP_P = 0.9;

interface Scored {
  readonly token: string;
  readonly logprob: number;
  readonly bytes: number[];
}

/** An entry of an answer with four decimals in its log-probabilities, for reading. */
function withShortLogprobs({ top_logprobs, ...chosen }: Scored & { readonly top_logprobs: Scored[] }) {
  const short = (entry: Scored) => ({ ...entry, logprob: Number(entry.logprob.toFixed(4)) });
  return { ...short(chosen), top_logprobs: top_logprobs.map(short) };
}

export const apiAnswer = measurement({
  id: 'api-answer',
  kinds: {
    prompt: 'exact',
    total: 'nats',
    shown: {
      token: 'exact',
      logprob: 'nats',
      bytes: 'exact',
      top_logprobs: { token: 'exact', logprob: 'nats', bytes: 'exact' },
    },
    logprobs: {
      content: {
        token: 'exact',
        logprob: 'nats',
        bytes: 'exact',
        top_logprobs: { token: 'exact', logprob: 'nats', bytes: 'exact' },
      },
    },
  },
  async measure({ lm }) {
    const prompt = lm.encode(PROMPT);
    const steps: { id: number; top: ReturnType<typeof lm.top> }[] = [];
    await lm.generate([prompt], {
      maxTokens: ANSWER_TOKENS,
      temperature: 0,
      onStep: ({ sequences }) => {
        for (const { id, logits } of sequences) steps.push({ id, top: lm.top(logits, TOP_LOGPROBS) });
      },
    });
    const content = steps.map(({ id, top }) => {
      const candidates = top.map(({ text, logprob, bytes }) => ({ token: text, logprob, bytes: [...bytes] }));
      const chosen = top.findIndex((candidate) => candidate.id === id);
      return { ...at(candidates, chosen), top_logprobs: candidates };
    });
    const total = content.reduce((sum, { logprob }) => sum + logprob, 0);
    return { prompt: PROMPT, total, shown: withShortLogprobs(at(content, 0)), logprobs: { content } };
  },
});

/** What a person can say of a label who only sees the k likeliest tokens. */
function bracket(prediction: Prediction, forms: readonly number[], k: number) {
  const seen = new Set(prediction.order.slice(0, k));
  const lastShown = Math.exp(at(prediction.logprobs, prediction.order[k - 1]));
  const unseen = massBeyond(prediction, k);
  const missing = forms.filter((id) => !seen.has(id)).length;
  let found = 0;
  let truth = 0;
  for (const id of forms) {
    const share = Math.exp(at(prediction.logprobs, id));
    truth += share;
    if (seen.has(id)) found += share;
  }
  return {
    found,
    unseen,
    missing,
    lastShown,
    atMost: found + unseen,
    atMostSpelled: found + Math.min(unseen, missing * lastShown),
    truth,
  };
}

export const hiddenMass = measurement({
  id: 'hidden-mass',
  kinds: {
    prompts: { prompt: 'exact', cut: 'exact', hidden: 'probability' },
    most: { prompt: 'exact', hidden: 'probability' },
    least: { prompt: 'exact', hidden: 'probability' },
    question: 'exact',
    labels: {
      label: 'exact',
      forms: 'exact',
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
    const prompts: { prompt: string; cut: number; hidden: number }[] = [];
    for (const prompt of PROMPTS) {
      const prediction = await predict(lm, prompt);
      for (const cut of CUTS) prompts.push({ prompt, cut, hidden: massBeyond(prediction, cut) });
    }
    const fewest = prompts.filter(({ cut }) => cut === CUTS[0]).sort((a, b) => a.hidden - b.hidden);
    const extreme = ({ prompt, hidden }: { prompt: string; hidden: number }) => ({ prompt, hidden });
    const answer = await predict(lm, QUESTION);
    return {
      prompts,
      most: extreme(at(fewest, fewest.length - 1)),
      least: extreme(at(fewest, 0)),
      question: QUESTION,
      labels: LABELS.flatMap(({ label, forms }) => {
        const ids = forms.map((form) => onlyToken(lm, form));
        return CUTS.map((cut) => ({ label, forms, cut, ...bracket(answer, ids, cut) }));
      }),
    };
  },
});

export const reportedWhen = measurement({
  id: 'reported-when',
  kinds: {
    temperature: 'exact',
    topP: 'exact',
    kept: 'rank',
    rows: { values: 'exact', winner: 'nats', second: 'nats', gap: 'nats', topSum: 'probability' },
  },
  async measure({ lm }) {
    const prediction = await predict(lm, PROMPT);
    const { logits, order } = prediction;
    const kept = tokensHolding(prediction, TOP_P);
    const row = (values: string, probabilities: Float64Array) => {
      const [winner, second] = [Math.log(at(probabilities, order[0])), Math.log(at(probabilities, order[1]))];
      const topSum = order.slice(0, kept).reduce((sum, id) => sum + at(probabilities, id), 0);
      return { values, winner, second, gap: winner - second, topSum };
    };
    const plain = softmax(logits);
    const nucleus = new Float64Array(plain.length);
    const keptMass = order.slice(0, kept).reduce((sum, id) => sum + at(plain, id), 0);
    for (const id of order.slice(0, kept)) nucleus[id] = at(plain, id) / keptMass;
    return {
      temperature: OTHER_TEMPERATURE,
      topP: TOP_P,
      kept,
      rows: [
        row('as the model gave them', plain),
        row('after temperature', softmax(logits, OTHER_TEMPERATURE)),
        row('after top-p', nucleus),
      ],
    };
  },
});
