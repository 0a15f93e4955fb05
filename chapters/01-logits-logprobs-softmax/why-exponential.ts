import { at } from '#numerics/list';
import { list, prose, section } from '#report';
import { given, math, percent, real, term, token } from '#report/values';
import { softmaxSteps } from './softmax-by-hand.measure.ts';
import { threeLogits } from './three-logits.measure.ts';

export const whyExponential = section({
  id: 'why-exponential',
  title: prose`Why softmax uses the exponential`,
  needs: { m: threeLogits, steps: softmaxSteps },
  write({ m, steps }) {
    const [first, second] = [at(steps.rows, 0), at(steps.rows, 1)];
    const each = <T>(print: (row: (typeof m.rows)[number]) => T) => m.rows.map(print);
    return [
      prose`Why not divide each score by the sum of the scores? Take three tokens with the logits
        ${list(each((row) => given(row.logit)))}. Their exponentials are ${list(each((row) => real(row.exponential, 2)))}. Divided
        by their sum, they give ${list(each((row) => percent(row.probability, 2)))}. A token whose logit is one higher than another's is ${math`e`} = ${real(steps.e, 2)} times as likely as that one. Two higher, and it is ${math`e^2`} = ${real(m.twoSteps, 2)} times as likely. Equal differences become equal ratios.

        Now add ${given(m.shift)} to all three logits. Each exponential grows by the same factor, ${math`e^{100}`}, and so does
        their sum. The factor cancels: the probabilities are still ${list(each((row) => percent(row.shiftedProbability, 2)))}. Plain
        division would change ${list(each((row) => percent(row.share, 2)))} to
        ${list(each((row) => percent(row.shiftedShare, 2)))}, and a negative score would get a negative probability.

        The rule for any two tokens is ${math`q_a / q_b = e^{z_a - z_b}`}. So only *differences* between logits of one prediction
        mean something. The logits of ${token(first.text)} and ${token(second.text)} differ by ${real(steps.gap, 2)}, so the
        probability of the first is ${real(steps.odds, 2)} times that of the second. Such a ratio is called the ${term('odds')} of one token against the
        other. To get a probability, you need all the other logits too.`,
    ];
  },
});
