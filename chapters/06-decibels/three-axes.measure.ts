import { powerToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { compensatedSum } from '#numerics/sum';
import { measurement } from '#report/measurement';
import { nextToken } from '../01-logits-logprobs-softmax/next-token.measure.ts';

/** Powers of ten that the two lower panels show below the likeliest token. */
const DECADES = 17;
/** Levels that the text speaks of: a hundredth and a millionth of the likeliest token. */
const [HUNDREDTH, MILLIONTH] = [-20, -60];

export const probabilityLevels = measurement({
  id: 'probability-levels',
  needs: { next: nextToken },
  kinds: {
    vocabularySize: 'exact',
    winner: { probability: 'probability' },
    least: { probability: 'probability', level: 'decibels' },
    curve: { rank: 'exact', probability: 'probability', level: 'decibels' },
    belowHundredth: { rank: 'rank', together: 'probability' },
    belowMillionth: { rank: 'rank' },
    limits: { probability: 'probability', level: 'decibels' },
  },
  async measure({ next }) {
    const winner = at(next.top, 0);
    const levelOf = (p: number): number => powerToDecibels(p / winner.probability);
    const curve = next.curve.map((point) => ({
      rank: Number(point.rank),
      probability: Number(point.probability),
      level: levelOf(point.probability),
    }));
    const firstBelow = (level: number): number => {
      const found = curve.find((point) => point.level < level);
      if (!found) throw new RangeError(`no token is ${level} dB below the likeliest`);
      return found.rank;
    };
    const small = firstBelow(HUNDREDTH);
    const head = curve.filter((point) => point.rank < small);
    if (head.length !== small - 1) throw new RangeError(`the curve leaves out ranks above ${small}`);
    return {
      prompt: next.prompt,
      vocabularySize: next.vocabularySize,
      winner: { text: winner.text, probability: winner.probability },
      least: { probability: next.least.probability, level: levelOf(next.least.probability) },
      curve,
      belowHundredth: { rank: small, together: 1 - compensatedSum(head.map((point) => point.probability)) },
      belowMillionth: { rank: firstBelow(MILLIONTH) },
      limits: { probability: [winner.probability / 10 ** DECADES, 1], level: [-10 * DECADES, levelOf(1)] },
    };
  },
});
