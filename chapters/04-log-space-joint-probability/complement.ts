import { list, output, prose, section } from '#report';
import { asPython, cite, given, math, nats } from '#report/values';
import { sumsInUse } from './log-sum-exp.measure.ts';
import { precision } from './precision.measure.ts';

export const complement = section({
  id: 'complement',
  title: prose`The probability of “not”: \`log1p\` and \`expm1\``,
  needs: { use: sumsInUse, m: precision },
  write: ({ m, use }) => [
    prose`How likely is it that *neither* “bread” nor “fish” comes next? If ${math`x`} is the log-probability of “bread
      or fish”, that of “neither” is ${math`\ln(1 - e^x)`}. Here, “neither” scores ${nats(use.neither, 3)}.

      Computed as written, the formula loses digits for nearly certain and nearly impossible events, and at last
      fails. The reason is that floats lie densely near zero but not near one: \`1e-17\` is a float, yet
      \`1 - 1e-17\` is exactly \`1\`.

      - *Near certainty*, ${math`e^x`} can round to one, and then ${math`1 - e^x`} is zero. \`expm1(x)\`
        computes ${math`e^x - 1`} without forming ${math`e^x`}. Use \`log(-expm1(x))\`.
      - *Near impossibility*, ${math`1 - e^x`} can round to one, and then its logarithm is zero. \`log1p(u)\`
        computes ${math`\ln(1 + u)`} without forming ${math`1 + u`}. Use \`log1p(-exp(x))\`.

      Switch at ${math`x = -\ln 2`}, where the event and its complement are equally likely (${cite('maechler-2012')}):

      \`\`\`python
      from math import expm1, log1p

      def log1m_exp(x):  # x <= 0, except for rounding (unchecked)
          if x >= 0:
              return -inf
          if x > -log(2):
              return log(-expm1(x))
          return log1p(-exp(x))

      print(f"{log1m_exp(-1e-20):.3g} {log1m_exp(-50):.3g}")
      \`\`\``,
    output([prose`${asPython(m.notCertain, '.3g')} ${asPython(m.notImpossible, '.3g')}`]),
    prose`No formula saves you if ${math`x`} itself is inexact. The probabilities
      ${list(m.certain.probabilities.map((q) => given(q)))} add up to one, so “none of them” is impossible. Yet
      added in this order, their log-sum-exp misses zero by a rounding error, and \`log1m_exp\` returns
      ${nats(m.certain.not, 0)}. **Near certainty, add up the other outcomes instead**.`,
  ],
});
