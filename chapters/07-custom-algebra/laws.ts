import { prose, section } from '#report';
import { equation, given, math, ref, set, term } from '#report/values';
import { bentRuler } from './bent-ruler-figure.ts';

export const laws = section({
  id: 'algebra-laws',
  title: prose`Identity, inverse, powers: start, undo, repeat`,
  needs: {},
  write: () => [
    prose`What else does a program need to keep a running total? Each answer is a fact about multiplication, carried over:

      - **Start** at ${given(0)}. Its factor is ${given(1)}, which changes nothing, so ${math`a \otimes 0 = a`}. Such a
        number is called the *identity*.
      - **Remove an item** without combining all the others again: combine the total with the item's *inverse*,
        ${math`-a / (1 + a/4)`}, whose factor is ${math`1/(1 + a/4)`}. For example, ${given(-2)} removes a ${given(4)},
        because their factors are one half and ${given(2)}. Only ${given(-4)} cannot be removed. Its factor is zero, and
        nothing brings a product back from zero.
      - **Repeat** an item ${math`n`} times with one power instead of ${math`n - 1`} steps. The result is
        ${math`4\left((1 + a/4)^n - 1\right)`}.`,
  ],
});

export const family = section({
  id: 'family',
  title: prose`One family: compound growth, noisy-or, log-probabilities`,
  needs: {},
  write: () => [
    prose`The quarter was arbitrary. Take any number ${math`k`}:`,
    equation`a \otimes_k b = a + b + k\,ab`,
    prose`For any ${math`k`} but zero, this is multiplication in disguise. The number ${math`a`} has the factor
      ${math`1 + ka`}, and only ${math`-1/k`} cannot be removed. The size of ${math`k`} is a matter of units: if you
      divide all numbers by ${given(4)}, ${math`k = 1/4`} becomes ${math`k = 1`}, and ${math`k = -1/4`} becomes
      ${math`k = -1`}.

      Logarithms turn products into sums. So put every number with a positive factor on a ruler, at
      ${math`\ln(1 + ka)/k`}. There, the rule joins two lengths (${ref('bent-ruler')}).`,
    bentRuler([
      prose`For ${math`k = 1/4`}, the marks come closer and closer. By itself, each length ${set('apart', 'ends at two')}.`,
      prose`${set('joined', 'Joined')}, they reach five. Divided by four, these are two rises of ${given(50)}% that make
        ${given(125)}%: *compound growth*, ${math`k = 1`}.`,
      prose`For ${set('even', prose`${math`k = 0`}`)}, the marks are even, as on the lower ruler, and two and two make four. The
        rule is ordinary addition, the rule for ${term('log-probability', 'log-probabilities')}. The other rulers approach
        this one as ${math`k`} approaches zero (${ref('scales')}).`,
      prose`For ${set('spread', prose`${math`k = -1/4`}`)}, the gaps between marks widen, four is infinitely far, and two and
        two make only three. Divided by four, these are two independent tests that each catch half the bugs and together
        three quarters: *noisy-or*, ${math`k = -1`}. The shares that they miss multiply.`,
    ]),
  ],
});

export const secondOperation = section({
  id: 'second-operation',
  title: prose`A second operation: distributive law and field`,
  needs: {},
  write: () => [
    prose`What does addition become under the same map? Add the factors, and turn the sum back:`,
    equation`a \oplus b = 4\left(\left(1 + \frac{a}{4}\right) + \left(1 + \frac{b}{4}\right) - 1\right) = a + b + 4`,
    prose`So ${math`2 \oplus 2 = 8`}. The laws of addition carry over: order and brackets do not matter,
        ${given(-4)} is the identity, and ${math`-8 - a`} is the inverse of ${math`a`}. Under ⊗, ${given(-4)} is the
        ${term('absorbing element')}, as zero is in multiplication: ${math`-4 \otimes b = -4`} for every ${math`b`}. The
        *distributive law* holds as well:`,
    equation`a \otimes (b \oplus c) = (a \otimes b) \oplus (a \otimes c)`,
    prose`For ${given(2)}, ${given(4)} and ${given(8)}, these are ${math`2 \otimes 16`} and ${math`8 \oplus 14`}, both
        ${given(26)}.

        Two operations with all these laws make a *field*. You can add, subtract, multiply, and divide by any number but
        ${given(-4)}. The distributive law also saves work: the right side takes three operations, the left two.
        ${ref('05-log-semiring-on-graphs')} uses this saving to add up exponentially many paths in one pass.`,
  ],
});
