import { always, measured, prose, recap, section, source, sources } from '#report';
import { math, term } from '#report/values';
import { textProduct } from './floating-point.measure.ts';
import { numberStops } from './floating-point.ts';

export const rememberAlgebra = section({
  id: 'remember-algebra',
  title: prose`What to remember`,
  needs: { m: textProduct },
  write: ({ m }) => [
    recap([
      always(prose`The rule ${math`a + b + kab`} is multiplication in disguise: ${math`a`} stands for the factor
        ${math`1 + ka`}. So it has the laws of multiplication. Zero changes nothing, and ${math`-1/k`} absorbs.`),
      always(prose`A one-to-one map carries over any operation, with its laws and its flaws:
        ${math`x \ast y = f^{-1}(f(x) \circ f(y))`}.`),
      always(prose`The same map also carries over addition, as ${math`a + b + 1/k`}. Both together are a field, so algebra
        and algorithms that use only its laws still work.`),
      always(prose`The scales ${math`L_k(p) = (p^k - 1)/k`} approach the ${term('log-probability')} as ${math`k`}
        approaches zero. For a positive ${math`k`} they have a floor; the logarithm has none.`),
      always(prose`A rule on an interval that is continuous, is associative and loses nothing is addition in disguise. On
        two intervals it need not be.`),
      measured(prose`${numberStops(m)}`),
      always(prose`Store numbers where floats are fine: the factor or the logarithm, not a number close to a floor away
        from zero.`),
    ]),
    sources([
      source({
        id: 'napier-1614',
        authors: ['Napier, John'],
        year: 1614,
        title: 'Mirifici Logarithmorum Canonis Descriptio',
        where: 'Edinburgh',
        adds: prose`The first table of logarithms, with the reasons why a calculator should want one.`,
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
        adds: prose`The same family as an algebra for statistical physics, with a calculus to go with it.`,
      }),
      source({
        id: 'pearl-1988',
        authors: ['Pearl, Judea'],
        year: 1988,
        title: 'Probabilistic Reasoning in Intelligent Systems: Networks of Plausible Inference',
        where: 'Morgan Kaufmann',
        adds: prose`Noisy-or in networks of causes and effects: when it applies, and how evidence flows through it.`,
      }),
      source({
        id: 'craigen-pales-1989',
        authors: ['Craigen, Robert', 'Páles, Zsolt'],
        year: 1989,
        title: 'The associativity equation revisited',
        where: 'Aequationes Mathematicae 37',
        adds: prose`A proof of Aczél's theorem, and all the kinds of interval that such a rule can live on.`,
      }),
    ]),
  ],
});
