import { prose, section } from '#report';
import { cite, math, ref } from '#report/values';

export const associativityTheorem = section({
  id: 'associativity-theorem',
  title: prose`Which rules are sums?`,
  needs: {},
  write: () => [
    prose`Is every sensible rule addition in disguise? The maximum is not. Since ${math`\max(x, x) = x`}, every
      ${math`f(x)`} would have to be its own double, that is, zero.

      Aczél proved that little is needed (${cite('craigen-pales-1989')}). Suppose that a rule

      - combines any two numbers of an *interval* into a number of that interval,
      - is continuous and associative,
      - loses nothing: different numbers, combined with the same third, give different results.

      Then it is addition in disguise, with a continuous ${math`f`}. On the numbers above ${math`-4`}, our rule meets
      these conditions.

      What happens outside? On all numbers except ${math`-4`}, our rule is still continuous and associative, and it
      loses
      nothing. But these numbers form two intervals. Since ${math`-8 \otimes -8 = 0`} (${ref('copies-table')}), a sum in
      disguise would need ${math`f(-8) + f(-8) = f(0) = 0`}. Then ${math`f`} would not be
      one-to-one.

      Below ${math`-4`}, factors are negative and have no real logarithm. The remedy is to store a sign and the
      logarithm
      of the absolute value, as NumPy's \`slogdet\` does. Signs multiply, and logarithms add.`,
  ],
});
