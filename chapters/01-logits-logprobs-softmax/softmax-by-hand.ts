import { join, prose, section, table } from '#report';
import { count, equation, math, percent, real, ref, rounded, term, text, token } from '#report/values';
import { nextToken } from './next-token.measure.ts';
import { softmaxSteps } from './softmax-by-hand.measure.ts';
import { tokensOfText } from './tokens.measure.ts';

export const softmaxByHand = section({
  id: 'softmax-by-hand',
  title: prose`Tokens, logits and softmax`,
  needs: { m: softmaxSteps, next: nextToken, read: tokensOfText },
  write: ({ m, next, read }) => [
    prose`A model's input is first split into ${term('token', 'tokens')} from a fixed list, the
        ${term('vocabulary')}. Ours has ${math`V`} = ${count(read.vocabularySize)} entries. Our example becomes
        ${join(
          read.tokens.map((row) => token(row.text)),
          prose` `,
        )}. A space before a word is part of its token.

        The model computes one number for **every** token of the vocabulary, its ${term('logit')}: ${math`z_i`} for token
        ${math`i`}. A logit can be any number. ${term('probability', 'Probabilities')} must be positive and add up to one. To get
        there, ${term('softmax')} takes the exponential of each logit and divides it by the sum of all exponentials:`,
    equation`q_i = \frac{e^{z_i}}{\sum_j e^{z_j}}`,
    prose`Here ${math`e`} = ${real(m.e, 3)}. ${ref('top-tokens')} does the arithmetic:`,
    table({
      id: 'top-tokens',
      caption: prose`Softmax for the five likeliest tokens after “${text(next.prompt)}”. The exponentials of all
          ${count(next.vocabularySize)} tokens add up to ${rounded(m.sum, 3)}.`,
      rows: m.rows,
      columns: [
        ['token', (row) => token(row.text)],
        [prose`logit ${math`z`}`, (row) => real(row.logit, 2)],
        [math`e^z`, (row) => rounded(row.exponential, 3)],
        [prose`probability ${math`q`}`, (row) => percent(row.probability, 2)],
      ],
    }),
  ],
});
