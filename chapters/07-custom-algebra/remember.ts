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
      always(prose`For ${math`k \ne 0`}, the rule ${math`a + b + kab`} is multiplication in disguise: ${math`a`} stands
        for the factor ${math`1 + ka`}.`),
      always(prose`A one-to-one map onto another scale carries over any operation with all its laws. Carrying over
        addition as well gives a field.`),
      always(
        prose`As ${math`k`} approaches zero, the scale ${math`L_k`} approaches the ${term('log-probability')}.`,
      ),
      always(prose`On an interval, a continuous, associative and cancellative rule whose results stay inside is addition
        in disguise.`),
      measured(prose`${numberStops(m)}`),
      always(prose`Near a floor away from zero, store the factor. Near zero, store the number itself. The logarithm is
        safe in both cases.`),
    ]),
    sources([
      source({
        id: 'napier-1614',
        authors: ['Napier, John'],
        year: 1614,
        title: 'Mirifici Logarithmorum Canonis Descriptio',
        where: 'Edinburgh',
        adds: prose`The first table of logarithms, with Napier's reasons.`,
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
        adds: prose`A proof of Aczél's theorem, for all kinds of intervals.`,
      }),
    ]),
  ],
});
