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
      prose`Which ⊕, ⊗, *zero* and *one* find the path whose most expensive edge is cheapest?`,
      prose`⊕ is ${math`\min`}, ⊗ is ${math`\max`}, *zero* is ${math`+\infty`} and *one* is ${math`-\infty`}.`,
    ),
    exercise(
      prose`Somebody's diary says how many ice creams they ate: 3, 1 and 3 on three days (${cite('eisner-2002')}). Was it hot (H) or
        cold (C)? The first day is hot with probability 0.8. A hot day follows a hot day with 0.6, and a cold day with 0.5. They eat 1, 2 or 3 ice creams with
        probabilities 0.2, 0.4, 0.4 on a hot day and 0.5, 0.4, 0.1 on a cold day. (These are the numbers of
        [Jurafsky and Martin](https://web.stanford.edu/~jurafsky/slp3/A.pdf).) Replace \`move\`, \`sign\` and \`days\` in \`paths.py\`. How
        probable is the diary, which weather is the most probable, and how probable is heat on day 2?`,
      prose`\`\`\`text
        move = {"S": {"H": 0.8, "C": 0.2}, "H": {"H": 0.6, "C": 0.4}, "C": {"H": 0.5, "C": 0.5}}
        sign = {"H": {1: 0.2, 2: 0.4, 3: 0.4}, "C": {1: 0.5, 2: 0.4, 3: 0.1}}
        days = [3, 1, 3]
        \`\`\`

        The program prints ${asPython(m.total, '.6f')} for the diary. The most probable path is ${text(m.path)}, with
        ${percent(m.bestShare, 3)} of that. Day 2 is hot with ${percent(at(m.days, 1).hot, 3)}. Check by hand: list
        all eight paths.`,
    ),
  ],
});
