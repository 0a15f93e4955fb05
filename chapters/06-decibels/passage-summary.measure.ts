import { at } from '#numerics/list';
import { median } from '#numerics/statistics';
import { each, measurement } from '#report/measurement';
import { passageEvidence } from './passage-evidence.measure.ts';
import { repeatedPassage } from './repeated-passage.measure.ts';

/** Each kind of passage in a row: how many real questions the model had wrong with it, and what it was worth. */
export const passageSummary = measurement({
  id: 'passage-summary',
  needs: { evidence: passageEvidence, twice: repeatedPassage },
  kinds: { rows: { wrong: 'rank', ...each('decibels', 'real', 'invented', 'all') } },
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
    });
    return {
      rows: [
        { passage: 'none', wrong: wrongSide.none, real: null, invented: null, all: null },
        { passage: 'names the right answer', ...once('gold') },
        {
          passage: 'the same, a second copy',
          wrong: seconds.filter(({ kind, after }) => kind === 'real' && after < 0).length,
          real: secondOf('real'),
          invented: secondOf('invented'),
          all: twice.second,
        },
        { passage: 'on another subject', ...once('irrelevant') },
        { passage: 'names the rival', ...once('counterfactual') },
      ],
    };
  },
});
