import { at } from '#numerics/list';
import { logSoftmax, softmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';
import { apiAnswer } from './api-answer.measure.ts';
import type { Prediction } from './prediction.ts';
import { onlyToken, PROMPT, predict } from './prediction.ts';
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

function largestDifference(
  prediction: Prediction,
  other: Float64Array,
): { winner: number; anywhere: number } {
  const differences = other.map((logprob, id) => Math.abs(logprob - at(prediction.logprobs, id)));
  return {
    winner: at(differences, prediction.order[0]),
    anywhere: differences.reduce((largest, difference) => Math.max(largest, difference), 0),
  };
}

const LONGER = 'The capital of France is a city on a river, and the river has many bridges.';

export const neverEqual = measurement({
  id: 'never-equal',
  needs: { stepwise: apiAnswer, together: exerciseAnswers },
  kinds: {
    rows: { change: 'exact', winner: 'nats', anywhere: 'nats' },
    batch: 'exact',
    sixteenBits: 'nats',
    stop: {
      text: 'exact',
      sentence: 'exact',
      together: 'nats',
      difference: 'nats',
    },
  },
  async measure({ lm, stepwise, together }) {
    const prediction = await predict(lm, PROMPT);
    const { logits, order } = prediction;
    const [batched] = await lm.nextOfMany([lm.encode(PROMPT), lm.encode(LONGER)]);
    if (!batched) throw new RangeError('a batch of two texts gave no prediction');
    const inBatch = largestDifference(prediction, logSoftmax(batched.logits));
    const rounded = (bitCount: number) =>
      logSoftmax(Array.from(logits, (logit) => withBits(logit, bitCount)));
    const batch: 'same' | 'different' = inBatch.anywhere === 0 ? 'same' : 'different';
    const step = at(stepwise.logprobs.content, 1);
    const whole = at(together.sentences, 0);
    const difference = Math.abs(step.logprob - whole.stop);
    const bfloat16 = { change: 'logits kept in bfloat16', ...largestDifference(prediction, rounded(8)) };
    return {
      batch,
      sixteenBits: bfloat16.anywhere,
      stop: {
        text: step.token,
        sentence: whole.sentence,
        together: whole.stop,
        difference,
      },
      rows: [
        { change: 'computed in a batch with a longer text', ...inBatch },
        {
          change: 'added up in float32, by id',
          ...largestDifference(prediction, float32Logprobs(logits, logits.keys())),
        },
        {
          change: 'added up in float32, smallest first',
          ...largestDifference(prediction, float32Logprobs(logits, order.slice().reverse())),
        },
        { change: 'logits kept in float16', ...largestDifference(prediction, rounded(11)) },
        bfloat16,
      ],
    };
  },
});

const CHAT = [{ role: 'user', content: 'Say hi.' }] as const;

const NEAR_CERTAIN = [
  [20, 0],
  [40, 0],
  [800, 0],
];

export const nearlyCertain = measurement({
  id: 'nearly-certain',
  kinds: {
    token: 'exact',
    before: 'exact',
    logprob: 'nats',
    roundOneIn: 'probability',
    toys: {
      lead: 'exact',
      logOfSoftmax: 'float64',
      logSoftmax: 'float64',
      loserLogOfSoftmax: 'float64',
      loserLogSoftmax: 'float64',
    },
    lost: 'exact',
  },
  async measure({ lm }) {
    const ids = lm.encode(lm.chat(CHAT));
    const { tokens } = await lm.score(ids);
    const scored = tokens.flatMap((token, index) =>
      token.logprob === null ? [] : [{ index, text: token.text, logprob: token.logprob }],
    );
    const surest = at(
      scored.sort((a, b) => b.logprob - a.logprob),
      0,
    );
    const toys = NEAR_CERTAIN.map((logits) => ({
      lead: at(logits, 0),
      logOfSoftmax: Math.log(at(softmax(logits), 0)),
      logSoftmax: at(logSoftmax(logits), 0),
      loserLogOfSoftmax: Math.log(at(softmax(logits), 1)),
      loserLogSoftmax: at(logSoftmax(logits), 1),
    }));
    const lost: 'yes' | 'no' = toys.some((toy) => toy.logOfSoftmax === 0 && toy.logSoftmax !== 0)
      ? 'yes'
      : 'no';
    return {
      token: surest.text,
      before: lm.decode(ids.slice(Math.max(0, surest.index - 3), surest.index)),
      logprob: surest.logprob,
      roundOneIn: Number((-1 / Math.expm1(surest.logprob)).toPrecision(2)),
      toys,
      lost,
    };
  },
});

export const trailingSpace = measurement({
  id: 'trailing-space',
  kinds: {
    prompt: 'exact',
    plain: { text: 'exact', probability: 'probability' },
    spaced: { text: 'exact', probability: 'probability' },
    parisPlain: 'probability',
    parisSpaced: 'probability',
    likeliest: 'exact',
  },
  async measure({ lm }) {
    const [plain, spaced] = [await predict(lm, PROMPT), await predict(lm, `${PROMPT} `)];
    const best = ({ logprobs, order }: Prediction) => {
      const id = at(order, 0);
      return { text: at(lm.pieces([id]), 0).text, probability: Math.exp(at(logprobs, id)) };
    };
    const likeliest: 'another' | 'the same word' =
      best(spaced).text === best(plain).text.trim() ? 'the same word' : 'another';
    return {
      prompt: `${PROMPT} `,
      plain: best(plain),
      spaced: best(spaced),
      parisPlain: Math.exp(at(plain.logprobs, onlyToken(lm, ' Paris'))),
      parisSpaced: Math.exp(at(spaced.logprobs, onlyToken(lm, 'Paris'))),
      likeliest,
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
