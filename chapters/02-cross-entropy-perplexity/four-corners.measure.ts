import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { median } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { wordsBefore } from './lists.ts';
import { candidates, ownTexts } from './texts.measure.ts';

const CORNERS = [
  'surer, not surprised',
  'surer, surprised',
  'less sure, not surprised',
  'less sure, surprised',
];
const NAMED = 3;
const WORD = /^\s?\p{L}{3,}$/u;

/** First the points that lie farthest in the direction of a corner, both ways counted in ranks among all points. */
function farthestFirst<Point extends { readonly entropy: number; readonly surprisal: number }>(
  points: readonly Point[],
  lessSure: boolean,
  surprised: boolean,
): Point[] {
  const places = (value: (point: Point) => number) => {
    const order = [...points].sort((a, b) => value(a) - value(b));
    return new Map(order.map((point, place) => [point, place]));
  };
  const byEntropy = places((point) => point.entropy);
  const bySurprisal = places((point) => point.surprisal);
  const reach = (point: Point) =>
    (lessSure ? 1 : -1) * (byEntropy.get(point) ?? 0) + (surprised ? 1 : -1) * (bySurprisal.get(point) ?? 0);
  return [...points].sort((a, b) => reach(b) - reach(a));
}

export const fourCorners = measurement({
  id: 'four-corners',
  needs: { own: ownTexts, thought: candidates },
  kinds: {
    tokens: 'exact',
    ...each('nats', 'medianEntropy', 'medianSurprisal', 'meanEntropy', 'meanSurprisal'),
    excess: { mean: 'nats', low: 'nats', high: 'nats' },
    points: { entropy: 'nats', surprisal: 'nats' },
    corners: {
      tokens: 'rank',
      firstGuesses: 'rank',
      named: { entropy: 'nats', surprisal: 'nats', probability: 'probability', rank: 'rank' },
    },
    ...each('rank', 'rightButUnsure', 'firstGuesses', 'sure', 'sureButWrong'),
  },
  async measure({ own, thought }) {
    const points = own.harbour.map(({ text, logprob, entropy, rank }, index) => ({
      text,
      before: wordsBefore(own.harbour, index, 4),
      entropy,
      surprisal: -logprob,
      probability: Math.exp(logprob),
      rank,
    }));
    type Point = (typeof points)[number];
    const medianEntropy = median(points.map((point) => point.entropy));
    const medianSurprisal = median(points.map((point) => point.surprisal));
    const isLessSure = (point: Point) => point.entropy > medianEntropy;
    const isSurprised = (point: Point) => point.surprisal > medianSurprisal;
    const taken = new Set<string>();
    const corners = CORNERS.map((name) => {
      const lessSure = name.startsWith('less sure');
      const surprised = !name.endsWith('not surprised');
      const inside = points.filter(
        (point) => isLessSure(point) === lessSure && isSurprised(point) === surprised,
      );
      const farthest = farthestFirst(points, lessSure, surprised).filter((point) => inside.includes(point));
      const whole = farthest.filter((point) => WORD.test(point.text) && !taken.has(point.text));
      const words = whole.length > 0 ? whole : farthest;
      const distinct: Point[] = [];
      for (const word of words) {
        if (distinct.length === NAMED) break;
        if (!taken.has(word.text)) distinct.push(word);
        taken.add(word.text);
      }
      return {
        name,
        tokens: inside.length,
        firstGuesses: inside.filter((point) => point.rank === 1).length,
        named: distinct,
      };
    });
    const right = points.filter((point) => point.rank === 1);
    const sure = points.filter((_, index) => at(at(thought.places, index).probabilities, 0) > 0.5);
    const differences = points.map((point) => point.surprisal - point.entropy);
    const interval = meanInterval(differences, { random: seededRandom(6).next });
    const halves = [isLessSure, isSurprised].map((isAbove) => points.filter(isAbove).length);
    const areTied = halves.some((above) => above < points.length / 4);
    const verdict: 'above' | 'below' | 'zero inside' =
      interval.low > 0 ? 'above' : interval.high < 0 ? 'below' : 'zero inside';
    return {
      tokens: points.length,
      medianEntropy,
      medianSurprisal,
      meanEntropy: mean(points.map((point) => point.entropy)),
      meanSurprisal: mean(points.map((point) => point.surprisal)),
      excess: {
        mean: mean(differences),
        ...interval,
        verdict,
        size: either(mean(differences) < 1, 'a little', 'far'),
      },
      medians: either(areTied, 'tied', 'halves'),
      points: points.map(({ text, entropy, surprisal, rank }) => ({
        text,
        entropy,
        surprisal,
        guess: rank === 1 ? 'the first guess came' : 'another token came',
      })),
      corners,
      rightButUnsure: right.filter((point) => point.probability < 0.5).length,
      firstGuesses: right.length,
      sure: sure.length,
      sureButWrong: sure.filter((point) => point.rank !== 1).length,
    };
  },
});
