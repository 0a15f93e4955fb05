import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { either, measurement } from '#report/measurement';
import { tokenisations } from './tokenisations.measure.ts';

const SEAMS: readonly (readonly [context: string, continuation: string])[] = [
  ['The capital of France is', ' Paris'],
  ['The capital of France is ', 'Paris'],
  ['I was walk', 'ing home'],
  ['http:', '//example.org'],
];
const PROBABILITIES = [0.9, 0.9, 0.001];

export const seams = measurement({
  id: 'seams',
  kinds: { differing: 'exact' },
  async measure({ lm }) {
    const texts = (ids: readonly number[]) => lm.pieces(ids).map(({ text }) => text);
    const rows = SEAMS.map(([context, continuation]) => {
      const apart = [...lm.encode(context), ...lm.encode(continuation)];
      const together = lm.encode(context + continuation);
      const same = either(apart.join() === together.join(), 'yes', 'no');
      return { context, continuation, apart: texts(apart), together: texts(together), same };
    });
    const differing = rows.filter((row) => row.same === 'no').length;
    return {
      rows,
      differing,
      found: either(differing > 0, 'some', 'none'),
      trailingSpace: either(at(rows, 1).same === 'no', 'a bad seam', 'no bad seam'),
    };
  },
});

export const spaceAtTheSeam = measurement({
  id: 'space-at-the-seam',
  needs: { ways: tokenisations },
  kinds: { good: 'nats', bad: 'nats', lost: 'nats', spaceItself: 'nats', both: 'nats' },
  async measure({ lm, ways }) {
    const [context, answer] = [ways.prompt, ways.word];
    const inTwo = lm.pieces([...lm.encode(' '), ...lm.encode(answer.trim())]).map(({ text }) => text);
    const isShown = ways.rows.some(({ pieces }) => pieces.join() === inTwo.join());
    const score = async (before: string, after: string) =>
      at(await lm.scoreContinuations(lm.encode(before), [lm.encode(after)]), 0).total;
    const good = await score(context, answer);
    const bad = await score(`${context} `, answer.trim());
    const spaceItself = await score(context, ' ');
    const before = either(isShown, 'in the table', 'not shown');
    return { context, answer, good, bad, lost: good - bad, spaceItself, both: spaceItself + bad, before };
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
