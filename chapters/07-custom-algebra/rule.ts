import { list, prose, section } from '#report';
import { count, countInWords, equation, given, math, percent, real, ref, term } from '#report/values';
import { roundedRule } from './rounded-rule.measure.ts';
import { threeRules } from './scores.measure.ts';

export const inventedRule = section({
  id: 'algebra-compound',
  title: prose`An invented rule: is it associative?`,
  needs: { m: threeRules, near: roundedRule },
  write({ m: { growth, tests, invented }, near }) {
    const triple = ({ a, b, c }: typeof near.passing) => list([given(a), given(b), given(c)]);
    return [
      prose`A price rises by ${percent(growth.first, 2)}, then by ${percent(growth.second, 2)}. In total, it rises by
        ${percent(growth.composed, 2)}, not ${percent(growth.sum, 2)}. Two independent tests each catch
        ${percent(tests.caught, 2)} of all bugs. Together they catch ${percent(tests.together, 2)}. Both totals differ
        from the plain sum by the product:`,
      equation`\begin{aligned} ${given(growth.first)} + ${given(growth.second)} + ${given(growth.first)} \times ${given(growth.second)} &= ${real(growth.composed, 2)} \\ ${given(tests.caught)} + ${given(tests.caught)} - ${given(tests.caught)} \times ${given(tests.caught)} &= ${real(tests.together, 2)} \end{aligned}`,
      prose`Now invent a rule that adds a *quarter* of the product:`,
      equation`a \otimes b = a + b + \frac{ab}{4}`,
      prose`Two and two now make ${countInWords(invented.composed)}. (Such a rule is often written ⊕. We keep ⊕ for an
        addition, which this will turn out not to be.)

        May a program combine a long list of numbers by this rule in parts, on several machines? Only if the rule is
        ${term('associative')}, that is, if brackets do not matter: ${math`(a \otimes b) \otimes c = a \otimes (b \otimes c)`}.
        Here is the same rule for whole numbers, with the quarter rounded down:`,
      equation`a \mathbin{\diamond} b = a + b + \left\lfloor \frac{ab}{4} \right\rfloor`,
      prose`**Guess: which of the two rules is associative?** Both, one, or neither?

        Test the rounded rule with ${triple(near.passing)}. Both placements of the brackets give
        ${count(near.passing.left)}. So far, so good. But with ${triple(near.failing)}, they give
        ${count(near.failing.left)} and ${count(near.failing.right)}. The rounded rule is not associative.

        A test can easily miss this. Of all ${count(near.triples)} triples ${math`a \le b \le c`} up to
        ${given(near.largest)}, ${percent(near.share, 2)} pass. The rule without rounding passes for every triple that
        you try, but no number of tests covers all numbers. We need a proof (${ref('algebra-disguise')}).`,
    ];
  },
});
