import { always, choose, exercise, measured, prose, recap, section, source, sources } from '#report';
import { count, given, math, nats, rank, real, ref, term } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { tokenFold } from './token-fold.measure.ts';
import { algebraExercises } from './try-it.measure.ts';

export const tryAlgebra = section({
  id: 'try-algebra',
  title: prose`Try it`,
  needs: { m: algebraExercises },
  write({ m }) {
    const [unlikely, likely] = m.predictable;
    return [
      exercise(
        prose`Which number undoes ${given(m.toUndo)} under ${math`\boxplus`}? Take its disguise off; do not use the formula.`,
        prose`${given(m.toUndo)} is the factor ${math`4`}. So its inverse is the factor ${math`\tfrac{1}{4}`},
          which is the number ${math`4(\tfrac{1}{4} - 1) =`} ${real(m.undone)}.`,
      ),
      exercise(
        prose`Two people cover the same road in two hours and in three, one walking towards the other. After
          which time do they meet? Which line of ${ref('gallery-table')} is it?`,
        prose`Speeds add, and a speed is a road divided by a time: ${math`f(t) = 1/t`}, the line of the resistors.
          They meet after ${math`\frac{2 \cdot 3}{2 + 3} = \tfrac{6}{5}`} hours.`,
      ),
      exercise(
        prose`How far does your own text get? In the project's folder, the one with \`package.json\`, score a
          paragraph from a file, to begin with ours:

          \`\`\`sh
          npm run score -- --file chapters/07-custom-algebra/texts/piano.txt
          \`\`\`

          ${namingTheModel(m.known)}At which token would the scale ${math`L_{1/4}`} be stuck?`,
        prose`As a rule where the sum of the log-probabilities, without that of the first token, passes
          ${math`-216 \ln 2`}, near ${math`-150`} nats. Tokens of ${given(unlikely?.mean)} nats each come to rest
          after ${count(unlikely?.tokens ?? m.toUndo)}, at ${nats(unlikely?.sum, 0)}. Likely tokens stop before the floor, and wait there until an unlikely one comes: with
          ${given(likely?.mean)} nats each at ${nats(likely?.sum, 0)}, ${count(likely?.above ?? m.toUndo)} steps from
          float to float above the floor: what such a token takes off there is less than half a step, and is rounded
          away.`,
      ),
    ];
  },
});

export const rememberAlgebra = section({
  id: 'remember-algebra',
  title: prose`What to remember`,
  needs: { fold: tokenFold },
  write({ fold }) {
    return [
      recap([
        always(
          prose`${math`a + b + kab`} is multiplication in disguise: ${math`1 + ka`} takes the disguise off.`,
        ),
        always(prose`So its laws are those of multiplication. ${math`0`} changes nothing; ${math`-1/k`} swallows
          all and cannot be undone.`),
        always(prose`Any operation can be carried over along a one-to-one map:
          ${math`x \ast y = f^{-1}(f(x) \circ f(y))`}. Its laws go with it, and so do its flaws.`),
        always(prose`The scales ${math`L_k(p) = (p^k - 1)/k`} lead from ${math`p - 1`} at ${math`k = 1`} to the
          ${term('log-probability')} as ${math`k \to 0`}. For a positive ${math`k`} they have a floor, and the logarithm has none.`),
        always(prose`In floats, choose the formula by the place: sums near zero, products at the absorbing
          element; just beside it neither has digits left.`),
        always(
          prose`Compute on the scale where your operation is simplest, and show the scale that people read.`,
        ),
        measured(
          choose(fold.ending, {
            stuck: prose`With ${math`k = \tfrac{1}{4}`} the product of a text's probabilities stopped for good after
              ${rank(fold.stuckFrom ?? undefined)} tokens; the sum of logs went on through all ${count(fold.tokens)}.`,
            'no digits': prose`With ${math`k = \tfrac{1}{4}`} the product of a text's probabilities had no digit left
              after ${rank(fold.noDigitFrom ?? undefined)} tokens; the sum of logs went on through all
              ${count(fold.tokens)}.`,
            alive: prose`With ${math`k = \tfrac{1}{4}`} there was room for the product of all ${count(fold.tokens)}
              probabilities of a text.`,
          }),
        ),
      ]),
      sources([
        source({
          id: 'museful-2013',
          authors: ['museful.net'],
          year: 2013,
          title: 'Addition in Other Domains',
          where: 'museful.net',
          url: 'http://www.museful.net/2013/uncategorized/addition-in-other-domains',
          adds: prose`A notation for addition by way of a map, and a rule to differentiate such sums, of which the
            product rule is a case.`,
        }),
        source({
          id: 'box-cox-1964',
          authors: ['Box, George E. P.', 'Cox, David R.'],
          year: 1964,
          title: 'An Analysis of Transformations',
          where: 'Journal of the Royal Statistical Society B 26(2)',
          url: 'https://doi.org/10.1111/j.2517-6161.1964.tb00553.x',
          adds: prose`How to let the data choose the power, with the logarithm as the power of zero.`,
        }),
        source({
          id: 'borges-2004',
          authors: ['Borges, Ernesto P.'],
          year: 2004,
          title: 'A possible deformed algebra and calculus inspired in nonextensive thermostatistics',
          where: 'Physica A 340',
          url: 'https://arxiv.org/abs/cond-mat/0304545',
          adds: prose`The same family as an algebra for statistical physics, with a product and a calculus to go with
            the sum.`,
        }),
        source({
          id: 'pearl-1988',
          authors: ['Pearl, Judea'],
          year: 1988,
          title: 'Probabilistic Reasoning in Intelligent Systems: Networks of Plausible Inference',
          where: 'Morgan Kaufmann',
          adds: prose`Noisy-or in networks of causes and effects: when it may be used, and how evidence flows through
            it.`,
        }),
        source({
          id: 'craigen-pales-1989',
          authors: ['Craigen, Robert', 'Páles, Zsolt'],
          year: 1989,
          title: 'The associativity equation revisited',
          where: 'Aequationes Mathematicae 37',
          adds: prose`A proof of Aczél's theorem that the scheme of this chapter is the only one, and all the kinds of
            interval that such a rule can live on.`,
        }),
      ]),
    ];
  },
});
