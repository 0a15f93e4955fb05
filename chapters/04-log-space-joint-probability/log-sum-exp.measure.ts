import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { logMeanExp } from '#numerics/log-mean-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { endings, QUESTION, RIGHT, ROOM, tokensAfter } from './endings.measure.ts';

/** Two endings of which neither begins the other, so that they are mutually exclusive. */
const EITHER = ['bread', 'fish'];
const WORDINGS = [
  QUESTION,
  'With the money from the market, the people from the island buy',
  'With their money, the islanders buy',
];
const FAR_BELOW = [-1000, -1001];

/** Sums of probabilities: of one ending or another, and over wordings of a question. */
export const sumsInUse = measurement({
  id: 'log-space-in-use',
  data: { story: new URL('./texts/ferry.txt', import.meta.url) },
  needs: { found: endings },
  kinds: {
    ...each('nats', 'whole', 'wholeOther', 'added', 'together', 'or', 'neither'),
    wordings: 'exact',
    each: { total: 'nats' },
    ...each('nats', 'mean', 'meanOfLogs'),
    example: { values: 'exact', sum: 'float64' },
  },
  async measure({ lm, data, found }) {
    const [larger, smaller] = EITHER.map((name) => found.rows.find(({ text }) => text === name))
      .filter((row) => row !== undefined)
      .toSorted((a, b) => b.sum - a.sum);
    const [one, other] = [larger?.sum ?? Number.NaN, smaller?.sum ?? Number.NaN];
    const [whole, wholeOther] = [found.before + one, found.before + other];
    const or = logAddExp(one, other);
    const items = WORDINGS.map((question) => {
      const prompt = `${data.story.trim()}\n\n${question}`;
      return {
        context: lm.encode(prompt).slice(-(lm.contextLength - ROOM)),
        continuation: tokensAfter(lm, prompt, RIGHT),
      };
    });
    const totals = (await lm.scoreMany(items)).map(({ total }) => total);
    return {
      names: [larger?.text ?? '', smaller?.text ?? ''],
      whole,
      wholeOther,
      added: Math.log1p(Math.exp(other - one)),
      together: logAddExp(whole, wholeOther),
      or,
      neither: log1mExp(Math.min(or, 0)),
      wordings: WORDINGS.length,
      each: WORDINGS.map((question, index) => ({ question, total: at(totals, index) })),
      mean: logMeanExp(totals),
      meanOfLogs: mean(totals),
      example: { values: FAR_BELOW, sum: logSumExp(FAR_BELOW) },
    };
  },
});
