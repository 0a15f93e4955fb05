import { powerToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { compensatedSum } from '#numerics/sum';
import { either, measurement } from '#report/measurement';
import { nextToken } from '../01-logits-logprobs-softmax/next-token.measure.ts';

/** The two lower panels show no fewer powers of ten below the likeliest token. */
const DECADES = 2;
/** The least share that makes a tail worth a warning, and the vocabulary from which on it has thousands of tokens. */
const [HEAVY, THOUSANDS] = [0.01, 2000];
/** Parts of the winner's probability: below the first a line lies within three pixels of the floor. */
const [UNSEEN, MILLIONTH] = [0.02, 1e-6];
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
    unseen: { rank: 'rank', together: 'probability' },
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
    // The curve leaves out ranks, so the borders are looked for among all of them.
    const { logits } = await lm.next(lm.encode(next.prompt));
    const all = softmax(logits).sort().reverse();
    const firstBelow = (part: number) => {
      const found = all.findIndex((p) => p < part * at(all, 0));
      return found < 0 ? null : found + 1;
    };
    const unseen = firstBelow(UNSEEN);
    const together = unseen === null ? 0 : compensatedSum(all.slice(unseen - 1));
    const levels = curve.map(({ level }) => level).filter(Number.isFinite);
    const decades = Math.max(DECADES, Math.ceil(-Math.min(...levels) / 10));
    const lowest = Math.max(winner.probability * Number(`1e-${decades}`), Number.MIN_VALUE);
    return {
      prompt: next.prompt,
      vocabularySize: next.vocabularySize,
      winner: { text: winner.text, probability: winner.probability },
      least: { probability: next.least.probability, level: levelOf(next.least.probability) },
      curve,
      unseen: { rank: unseen, together },
      tail:
        together < HEAVY ? ('light' as const) : either(next.vocabularySize > THOUSANDS, 'thousands', 'heavy'),
      belowMillionth: { rank: firstBelow(MILLIONTH) },
      shape: either(levelOf(next.least.probability) > LEVEL, 'level', 'falling'),
      limits: { probability: [lowest, 1], level: [-10 * decades, levelOf(1)] },
    };
  },
});
