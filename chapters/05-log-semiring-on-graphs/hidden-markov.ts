import { at } from '#numerics/list';
import { code, figure, list, prose, section } from '#report';
import { asPython, coloured, count, given, percent, probability, ref, term, text } from '#report/values';
import { columns, type DrawnEdge, drawn } from './graph-drawing.ts';
import { hiddenMarkov } from './hidden-markov.measure.ts';

const SPOTS = columns([['S'], ['H1', 'F1'], ['H2', 'F2'], ['H3', 'F3'], ['END']]);

/** Edges that cross carry their labels before the crossing, all others in the middle, away from the nodes. */
const labelAt = ({ from, to }: DrawnEdge): number =>
  from === 'S' || to === 'END' || from[0] === to[0] ? 0.5 : 0.3;

export const hiddenMarkovSection = section({
  id: 'hidden-markov',
  title: prose`A hidden Markov model: forward, Viterbi, posteriors`,
  needs: { m: hiddenMarkov },
  write({ m }) {
    const [first, second, third] = [at(m.days, 0), at(m.days, 1), at(m.days, 2)];
    const feelings = list(m.days.map(({ feeling }) => text(feeling)));
    const course = list(m.states.map(text));
    return [
      prose`On three days in a row, a patient feels ${feelings}. On which days did the patient have a fever? In a
        ${term('hidden Markov model')}, each day has a hidden *state* and an *observation*. Here the state, healthy
        (H) or fever (F), depends only on the state of the day before. The observation, the feeling, depends only on
        that day's state. So the model needs three kinds of probabilities: those of the first state
        (\`start\`), of the *transitions* from state to state (\`move\`), and of the *emissions*, which say what each
        state shows (\`sign\`). Ours are those of
        [Wikipedia's example](https://en.wikipedia.org/wiki/Viterbi_algorithm):`,
      code('#chapters/05-log-semiring-on-graphs/paths.py', 'model'),
      prose`Draw the model as a graph, its *trellis*, with one node for each state and day (${ref('trellis-drawn')}).
        The edge from H1 to F2 stands for two events: the patient falls ill (${given(0.3)}), and then feels dizzy with
        a fever (${given(0.6)}). So it weighs ${probability(m.onset, 2)}. The edges to END weigh one, because nothing
        more happens. In the program (${ref('one-pass')}), the function \`trellis\` lists these edges.`,
      figure({
        id: 'trellis-drawn',
        caption: prose`The trellis of the three days, healthy above and fever below. The number on each edge is its
          weight. Its thickness is the share of the total that goes through it. Below each day is
          the posterior of a fever. The ${coloured('chosen', 'green path')} is the Viterbi path.`,
        alt: prose`A trellis of three days, on which the patient feels ${feelings}, with a healthy and a fever node
          each. The edge from H1 to F2 weighs ${probability(m.onset, 2)}. The Viterbi path goes through the states
          ${course}. The most probable states of single days are ${list(m.daily.map(text))}.`,
        ...drawn({
          spots: SPOTS,
          edges: m.edges.map(({ onBest, ...edge }) => {
            return { ...edge, label: asPython(edge.weight, '.3g'), lit: onBest === 'yes' };
          }),
          height: 290,
          labelAt,
          lift: 0.13,
          notes: Object.fromEntries(
            m.days.map(({ day, feeling, fever }, index) => [
              `F${index + 1}`,
              prose`day ${count(day)}, ${text(feeling)}, fever ${percent(fever, 2)}`,
            ]),
          ),
        }),
      }),
      prose`On the trellis, our two functions answer three questions:

        - **The forward algorithm**, \`totals\` with \`LOG\`: how probable are these observations? It adds up all eight
          paths and gets ${probability(m.total, 3)}.
        - **The Viterbi algorithm**, \`totals\` with \`BEST\`: which sequence of states is the most probable? It is
          ${course}, with ${percent(m.bestShare, 2)} of that total.
        - **Forward-backward**, \`shares\`: how probable is a fever on each day? Add the shares of the edges into its
          node. F2 gets ${percent(m.fallsIll, 3)} from H1 and ${percent(m.staysIll, 3)} from F1, although that edge weighs more. So the probability of
          a fever on the second day is ${percent(second.fever, 3)}. On the first day, it is
          ${percent(first.fever, 2)}, and on the third, ${percent(third.fever, 2)}.

        Look at the third day. The Viterbi path ends with a fever, but a fever on that day is less probable than not.
        The best single path, with ${percent(m.bestShare, 2)} of the total, ends in F3. But the four paths that end in
        H3 together have ${percent(third.healthy, 2)}. This is the map all over again: the best path does not lead to
        the most probable end.

        If you pick the more probable state of each day, you get ${list(m.daily.map(text))}. As a whole, this sequence
        has only ${percent(m.dailyShare, 2)}. In another model, it could even be impossible: nothing ensures that
        states chosen day by day can follow one another.

        So choose by the question:

        - **One consistent story**, such as the course of an illness: take the Viterbi path.
        - **Each day by itself**, to be right on as many days as possible: take the posteriors.
        - **The evidence**, to see which of two models explains the observations better: take the sum.

        Other graphs answer other questions, such as the edit distance of two words (${ref('other-problems')}). With
        the tokens of a language model, the loop needs care: a word can be cut into tokens in several ways, and its
        last token may run past its end. So \`␣Par\` has one probability as the beginning of a text and another one
        as a word (${ref('ways-to-cut')}).`,
    ];
  },
});
