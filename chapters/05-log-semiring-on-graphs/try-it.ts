import { exercise, prose, section } from '#report';
import { math, percent, ref } from '#report/values';
import { sharesOfMap } from './edge-shares.measure.ts';

export const tryGraphs = section({
  id: 'try-graphs',
  title: prose`Try it`,
  needs: { m: sharesOfMap },
  write({ m }) {
    return [
      exercise(
        prose`A walk on the map (${ref('choices-drawn')}) ended in y. How probable is it that it went through A?`,
        prose`Two paths end there: one through A with probability ${math`0.4 \cdot 0.1 = 0.04`}, and one through B with
          ${math`0.35 \cdot 0.8 = 0.28`}. The share of A is ${percent(m.yOverA)}, and the share of B is ${percent(m.yOverB)}. Check it with \`edgeShares(map, 'S', 'y')\`.`,
      ),
      exercise(
        prose`The weather is dry, wet or stormy, and you see only whether your neighbour carries an umbrella: yes, no, yes, yes.
          Choose your own probabilities. How many paths does the trellis have, and which lines of the program change?`,
        prose`Three states on four days give ${math`3^4 = 81`} paths, or fewer if you chose a probability of zero.
          \`pass(trellis, 'S', counting).get('END')\` counts them. The model changes (\`states\`, \`begin\`, \`move\`, \`feel\`,
          \`Feeling\`), the observations, and the loop that prints: its days \`[1, 2, 3]\`, the letter in \`'F' + day\`, and the
          word *fever*. As a check, list all paths: their probabilities add up to the forward total, and the largest is that of
          the Viterbi path.`,
      ),
    ];
  },
});
