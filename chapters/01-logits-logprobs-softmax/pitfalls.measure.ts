import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { logSoftmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';
import { PROMPT, type Prediction, predict } from './predict-next-token.ts';

/** A number with only so many significant bits, as narrower float formats keep it. */
function withBits(value: number, significantBits: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const step = pow(2, Math.floor(Math.log2(Math.abs(value))) - significantBits + 1);
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
  dependsOnEngine: 'a server gives logits up to a constant',
  kinds: {
    rows: { winner: 'nats', anywhere: 'nats' },
    sixteenBits: 'nats',
  },
  async measure({ lm }) {
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
    return {
      sixteenBits: at(rows, 4).anywhere,
      rows,
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
    const logprobOf = async ({ logprobs }: Prediction, prompt: string, answer: string) => {
      const ids = lm.encode(answer);
      if (ids.length === 1) return at(logprobs, ids[0]);
      return at(await lm.scoreContinuations(lm.encode(prompt), [ids]), 0).total;
    };
    return {
      prompt: `${PROMPT} `,
      plain: best(plain),
      spaced: best(spaced),
      parisPlain: Math.exp(await logprobOf(plain, PROMPT, ' Paris')),
      parisSpaced: Math.exp(await logprobOf(spaced, `${PROMPT} `, 'Paris')),
    };
  },
});
