import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { logSoftmax, softmax } from '#numerics/softmax';
import { either, measurement } from '#report/measurement';
import { PROMPT, type Prediction, predict } from './prediction.ts';

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
    const orderMatters = Math.abs(at(rows, 1).anywhere - at(rows, 2).anywhere) >= 5e-5;
    return {
      batch: either(at(rows, 0).anywhere === 0, 'same', 'different'),
      sixteenBits: at(rows, 4).anywhere,
      order: either(orderMatters, 'fourth decimal', 'less'),
      rounding: either(at(rows, 4).anywhere > 0, 'moves', 'does not'),
      rows,
    };
  },
});

const GREETING = 'Say hi.';
/** So many logits behind another token, the probability of one is zero in float64. */
const BEHIND = 800;

export const nearlyCertain = measurement({
  id: 'nearly-certain',
  kinds: {
    logprob: 'nats',
    roundOneIn: 'probability',
    behind: { by: 'exact', logOfSoftmax: 'float64', logSoftmax: 'float64' },
  },
  async measure({ lm }) {
    const chat = lm.chat([{ role: 'user', content: GREETING }]);
    const ids = lm.encode(chat ?? LONGER);
    const { tokens } = await lm.score(ids, [], { entropies: false });
    const scored = tokens.flatMap(({ text, logprob }, index) =>
      logprob === null ? [] : [{ index, text, logprob }],
    );
    scored.sort((a, b) => b.logprob - a.logprob);
    const surest = at(scored, 0);
    const before = lm.pieces(ids.slice(Math.max(0, surest.index - 3), surest.index));
    const marksSpeaker = before.some(({ special }) => special);
    return {
      token: surest.text,
      before: lm.decode(ids.slice(Math.max(0, surest.index - 3), surest.index)),
      logprob: surest.logprob,
      read: LONGER,
      prompt: chat === null ? ('text' as const) : either(marksSpeaker, 'chat with marks', 'chat'),
      certainty:
        surest.logprob === 0 ? ('zero' as const) : either(surest.logprob > -0.005, 'shown as zero', 'less'),
      roundOneIn: Number((-1 / Math.expm1(surest.logprob)).toPrecision(1)),
      behind: {
        by: BEHIND,
        logOfSoftmax: Math.log(at(softmax([BEHIND, 0]), 1)),
        logSoftmax: at(logSoftmax([BEHIND, 0]), 1),
      },
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
    const together = [...lm.encode(`${PROMPT} `), ...lm.encode('Paris')];
    const isSame = lm.encode(`${PROMPT} Paris`).join() === together.join();
    return {
      prompt: `${PROMPT} `,
      space: either(isSame, 'its own token', 'part of the answer'),
      plain: best(plain),
      spaced: best(spaced),
      parisPlain: Math.exp(await logprobOf(plain, PROMPT, ' Paris')),
      parisSpaced: Math.exp(await logprobOf(spaced, `${PROMPT} `, 'Paris')),
      likeliest: either(best(spaced).text.trim() === best(plain).text.trim(), 'the same word', 'another'),
    };
  },
});
