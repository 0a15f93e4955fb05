import { prose, section } from '#report';
import { math, percent, ref, set, text } from '#report/values';
import { pathsThatMeet } from './paths-that-meet-figure.ts';
import { threeAnswers } from './three-answers.measure.ts';

export const threeAnswersSection = section({
  id: 'shortest-path',
  title: prose`Three answers on one map`,
  needs: { m: threeAnswers },
  write: ({ m }) => [
    prose`A walk starts at S and takes two steps (${ref('choices-drawn')}). Where is it most likely to end? Three
      methods give three answers.`,
    pathsThatMeet(m, [
      prose`**The ${set('greedy', 'greedy path')}** always takes the most probable step. It takes
        ${text(m.greedy.path)}, with ${math`0.4 \cdot 0.5 =`} ${percent(m.greedy.probability, 2)}, and ends in x.`,
      prose`**The ${set('path', 'most probable path')}** is ${text(m.likeliestPath.path)}, with
        ${math`0.35 \cdot 0.8 =`} ${percent(m.likeliestPath.best, 2)}. It ends in ${text(m.likeliestPath.node)}. Where
        paths meet, this method keeps the most probable one.`,
      prose`**The ${set('end', 'most probable end')}** is ${text(m.likeliestEnd.node)}. Where paths meet, this method
        adds their probabilities: ${math`0.16 + 0.07 + 0.175 =`} ${percent(m.likeliestEnd.probability, 3)}.`,
    ]),
    prose`The second and third methods multiply the probabilities along each path, and differ only where paths meet.`,
  ],
});
