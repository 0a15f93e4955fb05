import { exercise, prose, section } from '#report';
import { given, math, nats, percent, probability, real, ref, text } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { loops } from './loops.measure.ts';
import { graphExercises } from './try-it.measure.ts';

export const tryGraphs = section({
  id: 'try-graphs',
  title: prose`Try it`,
  needs: { m: graphExercises, loop: loops },
  write({ m, loop }) {
    return [
      exercise(
        prose`A walk on the map (${ref('choices-drawn')}) ended in ${text(m.end)}. How likely is it that it went through A?`,
        prose`Two paths end there: through A with ${probability(m.pathA, 2)}, through B with ${probability(m.pathB, 2)}. The
          share of A is ${percent(m.overA)}, that of B ${percent(m.overB)}.`,
      ),
      exercise(
        prose`At deuce, with ${given(loop.point)} a point: how likely is it that she wins within two points? And why does dividing that by
          ${math`1 - p`} give her chance of winning the game?`,
        prose`${math`0.6 \cdot 0.6 = 0.36`}. Before those two points there may have been any number of returns to deuce, each with
          ${math`p = 0.48`}: the closure ${math`1/(1 - 0.48)`} makes ${real(loop.won, 2)} of it.`,
      ),
      exercise(
        prose`Merge two spellings with your own hands, in the project's folder, the one with \`package.json\`:

          \`\`\`sh
          npm run score -- --context "France: paris, Italy: rome. Capital of France:" " Paris"
          npm run score -- --context "France: paris, Italy: rome. Capital of France:" " paris"
          \`\`\`

          ${namingTheModel(m.known)}Take the two totals ${math`a`} and ${math`b`}, the larger first, and compute
          ${math`a + \ln(1 + e^{b - a})`}.`,
        prose`The two score ${nats(m.usual, 2)} and ${nats(m.small, 2)}; together ${nats(m.both, 2)}.`,
      ),
    ];
  },
});
