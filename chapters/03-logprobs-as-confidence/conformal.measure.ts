import { at } from '#numerics/list';
import { seededRandom, seededShuffle } from '#numerics/seeded-random';
import { softmax } from '#numerics/softmax';
import { mean } from '#numerics/sum';
import { each, measurement, statisticOf } from '#report/measurement';
import { factScores, TEST_ITEMS } from './fact-scores.measure.ts';
import { aboutOf, RELATION_NAMES } from './facts.ts';

const MISSED = 0.1;
const SPLITS = 300;

/**
 * Split conformal sets of the listed answers: all whose share reaches a limit that at least nine in ten right answers to
 * the questions of the other half reach.
 */
export const conformalSets = measurement({
  id: 'conformal-sets',
  needs: { scores: factScores },
  kinds: {
    ...each('exact', 'promised', 'splits'),
    // An item that changes sides does so in few of the splits.
    ...each(each(statisticOf(TEST_ITEMS), 'covered', 'size'), 'rows', 'worst'),
    ...each(statisticOf(TEST_ITEMS / 2), 'least', 'most'),
  },
  async measure({ scores }) {
    const items = scores.items.map(({ relation, answers }) => ({
      relation,
      shares: [...softmax(answers.map(({ sum }) => sum))],
    }));
    const half = Math.floor(items.length / 2);
    const random = seededRandom(17);
    const splits = Array.from({ length: SPLITS }, () => {
      const shuffled = seededShuffle(items, random);
      const ofRight = shuffled.slice(0, half).map(({ shares }) => at(shares, 0));
      const limit = at(
        ofRight.sort((a, b) => a - b),
        Math.floor(MISSED * (half + 1)) - 1,
      );
      return shuffled.slice(half).map(({ relation, shares }) => ({
        relation,
        covered: Number(at(shares, 0) >= limit),
        size: shares.filter((share) => share >= limit).length,
      }));
    });
    const rowOf = (name: string, sets: (typeof splits)[number]) => ({
      name,
      covered: mean(sets.map(({ covered }) => covered)),
      size: mean(sets.map(({ size }) => size)),
    });
    const all = splits.flat();
    const ofKind = (name: string) => all.filter(({ relation }) => relation === name);
    const kinds = RELATION_NAMES.map((name) => rowOf(aboutOf(name), ofKind(name)));
    const ofSplits = splits.map((sets) => rowOf('', sets).covered);
    return {
      promised: 1 - MISSED,
      splits: SPLITS,
      rows: [rowOf('all', all), ...kinds],
      worst: at(
        [...kinds].sort((a, b) => a.covered - b.covered),
        0,
      ),
      least: Math.min(...ofSplits),
      most: Math.max(...ofSplits),
    };
  },
});
