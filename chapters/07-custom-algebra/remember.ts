import { always, prose, recap, section, source, sources } from '#report';
import { math, term } from '#report/values';

export const rememberAlgebra = section({
  id: 'remember-algebra',
  title: prose`What to remember`,
  needs: {},
  write: () => [
    recap([
      always(prose`Before you combine scores, ask which numbers the operation is for, such as powers or odds. Convert,
        operate, convert back. No scale makes dependent scores independent.`),
      always(
        prose`A one-to-one map carries an operation over with its laws. Tests can refute a law; the map proves it.`,
      ),
      always(prose`For ${math`k \ne 0`}, the rule ${math`a + b + kab`} is multiplication in disguise: ${math`a`} stands for
        the factor ${math`1 + ka`}. The limit at ${math`k = 0`} is addition, as of ${term('log-probability', 'log-probabilities')}.`),
    ]),
    sources([
      source({
        id: 'napier-1614',
        authors: ['Napier, John'],
        year: 1614,
        title: 'Mirifici Logarithmorum Canonis Descriptio',
        where: 'Edinburgh',
        adds: prose`The first published table of logarithms.`,
      }),
      source({
        id: 'box-cox-1964',
        authors: ['Box, George E. P.', 'Cox, David R.'],
        year: 1964,
        title: 'An Analysis of Transformations',
        where: 'Journal of the Royal Statistical Society B 26(2)',
        url: 'https://doi.org/10.1111/j.2517-6161.1964.tb00553.x',
        adds: prose`Shows how to estimate ${math`k`} from data.`,
      }),
      source({
        id: 'klement-2000',
        authors: ['Klement, Erich Peter', 'Mesiar, Radko', 'Pap, Endre'],
        year: 2000,
        title: 'Triangular Norms',
        where: 'Kluwer Academic Publishers',
        adds: prose`Rules of this kind on the numbers from zero to one, with and without such a map.`,
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
