import { prose, section } from '#report';
import { equation, given, percent, real } from '#report/values';
import { threeRules } from './percent-changes.measure.ts';

export const percentChanges = section({
  id: 'algebra-compound',
  title: prose`Ten and twenty percent`,
  needs: { m: threeRules },
  write({ m: { growth, tests, invented } }) {
    return [
      prose`A price rises by ${percent(growth.first, 2)}, then by ${percent(growth.second, 2)}. In all it has risen by
        ${percent(growth.composed, 2)}, not by ${percent(growth.sum, 2)}. Two independent tests each catch
        ${percent(tests.caught, 2)} of all bugs. Together they catch ${percent(tests.together, 2)}, not
        ${percent(tests.sum, 3)}. Both times, the plain sum is off by a product:`,
      equation`\begin{aligned} ${given(growth.first)} + ${given(growth.second)} + ${given(growth.first)} \times ${given(growth.second)} &= ${real(growth.composed, 2)} \\ ${given(tests.caught)} + ${given(tests.caught)} - ${given(tests.caught)} \times ${given(tests.caught)} &= ${real(tests.together, 2)} \end{aligned}`,
      prose`The second rise also applies to the first one, and a bug that both tests catch counts only once.

        Now invent a rule of the same shape by adding a *quarter* of the product:`,
      equation`a \otimes b = a + b + \frac{ab}{4}`,
      prose`Two and two now make ${given(invented.composed)}. Can you calculate with such a rule? Do brackets
        matter? Can
        every step be undone?

        The examples hint at an answer. The price was multiplied by ${real(growth.factors[0], 2)} and by
        ${real(growth.factors[1], 2)}. Each test misses ${percent(tests.missed, 2)} of the bugs, and both together
        miss a
        tenth of a tenth, ${percent(tests.bothMiss, 1)}. Both rules are multiplication **in disguise**, and so is
        the invented
        one.

        Language models multiply as well: the probability of a text is the product of its tokens' probabilities. On each
        scale for probabilities, this product takes another form.`,
    ];
  },
});
