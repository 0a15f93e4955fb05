import { choose, code, curious, figure, prose, section } from '#report';
import {
  cite,
  codeText,
  equation,
  given,
  math,
  probability,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import { drawnInRow } from './drawing.ts';
import { loops } from './loops.measure.ts';

export const loopsSection = section({
  id: 'loops',
  title: prose`Round and round`,
  needs: { m: loops },
  write({ m }) {
    const bothEnds = prose`Only if each round had the same probability. After “${text(m.context)}” the model gives ${token(m.word)}
      ${probability(m.first.probability, 2)} the first time, and ${probability(m.last.probability, 2)} the eighth`;
    return [
      prose`A tennis game at deuce is won by whoever gets two points ahead. The better player wins each point with a
        probability of ${given(m.point)}. From deuce she may get ahead and win, or be caught and start again: a graph with
        cycles (${ref('deuce-drawn')}), and endlessly many paths.`,
      figure({
        id: 'deuce-drawn',
        caption: prose`A game at deuce. On each arrow, its probability: to the right she wins a point, to the left she loses one.`,
        alt: prose`Five places in a row: lost, behind, deuce, ahead, game. Arrows lead from deuce to ahead and from there to
          game, from deuce to behind and from there to lost, and from ahead and behind back to deuce.`,
        ...drawnInRow(['lost', 'behind', 'deuce', 'ahead', 'game'], m.edges),
      }),
      prose`Ahead and caught, or behind and level again: a return to deuce has the probability
        ${math`p = 2 \cdot 0.6 \cdot 0.4`}. There may be none, or one, or two, so what leads out of deuce is multiplied by the ${term('closure')} of
        ${math`p`}:`,
      equation`p^* = 1 + p + p^2 + \cdots = \frac{1}{1 - p}`,
      prose`For ${math`0 \le p < 1`} the sum is finite. For a whole graph, write ${math`A`} for the matrix of single steps. ${math`A^2`}, multiplied with ⊗ and ⊕, holds all ways of two steps, ${math`A^3`} of three, so
        ${math`A^* = I \oplus A \oplus A^2 \oplus \cdots`} holds all ways. Let ${math`w_{ij}`} be the total of all ways from ${math`i`} to ${math`j`} so far, at first ${math`w = A`}. Take each node in turn as
        stopover ${math`k`}: a new way goes from ${math`i`} to ${math`k`}, round ${math`k`} any number of times, and on to ${math`j`}. (${math`I`}, no step at all, is added last.)`,
      equation`w_{ij} \;\leftarrow\; w_{ij} \oplus \left(w_{ik} \otimes w_{kk}^* \otimes w_{kj}\right)`,
      prose`For shortest paths no loop helps: every closure is *one*, which leaves Floyd and Warshall's algorithm. With probabilities
        every node has a linear equation. That of deuce, the start: its total is one, plus ${given(0.4)} times that of ahead, plus ${given(0.6)} times that of behind. The update solves them by elimination (${cite('oconnor-2011')}).

        She wins with probability ${probability(m.won, 2)}. Deuce is visited ${real(m.visits, 2)} times on average: on a cycle a total counts visits, and may exceed one. At two points a visit, a game takes ${real(m.points, 2)} from there.`,
      curious(prose`How does one function go round every cycle?`, [
        prose`A closure solves ${math`a^* = 1 \oplus a \otimes a^*`}, and each semiring has its own: true for Boolean; ${math`1/(1 - p)`} for
          probability, below one; ${math`-\ln(1 - e^x)`} for log, with ${math`x`} below zero; *one* for max-plus, where no loop gains; for counting,
          none but ${math`0^* = 1`}. On a matrix the update below is Gauss–Jordan elimination: for probabilities ${math`A^*`} is the inverse of
          ${math`I - A`}. Its three loops over ${math`n`} nodes take ${math`n^3`} steps, which a graph without cycles never pays. With *or* for ⊕ and
          *then* for ⊗ they turn an automaton into a regular expression (Kleene's algorithm).`,
        code('#numerics/matrix-star', 'matrix-star'),
        prose`Where deuce always leads to ahead, and ahead always back, nobody gets out. The sum has no end, and \`pathTotals\` says so: “${codeText(m.refusal)}”.`,
      ]),
      prose`Would “very very very good” be such a loop in a language model? ${choose(m.rounds, {
        rising: prose`${bothEnds}. The more often it has said so, the surer it is to say it again. It remembers.`,
        falling: prose`${bothEnds}. The more often it has said so, the less it wants to say it again. It remembers.`,
        'up and down': prose`${bothEnds}; in between it goes up and down. It remembers.`,
        'all alike': prose`Only if each round had the same probability. Here it has: after “${text(m.context)}” the model gives
          ${token(m.word)} ${probability(m.first.probability, 2)} the first time, and as much the eighth. That is not so in
          general: a model remembers.`,
      })}`,
    ];
  },
});
