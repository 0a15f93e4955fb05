import { at } from '#numerics/list';
import { output, prose, section } from '#report';
import { asPython, equation, math, nats, term, text } from '#report/values';
import { sumsInUse } from './log-sum-exp.measure.ts';

export const addingInLogSpace = section({
  id: 'adding-in-log-space',
  title: prose`Log-sum-exp`,
  needs: { m: sumsInUse },
  write({ m }) {
    const [one, other] = [at(m.names, 0), at(m.names, 1)];
    return [
      prose`How likely is “${text(one)}” **or** “${text(other)}”? Only one of them can come next, so their
        probabilities add. From their log-probabilities ${math`x`} and ${math`y`} we want`,
      equation`\ln(e^x + e^y)`,
      prose`Computed as written, the formula fails for long texts: both exponentials underflow, and the logarithm of
        zero is minus infinity. So factor out the larger exponential on paper. If ${math`x`} is the larger number,`,
      equation`e^x + e^y = e^x \left( 1 + e^{y - x} \right)`,
      prose`Take the logarithm of both sides:`,
      equation`\ln(e^x + e^y) = x + \ln\left(1 + e^{y - x}\right)`,
      prose`Only the difference is exponentiated now. With the story and the prompt, “${text(one)}” scores
        ${nats(m.whole, 2)} and “${text(other)}” ${nats(m.wholeOther, 2)}. The second term is ${nats(m.added, 2)}, so
        “${text(one)} or ${text(other)}” scores ${nats(m.together, 2)} (${nats(m.or, 2)} without them).

        For any number of terms, factor out ${math`e^m`}, where ${math`m`} is the largest ${math`x_i`}:`,
      equation`\ln \sum_i e^{x_i} = \ln \Bigl( e^m \sum_i e^{x_i - m} \Bigr) = m + \ln \sum_i e^{x_i - m}`,
      prose`This is ${term('log-sum-exp')} (LSE). No difference ${math`x_i - m`} is above zero, so no
        exponential ${term('overflow', 'overflows')}. One difference *is* zero, so the sum is at least one. Terms that
        underflow are too small to change the leading digits of the sum.

        \`\`\`python
        from math import exp, expm1, inf, isinf, isnan, log, log1p, nan

        def log_sum_exp(xs):
            xs = list(xs)  # a generator can be read only once
            if any(map(isnan, xs)):
                return nan
            m = max(xs, default=-inf)
            if isinf(m):  # no terms, or all impossible; inf - inf is not a number
                return m
            return m + log(sum(exp(x - m) for x in xs))

        print(f"{log_sum_exp([-1000, -1001]):.2f}")
        \`\`\``,
      output([prose`${asPython(m.example.sum, '.2f')}`]),
      prose`The derivative of log-sum-exp with respect to ${math`x_i`} is ${math`e^{x_i - \operatorname{LSE}}`},
        this term's share of the sum. The gradient is therefore the
        ${term('softmax')}.`,
    ];
  },
});
