import { prose, section } from '#report';
import { cite, math, ref } from '#report/values';

export const associativityTheorem = section({
  id: 'associativity-theorem',
  title: prose`Which rules are sums?`,
  needs: {},
  write: () => [
    prose`Is every sensible rule addition in disguise? The maximum of two numbers is not. Since
      ${math`\max(x, x) = x`}, every number would need ${math`f(x) + f(x) = f(x)`}, and so ${math`f(x) = 0`}. A maximum
      forgets the smaller number, and nothing brings it back.

      Aczél proved that little is needed (${cite('craigen-pales-1989')}). Suppose that a rule

      - combines any two numbers of an *interval* into a number of that interval,
      - is continuous,
      - is associative,
      - loses nothing: if ${math`a \ast c = b \ast c`} or ${math`c \ast a = c \ast b`}, then ${math`a = b`}.

      Then it is addition in disguise: ${math`x \ast y = f^{-1}(f(x) + f(y))`} for a continuous ${math`f`} that only
      rises or only falls. Even ${math`x \ast y = y \ast x`} follows. Our rule meets all four conditions on the numbers
      above ${math`-4`}.

      What happens outside? Take all numbers except ${math`-4`}. On these our rule is still continuous and associative,
      and it loses nothing. But they form two intervals, and ${math`-8`} is in the wrong one. Since
      ${math`-8 \otimes -8 = 0`} (${ref('copies-table')}), a sum in disguise would need
      ${math`f(-8) + f(-8) = f(0) = 0`}. Then ${math`f(-8)`} would be zero, just like ${math`f(0)`}, and ${math`f`} could not tell
      ${math`-8`} from zero.

      Below ${math`-4`} the factors are negative, and a negative number has no real logarithm. The remedy is to keep a sign
      next to the logarithm of the absolute value: signs multiply, logarithms add. NumPy's \`slogdet\` returns a
      determinant in this form.`,
  ],
});
