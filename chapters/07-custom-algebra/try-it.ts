import { always, choose, exercise, prose, recap, section, table } from '#report';
import { count, given, math, nats, percent, real, ref, term } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { algebraExercises } from './try-it.measure.ts';

export const tryAlgebra = section({
  id: 'try-algebra',
  title: prose`Try it`,
  needs: { m: algebraExercises },
  write({ m }) {
    return [
      exercise(
        prose`Which number undoes ${given(m.toUndo)} under ${math`\oplus_4`}? Take its disguise off with
          ${math`\varphi(a) = 1 + a/4`}; do not use the formula.`,
        prose`${given(m.toUndo)} is the factor ${math`4`}, so its inverse is the factor ${math`\tfrac{1}{4}`},
          which is the number ${math`4(\tfrac{1}{4} - 1) =`} ${real(m.undone)}.`,
      ),
      exercise(
        prose`Suppose that every token of a text has ${given(m.mean)} nats. On the scale ${math`L_4`} the
          composition is stuck after ${count(m.four)} tokens. About how many does it take on the scale with
          ${math`k =`} ${given(m.k)}?`,
        prose`${math`1 + L_k(p)/k = p^{1/k}`}, and the number is stuck when this is too small for a float
          beside one. So ${math`\frac{1}{k} \ln p`} decides, and the room grows in proportion to ${math`k`}:
          about ${real(m.estimate, { digits: 3 })}. A program that tries it counts ${count(m.ten)} and rests
          at ${real(m.tenAt, { digits: 16 })}. ${choose(m.outcome, {
            above: prose`That is ${count(m.tenSteps)} float step above the floor: a token removes only
              ${percent(m.tenTakes)} of the remaining distance, and less than half a step is rounded away.
              With ${math`k = 4`} it removes ${percent(m.fourTakes)}. Besides, floats near ten are spaced more
              coarsely for their size than those just above ${math`-4`}.`,
            'at the floor': prose`That is the floor.`,
          })} A larger ${math`k`} buys room; only ${math`k \to \infty`} buys enough for every text.`,
      ),
      exercise(
        prose`How far does your own text get? In the project's folder, the one with \`package.json\`, score a
          whole paragraph from a file, to begin with ours:

          \`\`\`sh
          npm run score -- --file chapters/07-custom-algebra/texts/piano.txt
          \`\`\`

          ${namingTheModel(m.known)}Add up the log-probabilities. Leave out the first token if you want to compare with
          ${ref('fold-table')}. At which token would the scale ${math`L_4`} be stuck?`,
        [
          prose`The table that the command prints has one log-probability per token. With equally likely
            tokens the number comes to rest at the latest where their sum passes ${math`-216 \ln 2`}, near
            ${math`-150`} nats. In a real text it may rest some steps above the floor and be moved again by a
            less likely token; only at ${math`-4`} is it stuck for good. With likely tokens it rests earlier:
            ${math`m`} float steps above it, a token removes ${math`m(1 - p^{1/4})`} steps, and less than half
            a step is rounded away. ${ref('rest-table')} lets all tokens be equally likely.`,
          table({
            id: 'rest-table',
            caption: prose`Where the composition on ${math`L_4`} comes to rest when each token has the same
              log-probability.`,
            rows: m.predictable,
            columns: [
              ['nats per token', (row) => given(row.mean)],
              ['stuck after tokens', (row) => count(row.tokens)],
              ['sum of logs (nats)', (row) => nats(row.sum, { digits: 1 })],
              ['float steps above the floor', (row) => count(row.stepsAbove)],
            ],
          }),
        ],
      ),
    ];
  },
});

export const rememberAlgebra = section({
  id: 'remember-algebra',
  title: prose`What to remember`,
  needs: {},
  write() {
    return [
      recap([
        always(prose`Examples can refute a law, not establish it. Letters can: expand both sides.`),
        always(prose`${math`a \oplus_4 b = a + b + ab/4`} is multiplication in disguise:
          ${math`\varphi(a) = 1 + a/4`} takes the disguise off. So ${math`0`} is its one and ${math`-4`} its
          zero.`),
        always(
          prose`Carry the structure over: go to a scale where the operation is known, do it there, come back.`,
        ),
        always(prose`The scales ${math`L_k(p) = k(p^{1/k} - 1)`} lead from ${math`p - 1`} at ${math`k = 1`} to the
          ${term('log-probability')} as ${math`k \to \infty`}.`),
        always(prose`For every positive ${math`k`} the scale has a floor away from zero, where long texts run out of
          digits. The logarithm has none.`),
        always(prose`In floats, choose the formula by the place: sums near zero, products near the absorbing
          element.`),
        always(
          prose`Compute on the scale where your operation is simplest, and show the scale that people read.`,
        ),
      ]),
    ];
  },
});
