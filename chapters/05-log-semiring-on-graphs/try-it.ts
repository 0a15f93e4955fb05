import { exercise, prose, section } from '#report';
import { given, math } from '#report/values';

export const tryGraphs = section({
  id: 'try-graphs',
  title: prose`Try it`,
  needs: {},
  write: () => [
    exercise(
      prose`1. A walk on the map ended in y. With what probability did it take S→B?
        2. Which ⊕, ⊗, *zero* and *one* find the path whose most expensive edge is cheapest?
        3. The weather is dry, wet or stormy, and you see only a neighbour's umbrella: yes, no, yes, yes. Choose the
           probabilities. How many paths does the trellis have, and what changes in the program?`,
      prose`1. One of the two paths to y takes it: ${math`0.28 / 0.32 =`} ${given(0.875)}.
        2. ⊕ is ${math`\min`}, ⊗ is ${math`\max`}, *zero* is ${math`+\infty`} and *one* is ${math`-\infty`}.
        3. Three states on four days give ${math`3^4 = 81`} paths, or fewer if you chose a probability of zero.
           \`pass(trellis, 'S', counting).get('END')\` counts them. The model changes (\`states\`, \`begin\`,
           \`move\`, \`feel\`, \`Feeling\`), the observations, and the loop that prints: its days \`[1, 2, 3]\`, the
           letter in \`'F' + day\`, and the word *fever*. As a check, list all paths: their probabilities add up to
           the forward total, and the largest is that of the Viterbi path.`,
    ),
  ],
});
