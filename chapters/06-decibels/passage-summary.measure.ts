import { at } from '#numerics/list';
import { median } from '#numerics/statistics';
import { each, measurement } from '#report/measurement';
import { passageEvidence } from './passage-evidence.measure.ts';
import { repeatedPassage } from './repeated-passage.measure.ts';

/** What moves the odds by fewer decibels has moved nothing. */
const NOTHING = 0.01;

/**
 * Each kind of passage in a row: how many real questions the model had wrong with it, what it was worth, and for how
 * many of all questions it spoke for the right answer.
 */
export const passageSummary = measurement({
  id: 'passage-summary',
  needs: { evidence: passageEvidence, twice: repeatedPassage },
  kinds: {
    rows: { ...each('rank', 'wrong', 'towards'), ...each('decibels', 'real', 'invented', 'all') },
    irrelevantTowards: 'rank',
  },
  async measure({ evidence: { rows, wrongSide, real, invented, all }, twice }) {
    const seconds = rows.map(({ kind, none }, i) => {
      const { first, second } = at(twice.rows, i);
      return { kind, second, after: none + first + second };
    });
    const secondOf = (kind: string) =>
      median(seconds.filter((row) => row.kind === kind).map(({ second }) => second));
    const once = (condition: 'gold' | 'irrelevant' | 'counterfactual') => ({
      wrong: wrongSide[condition],
      real: real[condition],
      invented: invented[condition],
      all: all[condition],
      towards: rows.filter((row) => row[condition] > NOTHING).length,
    });
    return {
      irrelevantTowards: once('irrelevant').towards,
      rows: [
        { passage: 'none', wrong: wrongSide.none, real: null, invented: null, all: null, towards: null },
        { passage: 'names the right answer', ...once('gold') },
        {
          passage: 'the same, a second copy',
          wrong: seconds.filter(({ kind, after }) => kind === 'real' && after < 0).length,
          real: secondOf('real'),
          invented: secondOf('invented'),
          all: twice.second,
          towards: twice.further,
        },
        { passage: 'on another subject', ...once('irrelevant') },
        { passage: 'names the rival', ...once('counterfactual') },
      ],
    };
  },
});
