import { curious, exercise, prose, section } from '#report';
import { cite, equation, given, math, ref } from '#report/values';

export const findingTheMap = section({
  id: 'finding-the-map',
  title: prose`How to find the map of a new rule`,
  needs: {},
  write: () => [
    prose`You meet a new rule ${math`a * b`}. Is it addition in disguise, and what is ${math`f`}? Look at an interval that
        the results of the rule do not leave, such as the numbers above ${given(-4)} for ours.

        **First, ask whether brackets matter.** If they do, there is no ${math`f`}. The mean has none, because the mean of
        ${math`x`} and ${math`x`} is ${math`x`}: ${math`f(x)`} would be ${math`f(x) + f(x)`}, and so always zero.

        **Second, compare rates.** Take the partial derivatives of the result by ${math`a`} and by ${math`b`}. If
        ${math`f(a * b) = f(a) + f(b)`}, their ratio is ${math`f'(a) : f'(b)`}. For our rule, it is`,
    equation`\left(1 + \frac{b}{4}\right) : \left(1 + \frac{a}{4}\right) = \frac{1}{1 + a/4} : \frac{1}{1 + b/4}`,
    prose`The ratio has split into ${math`g(a) : g(b)`}, with one function ${math`g(a) = 1/(1 + a/4)`}.

        **Third, integrate** ${math`g`}. That is the map, up to a constant:`,
    equation`f(a) = \int \frac{da}{1 + a/4} = 4 \ln\left(1 + \frac{a}{4}\right) + C`,
    prose`If the rule has an identity, ${math`f`} is zero there. Ours has ${math`0`}, so ${math`C = 0`}. Otherwise, one example
        gives the constant. Addition of positive numbers has no identity. Its ratio is ${math`1 : 1`}, so
        ${math`f(x) = x + C`}, and ${math`1 + 1 = 2`} requires ${math`(1 + C) + (1 + C) = 2 + C`}, so ${math`C = 0`}. Any
        multiple of ${math`f`} does as well, so the ${given(4)} may go, which leaves the entry in ${ref('gallery-table')}.

        This works if neither derivative is ever zero on the interval. (Leave out an end where one is, such as
        ${math`0`} for ${math`\sqrt{x^2 + y^2}`}.) If the ratio does not split, there is no differentiable ${math`f`}. If it
        does, the result depends on nothing but ${math`f(a) + f(b)`}: there is a one-to-one ${math`G`} with
        ${math`f(a * b) = G(f(a) + f(b))`}. Since brackets do not matter, ${math`G(x + y) + z = x + G(y + z)`} for all values
        ${math`x`}, ${math`y`} and ${math`z`} of ${math`f`}. So ${math`G`} only adds a constant, which ${math`C`} removes.`,
    exercise(
      prose`Find ${math`f`} for resistors in parallel, ${math`rs/(r + s)`}.`,
      prose`Brackets do not matter: three resistors make ${math`rst/(rs + rt + st)`} either way. The derivatives are
          ${math`s^2/(r + s)^2`} and ${math`r^2/(r + s)^2`}, and their ratio is ${math`\tfrac{1}{r^2} : \tfrac{1}{s^2}`}. The
          integral of ${math`1/r^2`} is ${math`-1/r + C`}. Two resistors of ${given(2)} make ${given(1)}, so
          ${math`2(-\tfrac{1}{2} + C) = -1 + C`}, and ${math`C = 0`}. The multiple ${math`1/r`} does as well.`,
    ),
    curious(prose`Which rules have such a map?`, [
      prose`The maximum has none: ${math`f(x) + f(x)`} would be ${math`f(x)`}, so every ${math`f(x)`} would be zero. A rule is
        *cancellative* if different numbers, combined with the same third number, give different results, and the
        maximum is not. Aczél proved that on a single *interval*, every continuous, associative and cancellative rule whose
        results stay inside it is addition in disguise (${cite('craigen-pales-1989')}).

        The numbers above ${given(-4)} are such an interval. Those below make a second one, and the two together have no
        such map: ${given(-8)} ⊗ ${given(-8)} = ${given(0)}, so ${math`f(-8)`} would be zero, like ${math`f(0)`}. To cover
        both, store the *sign* of the factor beside the logarithm of its size, as NumPy's \`slogdet\` does.`,
    ]),
  ],
});
