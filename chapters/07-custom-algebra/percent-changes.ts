import { prose, section } from '#report';
import { countInWords, equation, given, percent, real, ref } from '#report/values';
import { threeRules } from './percent-changes.measure.ts';

export const percentChanges = section({
  id: 'algebra-compound',
  title: prose`Ten and twenty percent`,
  needs: { m: threeRules },
  write({ m: { growth, tests, invented } }) {
    return [
      prose`A price rises by ${percent(growth.first, 2)}, then by ${percent(growth.second, 2)}. In total, it rises by
        ${percent(growth.composed, 2)}, not ${percent(growth.sum, 2)}. Two independent tests each catch
        ${percent(tests.caught, 2)} of all bugs. Together they catch ${percent(tests.together, 2)}, not
        ${percent(tests.sum, 3)}. Written as fractions, both totals differ from the plain sum by the product:`,
      equation`\begin{aligned} ${given(growth.first)} + ${given(growth.second)} + ${given(growth.first)} \times ${given(growth.second)} &= ${real(growth.composed, 2)} \\ ${given(tests.caught)} + ${given(tests.caught)} - ${given(tests.caught)} \times ${given(tests.caught)} &= ${real(tests.together, 2)} \end{aligned}`,
      prose`The second rise also applies to what the first one added. The bugs that both tests catch must not count
        twice.

        Now invent a similar rule that adds a *quarter* of the product:`,
      equation`a \otimes b = a + b + \frac{ab}{4}`,
      prose`Two and two now make ${countInWords(invented.composed)}. Do the usual laws hold for such a rule? Can every
        combination be undone?

        Start with the price: it is multiplied by ${real(growth.factors[0], 2)} and then by
        ${real(growth.factors[1], 2)}. Each test misses ${percent(tests.missed, 2)} of the bugs, so the second misses
        ${percent(tests.missed, 2)} of what the first one missed: ${percent(tests.bothMiss, 1)} of all bugs. Both rules
        are multiplication **in disguise**. So are the invented rule (${ref('algebra-disguise')}) and adding
        log-probabilities (${ref('family')}).`,
    ];
  },
});
