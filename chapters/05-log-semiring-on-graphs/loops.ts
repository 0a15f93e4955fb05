import { choose, claim, code, curious, prose, section } from '#report';
import { cite, codeText, equation, given, math, probability, real, term, text, token } from '#report/values';
import { loops } from './loops.measure.ts';

const TWO = { digits: 2 } as const;

export const loopsSection = section({
  id: 'loops',
  title: prose`Round and round`,
  needs: { m: loops },
  write({ m }) {
    return [
      prose`A tennis game at deuce is won by whoever gets two points ahead. The better player wins each point with a
        probability of ${given(m.point)}. From deuce she may get ahead and win, or be caught and start again: a graph with
        cycles, and endlessly many paths.

        Endless sums can have an end. Ahead and caught, or behind and level again: a return to deuce has the probability
        ${math`p = 2 \cdot 0.6 \cdot 0.4`}. There may be none, or one, or two, so what leads out of deuce is multiplied by the ${term('closure')} of
        ${math`p`}:`,
      equation`p^* = 1 + p + p^2 + \cdots = \frac{1}{1 - p}`,
      prose`\`pathTotals\` does this for any cycle. It allows one node after another as a stop on the way, as Floyd and
        Warshall do for shortest paths, and each time closes the loops there. In other semirings the same function finds shortest paths, whatever can be reached, the regular expression of an
        automaton, and the solution of linear equations (${cite('oconnor-2011')}).

        She wins the game with a probability of ${probability(m.won, TWO)}. Deuce is visited ${real(m.visits, TWO)} times on average: on a cycle a
        total can be more than one, as it counts visits. And the expectation semiring, told that each edge is a point
        played, finds ${real(m.points, TWO)} points to a game. Where the sum has no end, because nobody ever gets out, the function
        says so: “${codeText(m.refusal)}”.`,
      curious(prose`How does one function go round every cycle?`, [
        prose`It is the star of the matrix of steps, ${math`A^* = I \oplus A \oplus A^2 \oplus \cdots`}. For probabilities that is
          the inverse of ${math`I - A`}, and the loop below is Gauss–Jordan elimination; with ${math`\min`} and
          ${math`+`} it is Floyd–Warshall.`,
        code('#numerics/matrix-star', 'matrix-star'),
      ]),
      prose`Would “very, very, very good” be such a loop in a language model? ${choose(m.rounds, {
        changing: prose`Only if each round had the same probability. After “${text(m.context)}” the model gives ${token(m.word)}
          ${probability(m.first.probability, TWO)} the first time, and ${probability(m.last.probability, TWO)} the eighth. ${claim(
            m.last.logprob,
            m.first.logprob,
            {
              greater: prose`The more often it has said so, the surer it is to say it again.`,
              less: prose`Having said it makes it less likely.`,
              tooClose: prose`In between it is another one.`,
            },
          )} It remembers.`,
        'all alike': prose`Only if each round had the same probability. Here it has: after “${text(m.context)}” the model gives
          ${token(m.word)} ${probability(m.first.probability, TWO)} the first time, and as much the eighth. That is not so in
          general: a model remembers.`,
      })}`,
    ];
  },
});
