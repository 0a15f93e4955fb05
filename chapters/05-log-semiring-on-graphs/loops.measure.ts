import { graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { pathTotals } from '#numerics/path-totals';
import { expectationSemiring, probabilitySemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { sumAt } from './graphs.ts';

const POINT = 0.6;
const WON = 'game';
const LOST = 'lost';
/** A game of tennis at deuce: who is two points ahead has it. */
export const DEUCE = graphOf(
  (
    [
      ['deuce', 'ahead', 'behind'],
      ['ahead', WON, 'deuce'],
      ['behind', 'deuce', LOST],
    ] as const
  ).flatMap(([from, up, down]) => [
    { from, to: up as string, weight: POINT },
    // 0.4 and not 0.40000000000000002.
    { from, to: down as string, weight: Number((1 - POINT).toFixed(12)) },
  ]),
);

const CONTEXT = 'This is';
const WORD = ' very';
const REPEATS = 8;
/** Rounds that differ by fewer nats are alike. */
const SAME = 0.005;

/** How the log-probabilities of rounds develop. */
export function courseOf(logprobs: readonly number[]) {
  const steps = logprobs.slice(1).map((logprob, index) => logprob - at(logprobs, index));
  const overall = at(logprobs, logprobs.length - 1) - at(logprobs, 0);
  if (Math.max(...logprobs) - Math.min(...logprobs) < SAME) return 'all alike' as const;
  if (overall > SAME && steps.every((step) => step > -SAME)) return 'rising' as const;
  return either(overall < -SAME && steps.every((step) => step < SAME), 'falling', 'up and down');
}

/** What asking for the total of a cycle that nobody leaves says. */
export function refusal(): string {
  const forever = graphOf([
    { from: 'deuce', to: 'ahead', weight: 1 },
    { from: 'ahead', to: 'deuce', weight: 1 },
  ]);
  try {
    pathTotals(forever, probabilitySemiring, ({ weight }) => weight, 'deuce');
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'nothing';
}

export const loops = measurement({
  id: 'loops',
  kinds: {
    point: 'exact',
    edges: { weight: 'exact' },
    ...each('float64', 'won', 'visits', 'points'),
    ...each({ round: 'exact', logprob: 'nats', probability: 'probability' }, 'repeats', 'first', 'last'),
  },
  async measure({ lm }) {
    const totals = pathTotals(DEUCE, probabilitySemiring, ({ weight }) => weight, 'deuce');
    // Each step is a point played, so the average over all paths is the length of the game.
    const lengths = pathTotals(
      DEUCE,
      expectationSemiring,
      ({ weight }) => ({ p: weight, r: weight }),
      'deuce',
    );
    const word = lm.encode(WORD);
    const many = Array.from({ length: REPEATS }, () => word).flat();
    const { tokens } = await lm.score(many, lm.encode(CONTEXT), { entropies: false });
    const repeats = Array.from({ length: REPEATS }, (_, index) => {
      const round = tokens.slice(index * word.length, (index + 1) * word.length);
      const logprob = round.reduce((sum, token) => sum + (token.logprob ?? Number.NaN), 0);
      return { round: index + 1, logprob, probability: Math.exp(logprob) };
    });
    const logprobs = repeats.map(({ logprob }) => logprob);
    return {
      point: POINT,
      edges: DEUCE.edges.map(({ from, to, weight }) => ({ from, to, weight })),
      won: totals.get(WON) ?? Number.NaN,
      visits: totals.get('deuce') ?? Number.NaN,
      points: sumAt(expectationSemiring, lengths, [WON, LOST]).r,
      refusal: refusal(),
      context: CONTEXT,
      word: WORD,
      repeats,
      rounds: courseOf(logprobs),
      first: at(repeats, 0),
      last: at(repeats, repeats.length - 1),
    };
  },
});
