import { at } from '#numerics/list';
import { either, measurement, statisticOf } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { aboutOf, RELATION_NAMES } from './facts.ts';
import { interval, rightOf, shareRight } from './statistics.ts';

/** No relation has fewer test items than this. */
export const SMALLEST_GROUP = 21;
const CHANCE = 0.25;
/** From this share of ties on, what confidence tells is mostly where they are. */
export const MANY_TIES = 0.1;

export const factAccuracy = measurement({
  id: 'fact-accuracy',
  needs: { scores: factScores },
  kinds: {
    relations: { n: 'exact', right: 'rank', ...interval('accuracy', statisticOf(SMALLEST_GROUP)) },
    dev: statisticOf(100),
    test: { right: 'rank', ...interval('accuracy', statisticOf(TEST_ITEMS)) },
    chance: 'float64',
    tied: 'rank',
    varied: 'exact',
  },
  async measure({ lm, scores }) {
    const rows = judged(scores.items, 'test');
    const relations = RELATION_NAMES.map((name) => {
      const outcomes = rightOf(rows.filter(({ item }) => item.relation === name));
      return { about: aboutOf(name), n: outcomes.length, ...shareRight(outcomes) };
    }).sort((one, other) => other.accuracy - one.accuracy);
    const likeGuesses = relations.filter(({ low, high }) => low <= CHANCE && CHANCE <= high);
    const tied = rows.filter((row) => row.tied).length;
    return {
      relations,
      likeGuesses: likeGuesses.map(({ about }) => about),
      anyGuess: either(likeGuesses.length > 0, 'yes', 'no'),
      apart: either(at(relations, 0).low > at(relations, relations.length - 1).high, 'yes', 'no'),
      varied: rows.filter(({ item }) => item.lengths === 'varied').length,
      dev: shareRight(rightOf(judged(scores.items, 'dev'))).accuracy,
      test: shareRight(rightOf(rows)),
      tied,
      ties: tied > MANY_TIES * rows.length ? ('many' as const) : either(tied > 0, 'some', 'none'),
      known: either(isEmbedded(lm), 'embedded', 'another'),
      chance: CHANCE,
    };
  },
});
