import { exercise, prose, section } from '#report';
import { given, math } from '#report/values';

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
