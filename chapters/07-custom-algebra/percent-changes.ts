import { prose, section } from '#report';
import { countInWords, equation, given, percent, real, ref } from '#report/values';
import { threeRules } from './percent-changes.measure.ts';

export const percentChanges = section({
  id: 'algebra-compound',
  title: prose`Ten and twenty percent`,
  needs: { m: threeRules },
  write({ m: { growth, tests, invented } }) {
    return [
      prose`A price rises by ${percent(growth.first, 2)}, then by ${percent(growth.second, 2)}. In all, it has risen by
        ${percent(growth.composed, 2)}, not by ${percent(growth.sum, 2)}. Two independent tests each catch
        ${percent(tests.caught, 2)} of all bugs. Together they catch ${percent(tests.together, 2)}, not
        ${percent(tests.sum, 3)}. In both cases, the plain sum is off by the product of the two numbers:`,
      equation`\begin{aligned} ${given(growth.first)} + ${given(growth.second)} + ${given(growth.first)} \times ${given(growth.second)} &= ${real(growth.composed, 2)} \\ ${given(tests.caught)} + ${given(tests.caught)} - ${given(tests.caught)} \times ${given(tests.caught)} &= ${real(tests.together, 2)} \end{aligned}`,
      prose`The second rise also raises the first one. A bug that both tests catch counts only once.

        Now invent a similar rule that adds a *quarter* of the product:`,
      equation`a \otimes b = a + b + \frac{ab}{4}`,
      prose`(Some authors write ⊕. Here, ⊗ marks multiplication in disguise, and ⊕ is kept for
        ${ref('second-operation')}.)

        Two and two now make ${countInWords(invented.composed)}. Can you calculate with such a rule? Can you undo
        every combination?

        The price was multiplied by ${real(growth.factors[0], 2)} and then by
        ${real(growth.factors[1], 2)}. Each test misses ${percent(tests.missed, 2)} of the bugs, and both tests miss
        a tenth of that tenth, ${percent(tests.bothMiss, 1)}. Both rules are multiplication **in disguise**, and so is
        the invented rule.

        Scoring a text with a language model also means multiplying: the probability of a text is the product of its
        tokens' probabilities. On each scale for probabilities, this product becomes a different operation.`,
    ];
  },
});
