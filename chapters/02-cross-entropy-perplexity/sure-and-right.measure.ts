import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { compensatedSum, mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { wordsBefore } from './lists.ts';
import { candidates, ownTexts } from './texts.measure.ts';

/** How many of the likeliest tokens are drawn beside the one that came. */
const DRAWN = 3;

/** The probability of the first guess above which the model is called sure. */
const SURE = 0.5;

/** The fewest sure places, and unsure ones, of which the shares that are right are compared. */
const FEWEST = 10;

/** Above this share right, sure guesses of a model that is hardly ever unsure are not called meaningless. */
const MEANINGLESS = 0.1;

/** Nats that a surprise differs at least from the one expected, to lie off the line on which both are equal. */
const OFF_LINE = 1e-3;

/** How the cloud of all tokens lies to the line, by how many of them lie above it and below it. */
export function cloudOf(above: number, below: number, all: number) {
  const nearlyAll = 0.9 * all;
  if (above >= nearlyAll) return 'above' as const;
  if (below >= nearlyAll) return 'below' as const;
  return either(all - above - below >= nearlyAll, 'on', 'around');
}

/** What the shares right of sure and unsure guesses tell, of at least one guess each. */
export function trustIn(sure: { places: number; right: number }, unsure: { places: number; right: number }) {
  if (sure.places < FEWEST) return 'hardly sure' as const;
  if (unsure.places < FEWEST)
    return either(sure.right <= MEANINGLESS * sure.places, 'sure for nothing', 'hardly unsure');
  return either(sure.right / sure.places > unsure.right / unsure.places, 'oftener', 'not oftener');
}

const PLACE = { ...each('nats', 'entropy', 'surprisal'), ...each('probability', 'probability', 'best') };

/**
 * Each token of the paragraph by the surprise that the model expected and the one that it received, and two surprises
 * of about the same size: where it was surest of a token that did not come, and where it was unsure anyway.
 */
export const sureAndRight = measurement({
  id: 'sure-and-right',
  needs: { own: ownTexts, thought: candidates },
  kinds: {
    tokens: 'exact',
    ...each('nats', 'meanEntropy', 'meanSurprisal'),
    excess: { mean: 'nats', low: 'nats', high: 'nats' },
    points: { entropy: 'nats', surprisal: 'nats' },
    longest: { entropy: 'nats', surprisal: 'nats' },
    ...each(
      'rank',
      'firstGuesses',
      'sure',
      'sureAndRight',
      'sureButWrong',
      'unsure',
      'rightButUnsure',
      'unsureAndWrong',
    ),
    trust: each(statisticOf(40), 'whereSure', 'whereUnsure'),
    pair: { surest: PLACE, unsure: PLACE, shares: { probability: 'probability' } },
  },
  async measure({ own, thought }) {
    const points = own.harbour.map(({ text, logprob, entropy, rank }, index) => ({
      index,
      text,
      before: wordsBefore(own.harbour, index, 4),
      entropy,
      surprisal: -logprob,
      probability: Math.exp(logprob),
      best: at(at(thought.places, index).probabilities, 0),
      rank,
    }));
    type Point = (typeof points)[number];
    const right = points.filter(({ rank }) => rank === 1);
    const wrong = points.filter(({ rank }) => rank !== 1);
    const sure = points.filter(({ best }) => best > SURE);
    const unsure = points.filter(({ best }) => best <= SURE);
    const rightOf = (places: readonly Point[]) => places.filter(({ rank }) => rank === 1).length;
    const shareOf = (places: readonly Point[]) => rightOf(places) / places.length;
    const differences = points.map(({ entropy, surprisal }) => surprisal - entropy);
    const interval = meanInterval(differences, { random: seededRandom(6).next });

    const first = (places: readonly Point[], cost: (place: Point) => number) =>
      [...places].sort((a, b) => cost(a) - cost(b) || a.index - b.index)[0];
    const surest = first(wrong, ({ best }) => -best);
    // Of the quarter of places where it was least sure.
    const entropies = points.map(({ entropy }) => entropy).sort((a, b) => a - b);
    const least = at(entropies, Math.floor(0.75 * entropies.length));
    const open = wrong.filter((place) => place !== surest && place.entropy >= least);
    const alike = first(open, ({ surprisal }) => Math.abs(surprisal - (surest?.surprisal ?? 0)));

    const placeOf = ({ text, before, entropy, surprisal, probability, best, index }: Point) => {
      return { text, before, entropy, surprisal, probability, best, guess: at(likeliestAt(index), 0).text };
    };
    const likeliestAt = (index: number) => {
      const { likeliest, probabilities } = at(thought.places, index);
      return likeliest.map((text, place) => ({ text, probability: at(probabilities, place) }));
    };
    const sharesAt = ({ index, text, probability }: Point, where: 'surest' | 'unsure') => {
      const above = likeliestAt(index)
        .filter((one) => one.text !== text)
        .slice(0, DRAWN);
      const shown = [...above, { text, probability }];
      const others = Math.max(0, 1 - compensatedSum(shown.map((one) => one.probability)));
      return [
        ...above.map((one) => ({ where, role: 'did not come' as const, ...one })),
        { where, role: 'came' as const, text, probability },
        { where, role: 'all others' as const, text: '', probability: others },
      ];
    };
    return {
      tokens: points.length,
      meanEntropy: mean(points.map(({ entropy }) => entropy)),
      meanSurprisal: mean(points.map(({ surprisal }) => surprisal)),
      excess: {
        mean: mean(differences),
        ...interval,
        verdict: interval.low > 0 ? ('above' as const) : either(interval.high < 0, 'below', 'zero inside'),
      },
      points: points.map(({ entropy, surprisal, rank }) => ({
        entropy,
        surprisal,
        guess: either(rank === 1, 'the first guess came', 'another token came'),
      })),
      longest: {
        entropy: Math.max(...points.map(({ entropy }) => entropy)),
        surprisal: Math.max(...points.map(({ surprisal }) => surprisal)),
      },
      cloud: cloudOf(
        differences.filter((difference) => difference > OFF_LINE).length,
        differences.filter((difference) => difference < -OFF_LINE).length,
        points.length,
      ),
      firstGuesses: right.length,
      sure: sure.length,
      sureAndRight: rightOf(sure),
      sureButWrong: sure.length - rightOf(sure),
      unsure: unsure.length,
      rightButUnsure: rightOf(unsure),
      unsureAndWrong: unsure.length - rightOf(unsure),
      /** How often the first guess came, where the model was sure and where not. */
      trust:
        sure.length > 0 && unsure.length > 0
          ? {
              whereSure: shareOf(sure),
              whereUnsure: shareOf(unsure),
              order: trustIn(
                { places: sure.length, right: rightOf(sure) },
                { places: unsure.length, right: rightOf(unsure) },
              ),
            }
          : null,
      pair:
        surest && alike
          ? {
              surest: placeOf(surest),
              unsure: placeOf(alike),
              /** Whether the model deserves the word where it is surest, and the sizes are alike. */
              kind: either(
                surest.best > SURE &&
                  alike.best <= SURE &&
                  surest.entropy < alike.entropy &&
                  Math.abs(surest.surprisal - alike.surprisal) < 0.5,
                'sure and unsure',
                'neither',
              ),
              shares: [...sharesAt(surest, 'surest'), ...sharesAt(alike, 'unsure')],
            }
          : null,
    };
  },
});
