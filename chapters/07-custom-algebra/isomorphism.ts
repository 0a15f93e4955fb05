import { code, prose, section } from '#report';
import { equation, given, math, ref, term } from '#report/values';
import { squareOf } from '../commutative-diagram-figure.ts';
import { inventedSquare } from './isomorphism.measure.ts';

export const isomorphism = section({
  id: 'algebra-disguise',
  title: prose`Multiplication in disguise`,
  needs: { square: inventedSquare },
  write({ square }) {
    return [
      prose`Divide the result of the rule by four and add one. You get a product:`,
      equation`\begin{aligned} 1 + \frac{a \otimes b}{4} &= 1 + \frac{a}{4} + \frac{b}{4} + \frac{ab}{16} \\ &= \left(1 + \frac{a}{4}\right)\left(1 + \frac{b}{4}\right) \end{aligned}`,
      prose`So every number ${math`a`} stands for a *factor*, ${math`\varphi(a) = 1 + a/4`}. To apply the rule, turn
        both numbers into factors, multiply the factors, and turn the product ${math`x`} back into ${math`4(x - 1)`}
        (${ref('square-custom')}).`,
      squareOf('custom', {
        numbers: {
          given: square.numbers.map((number) => given(number)),
          mapped: square.factors.map((factor) => given(factor)),
          combined: [given(square.product)],
          result: [given(square.result)],
        },
      }),
      prose`The map ${math`\varphi`} is *one-to-one* and *onto*: every number is the factor of exactly
        one number. If such a map also turns one operation into another, it is an ${term('isomorphism')}. Using such a
        map to carry an operation over is called *transport of structure*:`,
      code('#numerics/isomorphism', 'transport'),
      prose`Carried back along ${math`\varphi`}, multiplication becomes the invented rule, so \`times(2, 2)\` returns
        ${given(square.result)}:`,
      code('#chapters/07-custom-algebra/invented-operations', 'times'),
    ];
  },
});
