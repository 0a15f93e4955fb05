import { prose, section } from '#report';
import { cite, math, ref } from '#report/values';

export const associativityTheorem = section({
  id: 'associativity-theorem',
  title: prose`Which rules are sums?`,
  needs: {},
  write: () => [
    prose`Is every sensible rule addition in disguise? The maximum is not. Since ${math`\max(x, x) = x`}, a sum in disguise
      would need ${math`f(x) + f(x) = f(x)`}. Then every ${math`f(x)`} would be zero, so ${math`f`} would not be
      one-to-one.

      Aczél proved that a few conditions are enough (${cite('craigen-pales-1989')}). Suppose that a rule

      - combines any two numbers of an *interval* into a number of that interval,
      - is continuous and associative,
      - is *cancellative*: different numbers, combined with the same third number, give different results.

      Then the rule is addition in disguise, with a continuous ${math`f`}. On the numbers above ${math`-4`}, our rule
      meets these conditions.

      What happens outside this interval? On all numbers except ${math`-4`}, our rule is still continuous, associative
      and cancellative. But ${math`-8 \otimes -8 = 0`} (${ref('copies-table')}), and ${math`0`} is the identity. A sum in
      disguise would need ${math`f(-8) + f(-8) = f(0) = 0`}. Then ${math`f(-8) = 0 = f(0)`}, so no one-to-one
      ${math`f`} exists. The theorem is not violated: it speaks of one interval, and all numbers except ${math`-4`} form
      two.`,
  ],
});
