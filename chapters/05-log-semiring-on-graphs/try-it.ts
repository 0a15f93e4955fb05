import { at } from '#numerics/list';
import { exercise, prose, section } from '#report';
import { asPython, cite, given, math, percent, text } from '#report/values';
import { iceCream } from './try-it.measure.ts';

export const tryGraphs = section({
  id: 'try-graphs',
  title: prose`Exercises: replace three lines, solve Eisner's ice cream`,
  needs: { m: iceCream },
  write: ({ m }) => [
    exercise(
      prose`A walk on the map ended in y. With what probability did it take S→B?`,
      prose`One of the two paths to y takes it: ${math`0.28 / 0.32 =`} ${given(0.875)}.`,
    ),
    exercise(
      prose`A diary says how many ice creams somebody ate on three days: three, one, three (${cite('eisner-2002')}).
        Was each day hot (H) or cold (C)? The first day is hot with probability ${given(0.8)}. After a hot day, the
        next is hot with ${given(0.6)}; after a cold day, with ${given(0.5)}. The probabilities of one, two and three
        ice creams are ${given(0.2)}, ${given(0.4)} and ${given(0.4)} on a hot day, and ${given(0.5)}, ${given(0.4)}
        and ${given(0.1)} on a cold one. (These numbers are from
        [Jurafsky and Martin](https://web.stanford.edu/~jurafsky/slp3/A.pdf).)

        Replace three assignments in \`paths.py\`: \`move\`, \`sign\` and \`days\`. How probable is the diary? You
        should get ${asPython(m.total, '.6f')}. Which weather is the most probable, and how probable is heat on the
        second day?`,
      prose`\`\`\`text
        move = {"S": {"H": 0.8, "C": 0.2}, "H": {"H": 0.6, "C": 0.4}, "C": {"H": 0.5, "C": 0.5}}
        sign = {"H": {1: 0.2, 2: 0.4, 3: 0.4}, "C": {1: 0.5, 2: 0.4, 3: 0.1}}
        days = [3, 1, 3]
        \`\`\`

        The most probable path is ${text(m.path)}, with
        ${percent(m.bestShare, 3)} of the total. The second day is hot with ${percent(at(m.days, 1).hot, 3)}. To
        check the total by hand, list all eight paths.`,
    ),
  ],
});
