import { at } from '#numerics/list';
import { list, prose, section } from '#report';
import { equation, given, math, percent, real, term, token } from '#report/values';
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
      prose`Why not simply divide each score by the sum of the scores? Suppose that there are only three tokens, with the
        logits ${list(each((row) => given(row.logit)))}. Their exponentials are
        ${list(each((row) => real(row.exponential, 2)))}, and the sum is ${real(m.sum, 2)}. So the probabilities are
        ${list(each((row) => percent(row.probability, 2)))}. One logit more makes a token ${math`e`} = ${real(steps.e, 2)} times as
        likely. Two logits more make it ${real(m.twoSteps, 2)} times as likely, which is ${math`e`} times ${math`e`}. Equal
        differences become equal ratios.

        Now add ${given(m.shift)} to all three logits. Each exponential grows by the same factor, ${math`e^{100}`}, and so does
        their sum. The factor cancels, and the probabilities are still
        ${list(each((row) => percent(row.shiftedProbability, 2)))}. Plain division does not have this property. It turns the
        original scores into ${list(each((row) => percent(row.share, 2)))}, but the shifted ones into
        ${list(each((row) => percent(row.shiftedShare, 2)))}. A negative score would even get a negative probability.

        Here is the rule for any two tokens:`,
      equation`\frac{q_a}{q_b} = e^{z_a - z_b}`,
      prose`So only the *differences* between the logits of one prediction mean something. For example, the logit of
        ${token(first.text)} is ${real(steps.gap, 2)} higher than that of ${token(second.text)}. This makes ${token(first.text)}
        ${real(steps.odds, 2)} times as likely. Such a ratio of two probabilities is called the ${term('odds')} of one token
        against the other.

        Two logits alone give you the odds, but neither probability. For that, you need all the other logits too.`,
    ];
  },
});
