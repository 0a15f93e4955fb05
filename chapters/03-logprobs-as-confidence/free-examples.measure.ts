import { either, measurement } from '#report/measurement';
import { freeAnswers } from './free-answers.measure.ts';

const SHOWN = { right: 3, wrong: 5 };

interface Said {
  readonly answer: string;
}

/** A sum over no tokens is zero, which would pass for certainty. */
export const hasWords = ({ answer }: Said): boolean => answer !== '';

/** The surest free answers. Those without words come last, and have no sum. */
export const freeExamples = measurement({
  id: 'free-examples',
  needs: { free: freeAnswers },
  kinds: { rows: { sum: 'nats' }, wordless: 'rank' },
  async measure({ free }) {
    const surest = [...free.rows].sort(
      (one, other) => Number(hasWords(other)) - Number(hasWords(one)) || other.sum - one.sum,
    );
    const first = (verdict: 'right' | 'wrong') =>
      surest.filter((row) => row.verdict === verdict).slice(0, SHOWN[verdict]);
    const rows = [...first('right'), ...first('wrong')];
    const verdicts = new Set(rows.filter(hasWords).map(({ verdict }) => verdict));
    return {
      rows: rows.map(({ prompt, answer, sum, verdict }) => ({
        prompt,
        answer,
        sum: hasWords({ answer }) ? sum : null,
        verdict: either(verdict === 'right', 'right', 'wrong'),
      })),
      wordless: free.rows.filter((row) => !hasWords(row)).length,
      shown: either(rows.length === SHOWN.right + SHOWN.wrong, 'three and five', 'fewer'),
      wordlessShown: either(rows.every(hasWords), 'none', 'some'),
      surest:
        verdicts.size === 0 ? ('no words' as const) : either(verdicts.size === 1, 'one kind', 'both kinds'),
    };
  },
});
