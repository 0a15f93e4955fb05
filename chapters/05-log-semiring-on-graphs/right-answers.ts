import { choose, figure, prose, section } from '#report';
import * as mark from '#report/marks';
import { count, given, math, real, ref } from '#report/values';
import { rightAnswers } from './right-answers.measure.ts';

export const rightAnswersSection = section({
  id: 'right-answers',
  title: prose`Where it pays: how many answers are right?`,
  needs: { m: rightAnswers },
  write({ m }) {
    return [
      prose`Ask ${count(m.n)} questions one by one, and no answer knows of another. Here futures agree: however many were
        right so far, the next one is right with its own probability. So make a node of “so many asked, so many right”.
        ${math`2^{64}`} outcomes become ${count(m.edges)} edges. Take the model at its word: an answer that it prefers with ${given(80)}% is right in eight of ten cases. How many right
        answers does it promise (in the frame, all spellings merged)? ${ref('right-answers-drawn')} has the exact
        distribution.`,
      figure({
        id: 'right-answers-drawn',
        caption: prose`The probability of each number of right answers among ${count(m.n)}, if the model's own probabilities are
          taken at their word, and the number that it got.`,
        alt: prose`Bars around ${real(m.expected, 2)} right answers; at least ${given(95)}% of the probability lies from ${count(m.low)} to
          ${count(m.high)}. A line marks the ${count(m.actual)} that were right.`,
        data: {
          rows: m.counts,
          actual: [{ count: m.actual, name: prose`${count(m.actual)} were right` }],
        },
        spec: {
          height: 230,
          layer: [
            mark.bars({
              x: mark.q('count', { title: 'right answers', scale: { domain: [0, 64] } }),
              y: mark.q('probability', { title: 'probability' }),
            }),
            mark.rule({ x: 'count' }, { data: 'actual', color: '$chosen', strokeWidth: 3 }),
            // On the side where there is room.
            ...[
              { filter: 'datum.count >= 20', align: 'right', dx: 4 },
              { filter: 'datum.count < 20', align: 'left', dx: -4 },
            ].map(({ filter, ...look }) =>
              mark.label(
                { x: 'count', y: { value: -10 }, text: 'name' },
                { data: 'actual', transform: [{ filter }], ...look },
              ),
            ),
          ],
        },
      }),
      prose`It promises ${real(m.expected, 2)} on average, and in at least ${given(95)}% of cases between ${count(m.low)} and ${count(m.high)}. It got
        ${count(m.actual)}${choose(m.verdict, {
          fewer: prose`: it is too sure of itself.`,
          more: prose`: more than it trusts itself to know.`,
          'as many': prose`: within what it promised.`,
        })}

        Speech recognisers are trained on such a graph ([CTC](https://doi.org/10.1145/1143844.1143891)): each letter is scored at each moment by itself, and one pass adds up
        all ways to spread a text over time.`,
    ];
  },
});
