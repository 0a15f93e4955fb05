import { at } from '#numerics/list';
import { logSoftmax, softmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';
import { apiAnswer } from './api-answer.measure.ts';
import { onlyToken, PROMPT, type Prediction, predict } from './prediction.ts';
import { naiveSoftmax } from './shift.measure.ts';
import { exerciseAnswers } from './try-it.measure.ts';

/** A number with only so many significant bits, as narrower float formats keep it. */
function withBits(value: number, significantBits: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(value))) - significantBits + 1);
  return Math.round(value / step) * step;
}

/** Log-softmax with every operation rounded to float32, adding up in the order given. */
function float32Logprobs(logits: Float32Array, order: Iterable<number>): Float64Array {
  const shift = logits.reduce((largest, logit) => Math.max(largest, logit), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (const id of order) sum = Math.fround(sum + Math.fround(Math.exp(Math.fround(at(logits, id) - shift))));
  const logSum = Math.fround(Math.log(sum));
  return Float64Array.from(logits, (logit) => Math.fround(Math.fround(logit - shift) - logSum));
}

const LONGER = 'The capital of France is a city on a river, and the river has many bridges.';

export const neverEqual = measurement({
  id: 'never-equal',
  needs: { stepwise: apiAnswer, together: exerciseAnswers },
  kinds: {
    rows: { winner: 'nats', anywhere: 'nats' },
    sixteenBits: 'nats',
    stop: { together: 'nats', difference: 'nats' },
  },
  async measure({ lm, stepwise, together }) {
    const { logits, logprobs, order } = await predict(lm, PROMPT);
    const batched = at(await lm.nextOfMany([lm.encode(PROMPT), lm.encode(LONGER)]), 0);
    const rounded = (bitCount: number) => logSoftmax(logits.map((logit) => withBits(logit, bitCount)));
    const rowOf = (change: string, others: Float64Array) => {
      const moves = others.map((other, id) => Math.abs(other - at(logprobs, id)));
      const anywhere = moves.reduce((largest, move) => Math.max(largest, move), 0);
      return { change, winner: at(moves, order[0]), anywhere };
    };
    const rows = [
      rowOf('computed in a batch with a longer text', logSoftmax(batched.logits)),
      rowOf('added up in float32, by id', float32Logprobs(logits, logits.keys())),
      rowOf('added up in float32, smallest first', float32Logprobs(logits, order.slice().reverse())),
      rowOf('logits kept in float16', rounded(11)),
      rowOf('logits kept in bfloat16', rounded(8)),
    ];
    const step = at(stepwise.logprobs.content, 1);
    const whole = at(together.sentences, 0);
    return {
      batch: either(at(rows, 0).anywhere === 0, 'same', 'different'),
      sixteenBits: at(rows, 4).anywhere,
      stop: {
        text: step.token,
        sentence: whole.sentence,
        together: whole.stop,
        difference: Math.abs(step.logprob - whole.stop),
      },
      rows,
    };
  },
});

const CHAT = [{ role: 'user', content: 'Say hi.' }] as const;
const LEADS = [20, 40, 800];

export const nearlyCertain = measurement({
  id: 'nearly-certain',
  kinds: {
    logprob: 'nats',
    roundOneIn: 'probability',
    toys: {
      lead: 'exact',
      logOfSoftmax: 'float64',
      logSoftmax: 'float64',
      loserLogOfSoftmax: 'float64',
      loserLogSoftmax: 'float64',
    },
  },
  async measure({ lm }) {
    const ids = lm.encode(lm.chat(CHAT));
    const { tokens } = await lm.score(ids);
    const scored = tokens.flatMap(({ text, logprob }, index) =>
      logprob === null ? [] : [{ index, text, logprob }],
    );
    scored.sort((a, b) => b.logprob - a.logprob);
    const surest = at(scored, 0);
    const toys = LEADS.map((lead) => {
      const [logs, logprobs] = [softmax([lead, 0]).map(Math.log), logSoftmax([lead, 0])];
      return {
        lead,
        logOfSoftmax: at(logs, 0),
        logSoftmax: at(logprobs, 0),
        loserLogOfSoftmax: at(logs, 1),
        loserLogSoftmax: at(logprobs, 1),
      };
    });
    const isLost = toys.some((toy) => toy.logOfSoftmax === 0 && toy.logSoftmax !== 0);
    return {
      token: surest.text,
      before: lm.decode(ids.slice(Math.max(0, surest.index - 3), surest.index)),
      logprob: surest.logprob,
      roundOneIn: Number((-1 / Math.expm1(surest.logprob)).toPrecision(2)),
      toys,
      lost: either(isLost, 'yes', 'no'),
    };
  },
});

export const trailingSpace = measurement({
  id: 'trailing-space',
  kinds: {
    plain: { probability: 'probability' },
    spaced: { probability: 'probability' },
    parisPlain: 'probability',
    parisSpaced: 'probability',
  },
  async measure({ lm }) {
    const [plain, spaced] = [await predict(lm, PROMPT), await predict(lm, `${PROMPT} `)];
    const best = ({ logprobs, order }: Prediction) => {
      const id = at(order, 0);
      return { text: at(lm.pieces([id]), 0).text, probability: Math.exp(at(logprobs, id)) };
    };
    return {
      prompt: `${PROMPT} `,
      plain: best(plain),
      spaced: best(spaced),
      parisPlain: Math.exp(at(plain.logprobs, onlyToken(lm, ' Paris'))),
      parisSpaced: Math.exp(at(spaced.logprobs, onlyToken(lm, 'Paris'))),
      likeliest: either(best(spaced).text === best(plain).text.trim(), 'the same word', 'another'),
    };
  },
});

export const zeroTemperature = measurement({
  id: 'zero-temperature',
  kinds: { naive: 'float64' },
  async measure({ lm }) {
    const { logits, order } = await predict(lm, PROMPT);
    const divided = Array.from(logits, (logit) => logit / 0);
    return { naive: at(naiveSoftmax(divided), order[0]) };
  },
});
