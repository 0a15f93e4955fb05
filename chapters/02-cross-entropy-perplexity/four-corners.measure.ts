import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { quantile } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import { measurement } from '#report/measurement';
import { candidates } from './candidates.measure.ts';
import { ownTexts } from './texts.measure.ts';

const CORNERS: readonly string[] = [
  'surer, not surprised',
  'surer, surprised',
  'less sure, not surprised',
  'less sure, surprised',
];

const NAMED = 3;

const WORD = /^\s?\p{L}{3,}$/u;

const WORDS_BEFORE = 4;

const SEED = 6;

interface Point {
  readonly text: string;
  readonly before: string;
  readonly entropy: number;
  readonly surprisal: number;
  readonly probability: number;
  readonly rank: number;
}

function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** How far a point lies in the direction of a corner, both ways counted in ranks among all points. */
function farthestFirst(points: readonly Point[], lessSure: boolean, surprised: boolean): Point[] {
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
    medianEntropy: 'nats',
    medianSurprisal: 'nats',
    meanEntropy: 'nats',
    meanSurprisal: 'nats',
    excess: { mean: 'nats', low: 'nats', high: 'nats', verdict: 'exact' },
    points: { text: 'exact', entropy: 'nats', surprisal: 'nats', guess: 'exact' },
    corners: {
      name: 'exact',
      tokens: 'rank',
      firstGuesses: 'rank',
      named: {
        text: 'exact',
        before: 'exact',
        entropy: 'nats',
        surprisal: 'nats',
        probability: 'probability',
        rank: 'rank',
      },
    },
    rightButUnsure: 'rank',
    firstGuesses: 'rank',
    sure: 'rank',
    sureButWrong: 'rank',
  },
  async measure({ own, thought }) {
    const points: Point[] = own.harbour.map(({ text, logprob, entropy, rank: place }, index) => ({
      text,
      before: own.harbour
        .slice(Math.max(0, index - WORDS_BEFORE), index)
        .map((one) => one.text)
        .join(''),
      entropy,
      surprisal: -logprob,
      probability: Math.exp(logprob),
      rank: place,
    }));
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
      const words = farthestFirst(points, lessSure, surprised).filter(
        (point) => inside.includes(point) && WORD.test(point.text),
      );
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
    const interval = meanInterval(differences, { random: seededRandom(SEED).next });
    const verdict: 'above' | 'below' | 'zero inside' =
      interval.low > 0 ? 'above' : interval.high < 0 ? 'below' : 'zero inside';
    return {
      tokens: points.length,
      medianEntropy,
      medianSurprisal,
      meanEntropy: mean(points.map((point) => point.entropy)),
      meanSurprisal: mean(points.map((point) => point.surprisal)),
      excess: { mean: mean(differences), ...interval, verdict },
      points: points.map(({ text, entropy, surprisal, rank: place }) => ({
        text,
        entropy,
        surprisal,
        guess: place === 1 ? 'the first guess came' : 'another token came',
      })),
      corners: corners.map(({ named: words, ...corner }) => ({
        ...corner,
        named: words.map((word) => ({ ...word })),
      })),
      rightButUnsure: right.filter((point) => point.probability < 0.5).length,
      firstGuesses: right.length,
      sure: sure.length,
      sureButWrong: sure.filter((point) => point.rank !== 1).length,
    };
  },
});
