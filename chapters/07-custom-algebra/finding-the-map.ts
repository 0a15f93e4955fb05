import { curious, exercise, prose, section } from '#report';
import { cite, equation, given, math, ref } from '#report/values';

export const findingTheMap = section({
  id: 'finding-the-map',
  title: prose`How to find the map of a new rule`,
  needs: {},
  write: () => [
    prose`You meet a new rule ${math`a * b`}. Is it addition in disguise, and what is ${math`f`}?

        **First, look for an identity:** a number ${math`e`} with ${math`a * e = a`} and ${math`e * a = a`} for every
        ${math`a`}. Our rule has zero. The mean, ${math`(a + b)/2`}, has none, so it is not addition in disguise.

        **Second, compare rates.** Move ${math`a`} by a tiny step and see how far the result moves. Then move ${math`b`} by
        the same step instead. If ${math`f(a * b) = f(a) + f(b)`}, the two movements have the ratio
        ${math`f'(a) : f'(b)`}. For our rule, the ratio is`,
    equation`\left(1 + \frac{b}{4}\right) : \left(1 + \frac{a}{4}\right) = \frac{1}{1 + a/4} : \frac{1}{1 + b/4}`,
    prose`So ${math`f'(a)`} is ${math`1/(1 + a/4)`}, up to a constant factor. Integrate from the identity, where ${math`f`}
        is zero:`,
    equation`f(a) = \int_0^a \frac{dt}{1 + t/4} = 4 \ln\left(1 + \frac{a}{4}\right)`,
    prose`Any multiple of ${math`f`} does as well, so the ${given(4)} may go, which leaves the entry in ${ref('gallery-table')}.

        If the ratio does not split like this, there is no differentiable ${math`f`}. If it does, the result depends on
        nothing but ${math`f(a) + f(b)`}. With ${math`b = e`}, that sum is ${math`f(a)`} and the result is ${math`a`}. So
        the result is the number whose ${math`f`} is the sum. (This needs an interval on which ${math`f'`} is never zero.)
        Without an identity, a ratio proves nothing: that of the mean is ${math`1 : 1`}.`,
    exercise(
      prose`Find ${math`f`} for resistors in parallel, ${math`rs/(r + s)`}.`,
      prose`The identity is ${math`\infty`}. For small changes of ${math`r`} and ${math`s`}, the result moves
          ${math`s^2/(r + s)^2`} and ${math`r^2/(r + s)^2`} times as far. The ratio of the two is
          ${math`\tfrac{1}{r^2} : \tfrac{1}{s^2}`}, so ${math`f'(r)`} is ${math`1/r^2`}, up to a constant factor. Integrate
          from the identity to get ${math`-1/r`}. Its multiple ${math`1/r`} does as well.`,
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
