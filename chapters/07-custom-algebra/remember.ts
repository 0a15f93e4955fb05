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
        ${math`1 + ka`}. So it has the laws of multiplication.`),
      always(prose`A one-to-one map carries over any operation, with its laws and its flaws. Carrying over addition
        as well
        gives a field.`),
      always(
        prose`As ${math`k`} approaches zero, the scale ${math`L_k`} approaches the ${term('log-probability')}.`,
      ),
      always(
        prose`On an interval, a continuous associative rule that loses nothing is addition in disguise.`,
      ),
      measured(prose`${numberStops(m)}`),
      always(prose`Store the factor or the logarithm, not a number close to a floor away from zero.`),
    ]),
    sources([
      source({
        id: 'napier-1614',
        authors: ['Napier, John'],
        year: 1614,
        title: 'Mirifici Logarithmorum Canonis Descriptio',
        where: 'Edinburgh',
        adds: prose`The first table of logarithms, and Napier's reasons for making it.`,
      }),
      source({
        id: 'box-cox-1964',
        authors: ['Box, George E. P.', 'Cox, David R.'],
        year: 1964,
        title: 'An Analysis of Transformations',
        where: 'Journal of the Royal Statistical Society B 26(2)',
        url: 'https://doi.org/10.1111/j.2517-6161.1964.tb00553.x',
        adds: prose`How to let the data choose ${math`k`}.`,
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
