import { at } from '#numerics/list';
import { either, measurement, statisticOf } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { factScores, judged, TEST_ITEMS } from './fact-scores.measure.ts';
import { aboutOf, RELATION_NAMES } from './facts.ts';
import { interval, rightOf, shareRight } from './statistics.ts';

/** No relation has fewer test items than this. */
export const SMALLEST_GROUP = 21;
/** How often a blind guess among four is right. */
export const CHANCE = 0.25;
/** From this share of ties on, what confidence tells is mostly where they are. */
export const MANY_TIES = 0.1;

export const factAccuracy = measurement({
  id: 'fact-accuracy',
  needs: { scores: factScores },
  kinds: {
    relations: { n: 'exact', right: 'rank' },
    test: { right: 'rank', ...interval('accuracy', statisticOf(TEST_ITEMS)) },
    chance: 'float64',
    tied: 'rank',
  },
  async measure({ lm, scores }) {
    const rows = judged(scores.items, 'test');
    const relations = RELATION_NAMES.map((name) => {
      const own = rows.filter(({ item }) => item.relation === name);
      const { prompt, answers } = at(own, 0).item;
      return {
        about: aboutOf(name),
        prompt,
        rightAnswer: at(answers, 0).text,
        wrongAnswer: at(answers, 1).text,
        n: own.length,
        right: rightOf(own).filter(Boolean).length,
      };
    });
    const tied = rows.filter((row) => row.tied).length;
    return {
      relations: relations.sort((one, other) => other.right / other.n - one.right / one.n),
      test: shareRight(rightOf(rows)),
      tied,
      ties: tied > MANY_TIES * rows.length ? ('many' as const) : either(tied > 0, 'some', 'none'),
      known: either(isEmbedded(lm), 'embedded', 'another'),
      chance: CHANCE,
    };
  },
});
