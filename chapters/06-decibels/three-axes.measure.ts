import { powerToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { compensatedSum } from '#numerics/sum';
import { either, measurement } from '#report/measurement';
import { nextToken } from '../01-logits-logprobs-softmax/next-token.measure.ts';

/** The two lower panels show no fewer powers of ten below the likeliest token. */
const DECADES = 2;
/** The least share that makes a tail worth a warning, and the vocabulary from which on it has thousands of tokens. */
const [HEAVY, THOUSANDS] = [0.01, 2000];
/** Levels that the text speaks of: a hundredth and a millionth of the likeliest token. */
const [HUNDREDTH, MILLIONTH] = [-20, -60];
/** A curve that falls by less than a hundredth of a decibel is level. */
const LEVEL = -0.01;

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
  async measure({ next, lm }) {
    const winner = at(next.top, 0);
    const levelOf = (p: number): number => powerToDecibels(p / winner.probability);
    const curve = next.curve.map((point) => ({
      rank: Number(point.rank),
      probability: Number(point.probability),
      level: levelOf(point.probability),
    }));
    const firstBelow = (level: number) => curve.find((point) => point.level < level)?.rank ?? null;
    const small = firstBelow(HUNDREDTH);
    let head = curve.filter((point) => point.rank < (small ?? 0)).map((point) => point.probability);
    // The curve leaves out ranks when there are many.
    if (small !== null && head.length !== small - 1) {
      const { logits } = await lm.next(lm.encode(next.prompt));
      head = lm.top(logits, small - 1).map(({ logprob }) => Math.exp(logprob));
    }
    const together = 1 - compensatedSum(head);
    const levels = curve.map(({ level }) => level).filter(Number.isFinite);
    const decades = Math.max(DECADES, Math.ceil(-Math.min(...levels) / 10));
    const lowest = Math.max(winner.probability / pow(10, decades), Number.MIN_VALUE);
    return {
      prompt: next.prompt,
      vocabularySize: next.vocabularySize,
      winner: { text: winner.text, probability: winner.probability },
      least: { probability: next.least.probability, level: levelOf(next.least.probability) },
      curve,
      belowHundredth: { rank: small, together },
      tail:
        together < HEAVY ? ('light' as const) : either(next.vocabularySize > THOUSANDS, 'thousands', 'heavy'),
      belowMillionth: { rank: firstBelow(MILLIONTH) },
      shape: either(levelOf(next.least.probability) > LEVEL, 'level', 'falling'),
      limits: { probability: [lowest, 1], level: [-10 * decades, levelOf(1)] },
    };
  },
});
