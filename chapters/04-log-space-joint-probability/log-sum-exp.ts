import { at } from '#numerics/list';
import { output, prose, section } from '#report';
import { asPython, equation, math, nats, ref, term, text } from '#report/values';
import { sumsInUse } from './log-sum-exp.measure.ts';

export const addingInLogSpace = section({
  id: 'adding-in-log-space',
  title: prose`Log-sum-exp: add probabilities in log-space`,
  needs: { m: sumsInUse },
  write({ m }) {
    const [one, other] = [at(m.names, 0), at(m.names, 1)];
    return [
      prose`How likely is “${text(one)}” **or** “${text(other)}”? Only one of them can come next, so their probabilities
        add. We have only their log-probabilities, ${math`x`} and ${math`y`}. The obvious formula is
        ${math`\ln(e^x + e^y)`}. It fails for long texts: both exponentials underflow, and zero has no logarithm.

        So factor out the larger exponential on paper. If ${math`x`} is the larger number,`,
      equation`\ln(e^x + e^y) = \ln \bigl( e^x (1 + e^{y - x}) \bigr) = x + \ln(1 + e^{y - x})`,
      prose`Now only the *difference* is exponentiated. With the story and the prompt, “${text(one)}” scores
        ${nats(m.whole, 2)} and “${text(other)}” ${nats(m.wholeOther, 2)}. The second term is ${nats(m.added, 2)}, so
        “${text(one)} or ${text(other)}” scores ${nats(m.together, 2)}.

        The same works for any number of terms. Let ${math`m`} be the largest ${math`x_i`}, and factor out
        ${math`e^m`}:`,
      equation`\operatorname{LSE}(x) = \ln \sum_i e^{x_i} = m + \ln \sum_i e^{x_i - m}`,
      prose`This is ${term('log-sum-exp')}. No exponent ${math`x_i - m`} is above zero, so nothing
        ${term('overflow', 'overflows')}. One exponent *is* zero, so the sum is at least one. Terms that underflow are too
        small to matter beside it.

        \`\`\`python
        from math import exp, inf, isinf, isnan, log, nan

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
      prose`What libraries call this and related operations is in ${ref('operations')}. The probability of “*neither*” needs
        a formula of its own (${ref('complement')}).`,
    ];
  },
});
