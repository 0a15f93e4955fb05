import { at } from '#numerics/list';
import { finding, greater, join, prose, section, table } from '#report';
import { count, equation, math, percent, real, ref, rounded, term, text, token } from '#report/values';
import { nextToken } from './next-token.measure.ts';
import { softmaxSteps } from './softmax-by-hand.measure.ts';
import { tokensOfText } from './tokens.measure.ts';

export const softmaxByHand = section({
  id: 'softmax-by-hand',
  title: prose`Tokens, logits, softmax`,
  needs: { m: softmaxSteps, next: nextToken, read: tokensOfText },
  write({ m, next, read }) {
    const [first, second] = [at(m.rows, 0), at(m.rows, 1)];
    const [spaced, bare] = [at(read.spellings, 0), at(read.spellings, 1)];
    return [
      prose`A model's input is first split into ${term('token', 'tokens')} from a fixed list, the
        ${term('vocabulary')}. Ours has ${math`V`} = ${count(read.vocabularySize)} entries. Our example becomes
        ${join(
          read.tokens.map((row) => token(row.text)),
          prose` `,
        )}.

        A space before a word is part of its token. ${finding({
          id: 'space-is-part-of-token',
          when: greater(
            'probability of a word with its space over that of the same word without',
            read.ratio,
            10,
          ),
          text: () =>
            prose`After our prompt, ${token(spaced.text)} is ${rounded(read.ratio, 2)} times as likely as ${token(bare.text)}.`,
        })} So look up the form that fits: a chat answer usually begins without a space.

        The model's last layer leaves a vector at each position. A learned matrix with one row per token of the vocabulary turns
        it into one number for **every** token, the ${term('logit')}: ${math`z_i`} for token ${math`i`}. The last position predicts
        the next token; each earlier one predicts the token that follows it, so a server can also score a given text. Only the
        *differences* between logits of one prediction mean something.

        To turn logits into ${term('probability', 'probabilities')}, positive numbers that add up to one, ${term('softmax')}
        exponentiates each logit
        (${math`e`} = ${real(m.e, 3)}, so a logit that is higher by one gives ${math`e`} times as much) and divides by the sum:`,
      equation`q_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`,
      prose`Small differences between the logits in ${ref('logits-to-probabilities')} become large ratios between the
        probabilities:`,
      table({
        id: 'top-tokens',
        caption: prose`Softmax for the five likeliest tokens after “${text(next.prompt)}”. The exponentials of all
          ${count(next.vocabularySize)} tokens add up to ${rounded(m.sum, 2)}.`,
        rows: m.rows,
        columns: [
          ['token', (row) => token(row.text)],
          [prose`logit ${math`z`}`, (row) => real(row.logit, 2)],
          [math`e^z`, (row) => rounded(row.exponential, 2)],
          [prose`probability ${math`q`}`, (row) => percent(row.probability, 2)],
        ],
      }),
      prose`The logits of ${token(first.text)} and ${token(second.text)} differ by ${real(m.gap, 2)}, so
        ${token(first.text)} is ${math`e`} to that power, or ${real(m.odds, 2)} times, as likely. Such ${term('odds')}, the ratio
        of two tokens' probabilities, depend only on the difference of their logits:`,
      equation`\frac{q_a}{q_b} = e^{z_a - z_b}`,
      prose`Two logits alone do not give you either probability; that takes all the other logits as well.`,
    ];
  },
});
