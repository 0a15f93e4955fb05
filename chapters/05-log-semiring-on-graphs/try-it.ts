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
        prose`Two paths end there: through A with ${math`0.4 \cdot 0.1 = 0.04`}, through B with ${math`0.35 \cdot 0.8 = 0.28`}. The
          share of A is ${percent(m.yOverA)}, that of B ${percent(m.yOverB)}. Check it with \`edgeShares(map, 'S', 'y')\`.`,
      ),
      exercise(
        prose`The weather is dry, wet or stormy, and you see only whether your neighbour carries an umbrella: yes, no, yes, yes.
          Choose your own probabilities. How many paths does the trellis have, and which lines of the program change?`,
        prose`Three states on four days give ${math`3^4 = 81`} paths; \`pass(trellis, 'S', counting)\` counts them. Only the model (\`states\`, \`begin\`, \`move\`, \`feel\`, \`Feeling\`), the observations and the letter in \`'F' + day\` change.
          As a check, list all paths: their probabilities add up to the forward total, and the largest is that of the Viterbi path.`,
      ),
    ];
  },
});
