import { mean } from '#numerics/sum';
import { measurement } from '#report/measurement';

const SEAMS: readonly (readonly [context: string, continuation: string])[] = [
  ['The capital of France is', ' Paris'],
  ['The capital of France is ', 'Paris'],
  ['I was walk', 'ing home'],
  ['http:', '//example.org'],
];

const PROBABILITIES = [0.9, 0.9, 0.001];

export const seams = measurement({
  id: 'seams',
  kinds: {
    rows: { context: 'exact', continuation: 'exact', apart: 'exact', together: 'exact', same: 'exact' },
    differing: 'exact',
  },
  async measure({ lm }) {
    const texts = (ids: readonly number[]): string[] => lm.pieces(ids).map(({ text }) => text);
    const rows = SEAMS.map(([context, continuation]) => {
      const apart = [...lm.encode(context), ...lm.encode(continuation)];
      const together = lm.encode(context + continuation);
      const same: 'yes' | 'no' = apart.join() === together.join() ? 'yes' : 'no';
      return {
        context,
        continuation,
        apart: texts(apart),
        together: texts(together),
        same,
      };
    });
    return { rows, differing: rows.filter((row) => row.same === 'no').length };
  },
});

export const spaceAtTheSeam = measurement({
  id: 'space-at-the-seam',
  kinds: {
    good: 'nats',
    bad: 'nats',
    lost: 'nats',
    context: 'exact',
    answer: 'exact',
    spaceItself: 'nats',
    both: 'nats',
  },
  async measure({ lm }) {
    const [context, answer] = ['The capital of France is', ' Paris'];
    const score = async (before: string, after: string): Promise<number> => {
      const [scored] = await lm.scoreContinuations(lm.encode(before), [lm.encode(after)]);
      return scored?.total ?? Number.NaN;
    };
    const good = await score(context, answer);
    const bad = await score(`${context} `, answer.trim());
    const spaceItself = await score(context, ' ');
    return { context, answer, good, bad, lost: good - bad, spaceItself, both: spaceItself + bad };
  },
});

export const averages = measurement({
  id: 'averages-of-probabilities',
  kinds: { probabilities: 'exact', mean: 'float64', geometric: 'float64', product: 'float64' },
  async measure() {
    const logs = PROBABILITIES.map(Math.log);
    return {
      probabilities: PROBABILITIES,
      mean: mean(PROBABILITIES),
      geometric: Math.exp(mean(logs)),
      product: Math.exp(logs.reduce((sum, log) => sum + log, 0)),
    };
  },
});
