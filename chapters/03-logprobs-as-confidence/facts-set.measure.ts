import { at } from '#numerics/list';
import { wilsonInterval } from '#numerics/wilson';
import { statisticOf } from '#report/kind';
import { measurement } from '#report/measurement';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { RELATION_NAMES, RELATIONS } from './facts.ts';

/** No relation has fewer test items than this. */
const SMALLEST_GROUP = 21;

const CHANCE = 0.25;

export const factAccuracy = measurement({
  id: 'fact-accuracy',
  needs: { scores: factScores },
  kinds: {
    relations: {
      about: 'exact',
      n: 'exact',
      right: 'rank',
      accuracy: statisticOf(SMALLEST_GROUP),
      low: statisticOf(SMALLEST_GROUP),
      high: statisticOf(SMALLEST_GROUP),
    },
    dev: statisticOf(100),
    test: {
      right: 'rank',
      accuracy: statisticOf(TEST_ITEMS),
      low: statisticOf(TEST_ITEMS),
      high: statisticOf(TEST_ITEMS),
    },
    chance: 'float64',
    likeGuesses: 'exact',
    anyGuess: 'exact',
    apart: 'exact',
    varied: 'exact',
  },
  async measure({ scores }) {
    const rows = judged(scores.items, 'test');
    const share = (outcomes: readonly boolean[]) => {
      const right = outcomes.filter(Boolean).length;
      return { right, accuracy: right / outcomes.length, ...wilsonInterval(right, outcomes.length) };
    };
    const relations = RELATION_NAMES.map((name) => {
      const outcomes = rows.filter(({ item }) => item.relation === name).map(({ right }) => right);
      return { about: RELATIONS[name].about as string, n: outcomes.length, ...share(outcomes) };
    });
    relations.sort((one, other) => other.accuracy - one.accuracy);
    const likeGuesses = relations.filter(({ low, high }) => low <= CHANCE && CHANCE <= high);
    const anyGuess: 'yes' | 'no' = likeGuesses.length > 0 ? 'yes' : 'no';
    const apart: 'yes' | 'no' =
      at(relations, 0).low > at(relations, relations.length - 1).high ? 'yes' : 'no';
    return {
      relations,
      likeGuesses: likeGuesses.map(({ about }) => about),
      anyGuess,
      apart,
      varied: rows.filter(({ item }) => item.lengths === 'varied').length,
      dev: share(judged(scores.items, 'dev').map(({ right }) => right)).accuracy,
      test: share(rows.map(({ right }) => right)),
      chance: CHANCE,
    };
  },
});
