import { box, code, curious, prose, section } from '#report';
import { equation, given, math, real, term } from '#report/values';
import { inverses } from './proofs.measure.ts';

export const proofs = section({
  id: 'proofs',
  title: prose`Five small proofs`,
  needs: { m: inverses },
  write({ m }) {
    const [first, second, third] = m.rows;
    return [
      prose`Letters speak of all numbers at once. School algebra is enough: expand, and compare. Two laws
        stand here, three in the part for the curious below.`,
      box('card-associative', prose`Brackets do not matter`, [
        prose`Expand the left side. The whole of ${math`a \oplus_4 b`} meets ${math`c`}:`,
        equation`\begin{aligned} (a \oplus_4 b) \oplus_4 c &= \left(a + b + \tfrac{ab}{4}\right) + c + \tfrac{1}{4}\left(a + b + \tfrac{ab}{4}\right)c \\ &= a + b + c + \tfrac{ab + ac + bc}{4} + \tfrac{abc}{16} \end{aligned}`,
        prose`Now the right side. ${math`a`} meets the whole of ${math`b \oplus_4 c`}:`,
        equation`\begin{aligned} a \oplus_4 (b \oplus_4 c) &= a + \left(b + c + \tfrac{bc}{4}\right) + \tfrac{1}{4}\,a\left(b + c + \tfrac{bc}{4}\right) \\ &= a + b + c + \tfrac{bc + ab + ac}{4} + \tfrac{abc}{16} \end{aligned}`,
        prose`Both are the same expression. So any number of terms can be composed in any grouping.`,
      ]),
      box('card-absorbing', prose`Minus four absorbs everything`, [
        equation`-4 \oplus_4 b = -4 + b + \frac{-4b}{4} = -4 + b - b = -4`,
        prose`A number that turns all it meets into itself is called an ${term('absorbing element')}. So no
          ${math`b`} can take ${math`-4`} back to zero.`,
      ]),
      curious(prose`What are the other three laws, and why do they hold?`, [
        box('card-commutative', prose`Order does not matter`, [
          prose`Swap the two letters. Ordinary sums and products do not change:`,
          equation`b \oplus_4 a = b + a + \frac{ba}{4} = a + b + \frac{ab}{4} = a \oplus_4 b`,
        ]),
        box('card-identity', prose`Zero changes nothing, and only zero`, [
          equation`a \oplus_4 0 = a + 0 + \frac{a \cdot 0}{4} = a`,
          prose`Suppose that another number ${math`e`} changed nothing either. Then ${math`0 \oplus_4 e`}
            would be ${math`0`}, because ${math`e`} changes nothing, and it would be ${math`e`}, because
            ${math`0`} changes nothing. So ${math`e = 0`}.`,
        ]),
        box('card-inverse', prose`Every number but one can be undone`, [
          prose`Which ${math`b`} takes ${math`a`} back to zero? Solve for it:`,
          equation`a + b + \frac{ab}{4} = 0 \quad\Longleftrightarrow\quad b\left(1 + \frac{a}{4}\right) = -a \quad\Longleftrightarrow\quad b = \frac{-a}{1 + a/4}`,
          prose`The last step divides by ${math`1 + a/4`}, which is zero for ${math`a = -4`} and for no other
            number. For example, ${given(first?.a)} is undone by ${real(first?.inverse)}, ${given(second?.a)}
            by ${real(second?.inverse)}, and ${given(third?.a)} by ${real(third?.inverse)}, itself.`,
        ]),
        prose`As a program, the inverse refuses its one exception by name:`,
        code('#numerics/custom-algebra', 'inverse'),
      ]),
      prose`Order does not matter either, only zero changes nothing, and every ${math`a`} but ${math`-4`} is
        undone by ${math`-a / (1 + a/4)`}.`,
    ];
  },
});
