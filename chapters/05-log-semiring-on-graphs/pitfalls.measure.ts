import { at } from '#numerics/list';
import { plusAll } from '#numerics/semiring';
import { logSemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';

const PROMPT = 'The capital of France is';
/** A probability as it is printed, in three digits. */
const printed = (p: number) => p.toPrecision(3);
const OVERLAPPING = [' Paris', ' Paris.', ' Paris,'];

export const overlapping = measurement({
  id: 'overlapping-forms',
  kinds: {
    rows: { logprob: 'nats', probability: 'probability' },
    ...each('probability', 'right', 'sum', 'one'),
    sumLog: 'nats',
  },
  async measure({ lm }) {
    const forms = OVERLAPPING.map((form) => lm.encode(form));
    const scores = await lm.scoreContinuations(lm.encode(PROMPT), forms);
    const rows = OVERLAPPING.map((form, index) => {
      const logprob = at(scores, index).total;
      return { form, logprob, probability: Math.exp(logprob) };
    });
    const shortest = at(rows, 0);
    const logprobs = scores.map(({ total }) => total);
    const sumLog = plusAll(logSemiring, logprobs);
    return {
      prompt: PROMPT,
      rows,
      shortest: shortest.form,
      right: shortest.probability,
      sum: Math.exp(sumLog),
      one: 1,
      longer: either(printed(Math.exp(sumLog)) !== printed(shortest.probability), 'add', 'hardly add'),
      sumLog,
    };
  },
});
