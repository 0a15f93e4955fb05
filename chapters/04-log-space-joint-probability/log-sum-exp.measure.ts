import { at } from '#numerics/list';
import { logAddExp } from '#numerics/log-add-exp';
import { logMeanExp } from '#numerics/log-mean-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { endings } from './endings.measure.ts';

/** Two endings of which neither begins the other, so that they are mutually exclusive. */
const EITHER = ['bread', 'fish'];
const FAR_BELOW = [-1000, -1001];
/** Chosen probabilities: of a kind of message, and of two words in it. */
const SPAM = [0.4, 0.05, 0.1];
const HAM = [0.6, 0.01, 0.04];

const logOfProduct = (factors: readonly number[]) =>
  factors.reduce((sum, factor) => sum + Math.log(factor), 0);

/** Sums of probabilities: of one ending or another, and over wordings of a question. */
export const sumsInUse = measurement({
  id: 'log-space-in-use',
  needs: { found: endings },
  kinds: {
    ...each('nats', 'whole', 'wholeOther', 'added', 'together', 'or', 'neither'),
    ...each('nats', 'mean', 'meanOfLogs'),
    example: { values: 'exact', sum: 'float64' },
    spam: 'float64',
  },
  async measure({ found }) {
    const [larger, smaller] = EITHER.map((name) => found.rows.find(({ text }) => text === name))
      .filter((row) => row !== undefined)
      .toSorted((a, b) => b.sum - a.sum);
    const [one, other] = [larger?.sum ?? Number.NaN, smaller?.sum ?? Number.NaN];
    const [whole, wholeOther] = [found.before + one, found.before + other];
    const or = logAddExp(one, other);
    const totals = found.wordings.map(({ own }) => own);
    const kinds = [SPAM, HAM].map(logOfProduct);
    return {
      names: [larger?.text ?? '', smaller?.text ?? ''],
      whole,
      wholeOther,
      added: Math.log1p(Math.exp(other - one)),
      together: logAddExp(whole, wholeOther),
      or,
      neither: log1mExp(Math.min(or, 0)),
      mean: logMeanExp(totals),
      meanOfLogs: mean(totals),
      example: { values: FAR_BELOW, sum: logSumExp(FAR_BELOW) },
      /** The probability that a message with both words is spam, if the words are independent given its kind. */
      spam: Math.exp(at(kinds, 0) - logSumExp(kinds)),
    };
  },
});
