import { code, curious, join, type MathPart, type Prose, prose, section, table } from '#report';
import { count, math, real, ref, term, text, token } from '#report/values';
import { type Rule, SCALE_NAMES, SCALES } from './probability-scales.ts';
import { oneProbability } from './which-scale.measure.ts';

export const whichScale = section({
  id: 'which-scale',
  title: prose`Which scale for which job?`,
  needs: { m: oneProbability },
  write({ m }) {
    const values = { ...m, 'bits per byte': m.bitsPerByte, 'L¼': m.custom };
    return [
      prose`Which scale should you use (${ref('jobs-table')})?`,
      table({
        id: 'jobs-table',
        caption: prose`Scales for common jobs.`,
        rows: JOBS,
        columns: [
          ['job', ([job]) => job],
          ['scale', ([, scale]) => scale],
          ['because', ([, , because]) => because],
        ],
      }),
      prose`**Compute where your operation is simplest, show the scale that your reader knows, and always say which scale a
        number is on.**`,
      curious(prose`How do I get from any scale to any other?`, [
        prose`On paper, convert to the probability ${math`p`} first, then to the other scale (${ref('scales-table')}).`,
        table({
          id: 'scales-table',
          caption: prose`Nine scales. The last column shows the probability of ${token(m.answer)} after
            “${text(m.prompt)}”, computed from the unrounded probability. ${math`n`} is the number of tokens, here
            ${count(m.tokens)}, and ${math`B`} is the number of bytes, here ${count(m.bytes)}.`,
          rows: SCALE_NAMES,
          columns: [
            ['scale', (name) => join(NAMES[name])],
            [prose`from ${math`p`}`, (name) => tex(SCALES[name].to)],
            [prose`back to ${math`p`}`, (name) => tex(SCALES[name].back)],
            [prose`${token(m.answer)}`, (name) => real(values[name])],
          ],
        }),
        prose`In floats, start from the log-probability. The probability of a long text underflows to zero, and near
          certainty ${math`1 - p`} loses its digits:`,
        code('#chapters/07-custom-algebra/probability-scales', 'from-log'),
      ]),
    ];
  },
});

const NAMES = {
  probability: [prose`probability`, math`p`],
  odds: [prose`odds`, math`o`],
  nats: [prose`log-probability in nats`, math`\ell`],
  bits: [prose`${term('surprisal')} in bits`, math`s`],
  logit: [prose`log-odds in nats`, math`z`],
  decibels: [prose`log-odds in decibels`, math`d`],
  perplexity: [prose`perplexity`, math`P`],
  'bits per byte': [prose`bits per byte`, math`b`],
  'L¼': [prose`${math`L_{1/4}`}`, math`a`],
} as const;

const tex = ([shown]: Rule): MathPart => ({ type: 'math', display: false, tex: [shown] });

const JOBS: readonly (readonly [job: Prose, scale: Prose, because: Prose])[] = [
  [
    prose`show people how likely something is`,
    prose`probability, as a percentage`,
    prose`most readers know percentages`,
  ],
  [
    prose`multiply over tokens`,
    prose`nats (${ref('04-log-space-joint-probability')})`,
    prose`products become sums, and there is no floor`,
  ],
  [
    prose`add up alternatives`,
    prose`nats, with log-add-exp (${ref('05-log-semiring-on-graphs')})`,
    prose`adds the probabilities without leaving log-space`,
  ],
  [
    prose`compare models on the same text`,
    prose`${term('bits per byte')}, or ${term('perplexity')} if they share a tokenizer
      (${ref('02-cross-entropy-perplexity')})`,
    prose`models with different tokenizers count different tokens, but the same bytes`,
  ],
  [
    prose`weigh evidence`,
    prose`${term('decibel', 'decibels')} of odds (${ref('06-decibels')})`,
    prose`evidence that is independent given the answer adds up; add it to the prior odds (which
      ${ref('gallery-table')} assumes to be even)`,
  ],
  [
    prose`combine independent failures`,
    prose`${math`-\ln(1 - p)`}`,
    prose`the probabilities of *no* failure multiply, so their logarithms add`,
  ],
  [
    prose`add up sound levels`,
    prose`power (${ref('06-decibels')})`,
    prose`the powers of independent sources add`,
  ],
  [
    prose`average probabilities`,
    prose`probability`,
    prose`the mean of logarithms is the logarithm of the *geometric* mean, which is lower than the plain mean unless all
      probabilities are equal`,
  ],
];
