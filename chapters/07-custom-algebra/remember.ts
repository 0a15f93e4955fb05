import { always, exercise, prose, recap, section, source, sources } from '#report';
import { given, math, term } from '#report/values';

export const tryAlgebra = section({
  id: 'try-algebra',
  title: prose`Exercises`,
  needs: {},
  write: () => [
    exercise(
      prose`Find all solutions of ${math`a \otimes a = 12`}.`,
      prose`The number ${math`12`} stands for the factor ${math`4`}. So the factor of ${math`a`} is ${math`2`} or
        ${math`-2`}, and ${math`a`} is ${math`4`} or ${math`-12`}. Check: ${math`4 + 4 + \tfrac{16}{4} = 12`} and
        ${math`-12 - 12 + \tfrac{144}{4} = 12`}.`,
    ),
    exercise(
      prose`Which operation is ${math`ab - a - b + 2`} in disguise? Which number has no inverse?`,
      prose`Take one from the result: ${math`ab - a - b + 1 = (a - 1)(b - 1)`}. It is multiplication, and ${math`a`}
        stands for the factor ${math`a - 1`}. The number ${given(1)} has no inverse, because its factor is zero.`,
    ),
  ],
});

export const rememberAlgebra = section({
  id: 'remember-algebra',
  title: prose`What to remember`,
  needs: {},
  write: () => [
    recap([
      always(prose`Before you combine scores, ask which question the result answers, and which numbers that operation is
        for, such as powers or odds. Convert, operate, convert back.`),
      always(prose`Each probability contains the prior. When you combine several, count the prior once, and make sure that
        their evidence is independent given the answer. No scale makes it so.`),
      always(prose`A one-to-one map carries an operation over with its laws, if results stay in the map's range. A test can
        refute a law, and the map proves it.`),
      always(prose`For ${math`k \ne 0`}, the rule ${math`a + b + kab`} is multiplication in disguise: ${math`a`} stands for
        the factor ${math`1 + ka`}. At ${math`k = 0`}, it is ordinary addition, the rule for ${term('log-probability', 'log-probabilities')}.`),
    ]),
    sources([
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
