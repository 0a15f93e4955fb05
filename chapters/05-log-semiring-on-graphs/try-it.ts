import { at } from '#numerics/list';
import { exercise, list, prose, section } from '#report';
import { asPython, cite, given, math, percent, ref, text } from '#report/values';
import { iceCream } from './try-it.measure.ts';

export const tryGraphs = section({
  id: 'try-graphs',
  title: prose`Exercises: replace the model, solve the ice-cream diary`,
  needs: { m: iceCream },
  write: ({ m }) => [
    exercise(
      prose`A walk on the map ended in y. With what probability did it take S→B?`,
      prose`One of the two paths to y takes it: ${math`0.28 / 0.32 =`} ${given(0.875)}.`,
    ),
    exercise(
      prose`A diary says how many ice creams somebody ate on three days: three, one, three. Was each day hot (H) or
        cold (C)? (Cold is a state now, not a feeling.) The first day is hot with probability
        ${given(0.8)}. The probability that the next day is hot is ${given(0.6)} after a hot day and ${given(0.5)}
        after a cold one. The probabilities of one, two and three ice creams are ${given(0.2)}, ${given(0.4)} and ${given(0.4)} on a hot day, and ${given(0.5)}, ${given(0.4)}
        and ${given(0.1)} on a cold one. (The puzzle is from ${cite('eisner-2002')}, the numbers are from
        [Jurafsky and Martin](https://web.stanford.edu/~jurafsky/slp3/A.pdf).)

        Copy the whole program from ${ref('one-pass')}. Replace the four assignments of the model, \`start\`,
        \`move\`, \`sign\` and \`days\`, with ice creams written as numbers, and delete the call \`show_map()\`
        near the end. How probable is the diary? The first line should say ${asPython(m.total, '.6f')}. Which weather
        is the most probable, and how probable is heat on the second day? The last three lines give the day, its ice
        creams, and each state with its share.`,
      prose`\`\`\`text
        start = {"H": 0.8, "C": 0.2}
        move = {"H": {"H": 0.6, "C": 0.4}, "C": {"H": 0.5, "C": 0.5}}
        sign = {"H": {1: 0.2, 2: 0.4, 3: 0.4}, "C": {1: 0.5, 2: 0.4, 3: 0.1}}
        days = [3, 1, 3]
        \`\`\`

        The most probable weather is ${list(m.states.map(text))}, with ${percent(m.bestShare, 3)} of the total. The
        probability that the second day is hot is ${percent(at(m.hot, 1), 3)}. To check the total by hand, list
        all eight paths.`,
    ),
  ],
});
