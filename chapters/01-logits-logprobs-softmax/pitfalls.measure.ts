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

export const neverEqual = measurement({
  id: 'never-equal',
  dependsOnEngine: 'a server gives logits up to a constant',
  kinds: { sixteenBits: 'nats' },
  async measure({ lm }) {
    const { logits, logprobs } = await predict(lm, PROMPT);
    // bfloat16 keeps eight significant bits.
    const rounded = logSoftmax(logits.map((logit) => withBits(logit, 8)));
    const moves = rounded.map((other, id) => Math.abs(other - at(logprobs, id)));
    return { sixteenBits: moves.reduce((largest, move) => Math.max(largest, move), 0) };
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
