import { powerToDecibels } from '#numerics/decibel';
import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { compensatedSum } from '#numerics/sum';
import { measurement } from '#report/measurement';
import { nextToken } from '../01-logits-logprobs-softmax/next-token.measure.ts';

/** Below this part of the winner's probability, a line lies within three pixels of the floor. */
const UNSEEN = 0.02;

/** The probabilities after one prompt, by rank, and as levels below the likeliest token. */
export const probabilityLevels = measurement({
  id: 'probability-levels',
  needs: { next: nextToken },
  kinds: {
    vocabularySize: 'exact',
    winner: { probability: 'probability' },
    least: { probability: 'probability', level: 'decibels' },
    curve: { rank: 'exact', probability: 'probability', level: 'decibels' },
    unseen: { rank: 'rank', together: 'probability' },
  },
  async measure({ next, lm }) {
    const winner = at(next.top, 0);
    const levelled = <Row extends { readonly probability: number }>({ probability }: Row) => ({
      probability,
      level: powerToDecibels(probability / winner.probability),
    });
    // The curve leaves out ranks, so the border is looked for among all of them.
    const { logits } = await lm.next(lm.encode(next.prompt));
    const all = softmax(logits).sort().reverse();
    const seen = all.filter((p) => p >= UNSEEN * at(all, 0)).length;
    return {
      model: lm.id.split('/').at(-1) ?? lm.id,
      prompt: next.prompt,
      vocabularySize: next.vocabularySize,
      winner: { text: winner.text, probability: winner.probability },
      least: levelled(next.least),
      // A logarithm has no place for zero.
      curve: next.curve
        .filter(({ probability }) => probability > 0)
        .map((point) => ({ rank: point.rank, ...levelled(point) })),
      unseen: { rank: seen + 1, together: compensatedSum(all.slice(seen)) },
    };
  },
});
