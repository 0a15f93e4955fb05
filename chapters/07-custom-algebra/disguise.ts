import { code, prose, section } from '#report';
import { equation, given, math, ref, term } from '#report/values';
import { squareOf } from '../commutative-diagram-figure.ts';
import { inventedSquare } from './disguise.measure.ts';

export const disguise = section({
  id: 'algebra-disguise',
  title: prose`Proof: the rule is multiplication in disguise`,
  needs: { square: inventedSquare },
  write({ square }) {
    return [
      prose`Divide the result of the rule by four and add one. You get a product:`,
      equation`1 + \frac{a \otimes b}{4} = 1 + \frac{a}{4} + \frac{b}{4} + \frac{ab}{16} = \left(1 + \frac{a}{4}\right)\left(1 + \frac{b}{4}\right)`,
      prose`So every number ${math`a`} stands for a *factor*, ${math`\varphi(a) = 1 + a/4`}. To apply the rule, turn
        both numbers into factors, multiply them, and turn the product ${math`x`} back into ${math`4(x - 1)`}
        (${ref('square-custom')}).`,
      squareOf('custom', {
        numbers: {
          given: square.numbers.map((number) => given(number)),
          mapped: square.factors.map((factor) => given(factor)),
          combined: [given(square.product)],
          result: [given(square.result)],
        },
      }),
      prose`That is \`transport\` once more, and \`times(2, 2)\` returns ${given(square.result)}:`,
      code('#chapters/07-custom-algebra/operations', 'times'),
      prose`Now the proof is short. Both ${math`(a \otimes b) \otimes c`} and ${math`a \otimes (b \otimes c)`} have the
        factor ${math`\varphi(a)\,\varphi(b)\,\varphi(c)`}. Each factor belongs to exactly one number. So they are the
        same number, and the rule is associative.

        The rounded rule has no such map: what rounding throws away depends on the brackets.

        A map like ${math`\varphi`}, which pairs numbers with factors one to one and turns ⊗ into multiplication, is
        called an ${term('isomorphism')}.`,
    ];
  },
});
