import { at } from '#numerics/list';
import { output, prose, section } from '#report';
import { asPython, equation, math, nats, probability, term, text } from '#report/values';
import { endings } from './endings.measure.ts';
import { sumsInUse } from './log-sum-exp.measure.ts';

export const addingInLogSpace = section({
  id: 'adding-in-log-space',
  title: prose`Log-sum-exp`,
  needs: { m: sumsInUse, tried: endings },
  write({ m, tried }) {
    const [one, other] = [at(m.names, 0), at(m.names, 1)];
    return [
      prose`How likely is “${text(one)}” **or** “${text(other)}”? Only one of them can come next, so their
        probabilities add. From their log-probabilities ${math`x`} and ${math`y`} we want`,
      equation`\ln(e^x + e^y)`,
      prose`For short texts, you can compute this as it stands. For long ones, both exponentials underflow, and
        the logarithm of zero is minus infinity.

        So take the larger one out *before* you exponentiate. If ${math`x`} is the larger,`,
      equation`e^x + e^y = e^x \left( 1 + e^{y - x} \right)`,
      prose`Take the logarithm of both sides. The factor ${math`e^x`} becomes the term ${math`x`}:`,
      equation`\ln(e^x + e^y) = x + \ln\left(1 + e^{y - x}\right)`,
      prose`Only the difference is exponentiated now. Take whole texts: story and prompt together score
        ${nats(tried.before, 2)}, so ${math`x`} is ${nats(m.whole, 2)} for “${text(one)}” and ${math`y`} is
        ${nats(m.wholeOther, 2)} for “${text(other)}”. Then ${math`y - x`} is ${nats(m.difference, 2)},
        ${math`e^{y - x}`} is ${probability(m.ratio, 2)}, and the logarithm on the right is ${nats(m.added, 2)}.
        So “${text(one)} or ${text(other)}” scores ${nats(m.together, 2)}, or ${nats(m.or, 2)} if you leave out
        story and prompt.

        The same works for any number of terms. Take ${math`e^m`} out of each, where ${math`m`} is the largest:`,
      equation`\ln \sum_i e^{x_i} = \ln \Bigl( e^m \sum_i e^{x_i - m} \Bigr) = m + \ln \sum_i e^{x_i - m}`,
      prose`This is ${term('log-sum-exp')}. The formula holds for any ${math`m`}, but the largest makes it safe.
        No ${math`x_i - m`} is above zero, so nothing ${term('overflow', 'overflows')}. One of them *is* zero,
        so the sum is at least one. Terms far below ${math`m`} still underflow, but they would not change the
        last digit.

        \`\`\`python
        from math import exp, expm1, inf, isinf, log, log1p

        def log_sum_exp(xs):
            m = max(xs, default=-inf)
            if isinf(m):  # all impossible
                return m
            return m + log(sum(exp(x - m) for x in xs))

        print(f"{log_sum_exp([-1000, -1001]):.2f}")
        \`\`\``,
      output([prose`${asPython(m.example.sum, '.2f')}`]),
      prose`The check with \`isinf\` is for impossible events: infinity minus infinity is not a number.`,
    ];
  },
});
