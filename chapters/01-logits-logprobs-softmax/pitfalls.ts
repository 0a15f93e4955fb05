import { and, finding, greater, less, pitfall, prose, section, table } from '#report';
import { atMost, nats, percent, ref, text } from '#report/values';
import { nextToken } from './next-token.measure.ts';
import { neverEqual, trailingSpace } from './pitfalls.measure.ts';

const COMPARISONS = [
  {
    what: prose`logits of two tokens`,
    allowed: prose`yes, within one prediction: their difference is the logarithm of the odds`,
  },
  {
    what: prose`logits of two predictions`,
    allowed: prose`no: each prediction may be shifted by its own constant`,
  },
  {
    what: prose`log-probabilities of single tokens, in two texts or by two models`,
    allowed: prose`yes, if both were taken before temperature and top-p; two models must also share a tokenizer (if not, see ${ref('bits-per-byte')})`,
  },
  {
    what: prose`one answer after two prompts`,
    allowed: prose`yes: the difference shows what the change of the prompt did`,
  },
  {
    what: prose`sums over answers of different lengths`,
    allowed: prose`not as a measure of quality: a sum is the log-probability of that exact answer, and each further token can only lower it (${ref('longer-answers')})`,
  },
];

export const pitfalls = section({
  id: 'what-can-go-wrong',
  title: prose`Pitfalls: which numbers may be compared`,
  needs: { equal: neverEqual, space: trailingSpace, next: nextToken },
  write: ({ equal, space, next }) => [
    table({
      id: 'what-may-be-compared',
      caption: prose`Which numbers may be compared.`,
      rows: COMPARISONS,
      columns: [
        ['compare', (row) => row.what],
        ['allowed?', (row) => row.allowed],
      ],
    }),
    pitfall(
      prose`Comparing with \`==\``,
      prose`Number formats round differently, and processors and batch sizes change the order of sums. ${finding(
        {
          id: 'sixteen-bits-move-logprobs',
          when: greater('largest change of a log-probability from bfloat16 logits', equal.sixteenBits, 0.01),
          text: () =>
            prose`Rounding the logits of our prompt to bfloat16 moved some log-probabilities by up to ${atMost(nats, equal.sixteenBits, 2)}.`,
        },
      )} Compare with a tolerance.`,
    ),
    pitfall(
      prose`Ending a prompt with a space`,
      prose`${finding({
        id: 'trailing-space-hurts',
        when: and(
          greater('probability of “Paris” without the space', space.parisPlain, 0.05),
          less('probability of “Paris” after the space', space.parisSpaced, 0.05),
        ),
        text: () =>
          prose`A word's space is part of its token. So with a space after “${text(next.prompt)}”, the city has to come as \`Paris\`, and the model gives that only ${percent(space.parisSpaced, 2)}. Without the trailing space, \`␣Paris\` gets ${percent(space.parisPlain, 2)}.`,
      })}`,
    ),
  ],
});
