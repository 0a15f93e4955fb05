import { at } from '#numerics/list';
import { and, finding, greater, less, prose, section } from '#report';
import { countInWords, equation, given, math, nats, real, ref, term, text, token } from '#report/values';
import { shortLists } from './short-lists.measure.ts';
import { softmaxSteps } from './softmax-by-hand.measure.ts';
import { temperatures } from './temperature.measure.ts';

export const topPAndEntropy = section({
  id: 'top-p-and-entropy',
  title: prose`Top-k, top-p and entropy`,
  needs: { lists: shortLists, m: temperatures, steps: softmaxSteps },
  write({ lists, m, steps }) {
    const [example, first, second] = [at(lists.prompts, 0), at(steps.rows, 0), at(steps.rows, 1)];
    return [
      prose`A draw from the whole vocabulary sometimes picks a token that makes no sense. Two settings prevent that, after the
        temperature has been applied. *Top-k* keeps the ${math`k`} likeliest tokens: with ${math`k`} = ${given(steps.cuts.k)}, the
        first ${countInWords(steps.cuts.k)} of ${ref('top-tokens')}. ${term('top-p', 'Top-p')} keeps the smallest set of most likely
        tokens whose probabilities add up to at least ${math`p`}. In both cases, the probabilities that are kept are rescaled to
        add up to one. ${finding({
          id: 'top-p-keeps-two',
          when: and(
            less('probability of the likeliest token', first.probability, steps.cuts.p),
            greater('probability of the two likeliest tokens', steps.firstTwo, steps.cuts.p),
          ),
          text: () =>
            prose`After our prompt, top-p with ${math`p`} = ${given(steps.cuts.p)} keeps ${token(first.text)} and ${token(second.text)}, because the first alone has less than that.`,
        })}

        How widely does a draw scatter? The ${term('entropy')} measures it:`,
      equation`H = -\sum_i q_i \ln q_i`,
      prose`It is the average of ${math`-\ell`} over all tokens, weighted by their probabilities. Our prediction has an entropy of
        ${nats(m.plain.entropy, 2)}. To read this number, undo the logarithm: ${math`e^H`} is ${real(m.plain.spread, 2)}, so the
        draw is as open as one among ${real(m.plain.spread, 2)} equally likely tokens. A higher temperature raises the entropy. At
        ${math`T`} = ${given(m.warm.temperature)}, it is ${nats(m.warm.entropy, 2)}.

        An API's list does not give you the entropy, but it gives you bounds. The lower bound takes every hidden token to be as
        likely as the last listed one. The upper bound spreads the hidden probability evenly over the rest of the vocabulary. Let the list
        have ${math`k`} of ${math`V`} tokens, ${math`q_k`} the smallest probability on it, ${math`H_k`} the listed tokens' part of
        the sum above, and ${math`r`} the hidden probability. Then`,
      equation`H_k - r \ln q_k \;\le\; H \;\le\; H_k + r \ln \frac{V - k}{r}`,
      prose`A hidden token has at most ${math`q_k`}, so its ${term('surprisal')} ${math`-\ln q`} is at least ${math`-\ln q_k`}. With the five tokens listed after “${text(example.prompt)}”, the bounds are
        ${nats(example.atLeast, 2)} and ${nats(example.atMost, 2)}, and the true value is ${nats(example.entropy, 2)}.

        Rescaling the list instead gives ${nats(example.scaledUp, 2)}. Such a result is too low whenever anything is hidden: it
        makes every listed token likelier, and drops the tokens with the largest surprisal.`,
    ];
  },
});
