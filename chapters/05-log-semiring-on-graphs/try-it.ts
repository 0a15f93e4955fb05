import { always, exercise, prose, recap, section } from '#report';
import { given, math, nats, percent, probability, real, ref, term, text } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { loops } from './loops.measure.ts';
import { surfaceForms } from './surface-forms.measure.ts';
import { graphExercises } from './try-it.measure.ts';

export const tryGraphs = section({
  id: 'try-graphs',
  title: prose`Try it`,
  needs: { m: graphExercises, loop: loops, forms: surfaceForms },
  write({ m, loop, forms }) {
    const [, , long] = loop.closures;
    return [
      exercise(
        prose`A walk through the second graph (${ref('second-graph-drawn')}) ended in ${text(m.end)}. How
          likely is it that it went through A? You need the back of an envelope, no more.`,
        prose`Two paths end there: through A with ${probability(m.pathA)}, through B with
          ${probability(m.pathB)}. The share of A is ${percent(m.overA)}, that of B ${percent(m.overB)}.`,
      ),
      exercise(
        prose`A loop is taken again with a probability of ${given(long?.p)}. By how many nats does it raise
          the weight that passes through it? And why is the probability of getting out at last still one? (The
          first part for the curious in ${ref('loops')} helps.)`,
        prose`The closure of ${given(long?.p)} is ${real(long?.closure, { digits: 2 })}, the expected number
          of visits, and its logarithm is ${nats(long?.log)}: look at the last line of
          ${ref('closures-table')}. The edge that leads out weighs ${given(long?.exit)}, and takes as much
          away.`,
      ),
      exercise(
        prose`Merge two spellings with your own hands, in the project's folder, the one with \`package.json\`:

          \`\`\`sh
          npm run score -- --context "France: paris, Italy: rome. Capital of France:" " Paris"
          npm run score -- --context "France: paris, Italy: rome. Capital of France:" " paris"
          \`\`\`

          ${namingTheModel(m.known)}Take the two totals ${math`a`} and ${math`b`}, the larger first, and compute
          ${math`a + \ln(1 + e^{b - a})`}. Then do the same for an answer of your own, in a context that
          prefers the rarer spelling.`,
        prose`The two score ${nats(forms.table[0]?.list)} and ${nats(forms.table[1]?.list)}; together
          ${nats(m.two)}, rounded at the end. The last column of ${ref('forms-table')} has both; the column
          before it has them in another context.`,
      ),
    ];
  },
});

export const rememberGraphs = section({
  id: 'remember-graphs',
  title: prose`What to remember`,
  needs: {},
  write() {
    return [
      recap([
        always(prose`Along a path weights are joined (⊗), across paths they are added (⊕). A ${term('semiring')} is
          two operations for which that works; it decides what the one algorithm answers: whether, how many,
          how likely, which, how unsure.`),
        always(prose`In log-space ⊗ is ${math`+`} and ⊕ is log-add-exp: the probability semiring, carried over by
          ${math`\exp`}. Max is its limit at temperature zero, when whole paths are cooled.`),
        always(prose`The likeliest step, path and end are three different things.`),
        always(prose`Forward times backward gives every edge its share.`),
        always(prose`Merge nodes only where the future is the same. A language model remembers, so its graph is a
          tree; add up spellings of an answer at the leaves, and only if they exclude each other.`),
      ]),
    ];
  },
});
