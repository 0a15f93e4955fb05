import { at } from '#numerics/list';
import { plusAll } from '#numerics/semiring';
import { logSemiring, probabilitySemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';

const LOOPS = [0.3, 0.5, 0.9];
export const ROUNDS = 12;
const CONTEXT = 'This is';
const WORD = ' very';
const REPEATS = 8;
/** Rounds that differ by fewer nats are alike. */
const SAME = 0.005;

/** ln(1 + p + p² + … + pⁿ) for n = 0 … ROUNDS, a round at a time. */
function partialSums(p: number): number[] {
  const powers = Array.from({ length: ROUNDS + 1 }, (_, n) => (n === 0 ? logSemiring.one : n * Math.log(p)));
  return powers.map((_, n) => plusAll(logSemiring, powers.slice(0, n + 1)));
}

/** What asking for an impossible closure says. */
function refusal(p: number): string {
  try {
    return String(probabilitySemiring.closure?.(p));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const loops = measurement({
  id: 'loops',
  kinds: {
    sums: { p: 'exact', rounds: 'exact', sum: 'float64' },
    closures: { ...each('exact', 'p', 'exit'), ...each('float64', 'closure', 'again', 'log', 'through') },
    half: 'float64',
    ...each({ round: 'exact', logprob: 'nats', probability: 'probability' }, 'repeats', 'first', 'last'),
    ...each('probability', 'lowest', 'highest'),
  },
  async measure({ lm }) {
    const word = lm.encode(WORD);
    const many = Array.from({ length: REPEATS }, () => word).flat();
    const { tokens } = await lm.score(many, lm.encode(CONTEXT), { entropies: false });
    const repeats = Array.from({ length: REPEATS }, (_, index) => {
      const round = tokens.slice(index * word.length, (index + 1) * word.length);
      const nats = round.reduce((sum, { logprob }) => sum + (logprob ?? Number.NaN), 0);
      return { round: index + 1, logprob: nats, probability: Math.exp(nats) };
    });
    const logprobs = repeats.map(({ logprob }) => logprob);
    const [lowest, highest] = [Math.min(...logprobs), Math.max(...logprobs)];
    const moves = logprobs.slice(1).map((logprob, index) => Math.sign(logprob - at(logprobs, index)));
    return {
      sums: LOOPS.flatMap((p) => partialSums(p).map((sum, rounds) => ({ p, rounds, sum }))),
      closures: LOOPS.map((p) => {
        const closure = probabilitySemiring.closure?.(p) ?? Number.NaN;
        const exit = Number((1 - p).toFixed(12)); // 0.1 and not 0.0999…
        const log = logSemiring.closure?.(Math.log(p)) ?? Number.NaN;
        return { p, closure, again: closure - 1, log, exit, through: closure * exit };
      }),
      refusal: refusal(1),
      half: logSemiring.closure?.(Math.log(0.5)) ?? Number.NaN,
      word: WORD,
      context: CONTEXT,
      repeats,
      rounds:
        highest - lowest < SAME
          ? ('all alike' as const)
          : either(new Set(moves).size === 1, 'one way', 'to and fro'),
      lowest: Math.exp(lowest),
      highest: Math.exp(highest),
      first: at(repeats, 0),
      last: at(repeats, repeats.length - 1),
    };
  },
});
