import { code, list, prose, section } from '#report';
import { count, countInWords, equation, given, math, percent, ref, term } from '#report/values';
import { roundedRule } from './rounded-rule.measure.ts';
import { threeRules } from './scores.measure.ts';

export const inventedRule = section({
  id: 'algebra-compound',
  title: prose`An invented rule: is it associative?`,
  needs: { m: threeRules, near: roundedRule },
  write({ m: { growth, invented }, near }) {
    const triple = ({ a, b, c }: typeof near.passing) => list([given(a), given(b), given(c)]);
    return [
      prose`A price rises by ${percent(growth.first, 2)}, then by ${percent(growth.second, 2)}. In total, it rises by
        ${percent(growth.composed, 2)}, not ${percent(growth.sum, 2)}, because the second rise also applies to what the
        first one added. So rises add, plus their product, ${math`0.1 \times 0.2`}. Now invent a rule that adds only a
        *quarter* of the product:`,
      equation`a \otimes b = a + b + \frac{ab}{4}`,
      prose`Two and two now make ${countInWords(invented.result)}. (We keep the sign ⊕ for a second
        operation, in ${ref('second-operation')}.)

        May a program combine a long list of numbers by this rule in parts, on several machines? Only if the rule is
        ${term('associative')}, that is, if brackets do not matter: ${math`(a \otimes b) \otimes c = a \otimes (b \otimes c)`}.
        Here is a second rule, for whole numbers: the same rule with ${math`ab/4`} rounded down to a whole number, so that
        ${given(1)} and ${given(3)} make ${given(4)}. **Guess: which of the two is associative?** Both, one, or neither?

        Test the rounded rule with ${triple(near.passing)}. Both placements of the brackets give
        ${count(near.passing.left)}. But with ${triple(near.failing)}, they give
        ${count(near.failing.left)} and ${count(near.failing.right)}. The rounded rule is not associative.

        One test can easily miss this. Of the ${count(near.triples)} triples
        ${math`1 \le a \le b \le c \le ${given(near.largest)}`}, ${percent(near.share, 2)} pass. The rule without rounding passes whatever you try, but no number of tests covers all numbers. It needs a proof.`,
    ];
  },
});

export const disguise = section({
  id: 'algebra-disguise',
  title: prose`Proof: the rule is multiplication in disguise`,
  needs: { m: threeRules },
  write({ m: { invented } }) {
    return [
      prose`Why can brackets not matter? Divide the result of the rule by four and add one. You get a product:`,
      equation`1 + \frac{a \otimes b}{4} = 1 + \frac{a}{4} + \frac{b}{4} + \frac{ab}{16} = \left(1 + \frac{a}{4}\right)\left(1 + \frac{b}{4}\right)`,
      prose`So every number ${math`a`} stands for a *factor*, ${math`\varphi(a) = 1 + a/4`}. To apply the rule, turn
        both numbers into factors, multiply them, and turn the product ${math`x`} back into ${math`4(x - 1)`}. The
        factors of ${list(invented.numbers.map((number) => given(number)))} are
        ${list(invented.factors.map((factor) => given(factor)))}. Their product, ${given(invented.product)}, stands for
        ${given(invented.result)}.

        That is \`transport\` once more, and \`times(2, 2)\` returns ${given(invented.result)}:`,
      code('#chapters/07-custom-algebra/operations', 'times'),
      prose`Now the proof is short. Both ${math`(a \otimes b) \otimes c`} and ${math`a \otimes (b \otimes c)`} have the
        factor ${math`\varphi(a)\,\varphi(b)\,\varphi(c)`}. Each factor belongs to exactly one number. So they are the
        same number, and the rule is associative.

        A map like ${math`\varphi`}, which pairs numbers with factors one to one and turns ⊗ into multiplication, is
        called an ${term('isomorphism')}. How to find such a map for a new rule is shown in ${ref('finding-the-map')}.`,
    ];
  },
});
