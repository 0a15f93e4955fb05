import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { candidates } from './candidates.measure.ts';
import { logSpaceInUse } from './log-sums.measure.ts';
import { log1mExp, logMeanExp, logSumExp, pick, type rules } from './take-home.ts';

/** What the code to take home makes of the endings, and of the question in other words. */
export const takeHome = measurement({
  id: 'take-home',
  needs: { decision: candidates, wordings: logSpaceInUse },
  kinds: { none: 'nats', mean: 'nats' },
  async measure({ decision, wordings }) {
    const answers = decision.rows.map(({ text, bare }) => {
      const sums = decision.steps.filter(({ answer }) => answer === text).map(({ sum }) => sum);
      // The sums begin with that of no token, 0.
      return { text: ` ${text}`, logprobs: sums.slice(1).map((sum, index) => sum - at(sums, index)), bare };
    });
    const first = (rule: keyof typeof rules) => pick(answers, rule)?.text.trim() ?? 'none';
    // Of two endings of which one begins the other, the shorter covers both.
    const apart = decision.rows.filter(
      (row) => !decision.rows.some((other) => other !== row && row.text.startsWith(other.text)),
    );
    const any = logSumExp(apart.map(({ sum }) => sum));
    return {
      bySum: first('sum'),
      perToken: first('perToken'),
      perByte: first('perByte'),
      byPmi: first('pmi'),
      none: log1mExp(Math.min(any, 0)),
      mean: logMeanExp(wordings.each.map(({ total }) => total)),
    };
  },
});
