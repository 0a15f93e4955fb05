import { prose, section } from '#report';
import { equation, given, math, ref } from '#report/values';
import { distributive } from './second-operation.measure.ts';

export const secondOperation = section({
  id: 'second-operation',
  title: prose`A second operation: distributive law and field`,
  needs: { m: distributive },
  write({ m }) {
    const { a, b, c, sum, left, first, second, twoAndTwo } = m;
    return [
      prose`What does addition become under the same map? Add the factors, and turn the sum back:`,
      equation`a \oplus b = 4\left(\left(1 + \frac{a}{4}\right) + \left(1 + \frac{b}{4}\right) - 1\right) = a + b + 4`,
      prose`So ${given(2)} ⊕ ${given(2)} = ${given(twoAndTwo)}. The laws of addition carry over: order and brackets do not matter,
        ${given(-4)} is the identity, and ${math`-8 - a`} is the inverse of ${math`a`}. The *distributive law* holds as
        well:`,
      equation`a \otimes (b \oplus c) = (a \otimes b) \oplus (a \otimes c)`,
      prose`For ${given(a)}, ${given(b)} and ${given(c)}, these are ${given(a)} ⊗ ${given(sum)} and ${given(first)} ⊕
        ${given(second)}, both ${given(left)}.

        Two operations with all these laws make a *field*. You can add, subtract, multiply, and divide by any number but
        ${given(-4)}. The distributive law also saves work: the right side takes three operations, the left only two.
        ${ref('05-log-semiring-on-graphs')} uses this saving to add up exponentially many paths in one pass.`,
    ];
  },
});
