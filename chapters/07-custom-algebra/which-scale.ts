import { choose, code, curious, join, type MathPart, type Prose, prose, section, table } from '#report';
import { count, decibels, given, math, nats, percent, real, ref, term, text, token } from '#report/values';
import { SQUARES } from '../commuting-square.ts';
import { closingDiagram } from './closing-diagram.ts';
import { alongLogs } from './in-logs.measure.ts';
import { type Rule, SCALE_NAMES, SCALES } from './scales.ts';
import { oneProbability } from './which-scale.measure.ts';

const CHAPTERS = [
  { chapter: '01-logits-logprobs-softmax', steps: SQUARES.softmax.steps },
  { chapter: '02-cross-entropy-perplexity', steps: SQUARES.perplexity.steps },
  { chapter: '03-logprobs-as-confidence', steps: SQUARES.confidence.steps },
  { chapter: '04-log-space-joint-probability', steps: SQUARES.joint.steps },
  { chapter: '05-log-semiring-on-graphs', steps: SQUARES.paths.steps },
  { chapter: '06-decibels', steps: SQUARES.levels.steps },
  { chapter: '07-custom-algebra', steps: SQUARES.custom.steps },
];

export const whichScale = section({
  id: 'which-scale',
  title: prose`Seven chapters, one square`,
  needs: { m: oneProbability, logs: alongLogs },
  write({ m, logs }) {
    const values = { ...m, 'bits per byte': m.bitsPerByte, 'L¼': m.custom };
    return [
      prose`We changed the rules, and out came the old multiplication on a new scale. Each chapter of this
        report went round such a square, some with many numbers at once (${ref('seven-squares')}).`,
      table({
        id: 'seven-squares',
        caption: prose`The square of each chapter: what is to be done, and the way round.`,
        rows: CHAPTERS,
        columns: [
          ['chapter', ({ chapter }) => ref(chapter)],
          ['to', ({ steps }) => steps.here],
          ['translate', ({ steps }) => steps.map],
          ['operate', ({ steps }) => steps.there],
          ['translate back', ({ steps }) => steps.back],
        ],
      }),
      prose`So a probability has many spellings, each made for one operation. ${ref('closing-diagram')} spells a
        real one, that of ${token(m.answer)} after “${text(m.prompt)}”, on every scale of the report.`,
      closingDiagram({
        id: 'closing-diagram',
        caption: prose`The scales of the report. Under each name stands the same probability, that of
          ${token(m.answer)}, on that scale. An arrow carries the rule that leads along it. Rings mark
          averages over a text of ${math`n`} tokens and ${math`B`} bytes, here over ${choose(m.number, {
            one: prose`one token`,
            several: prose`${count(m.tokens)} tokens`,
          })} of ${count(m.bytes)} bytes.${choose(m.float, {
            'above zero': prose``,
            'near the floor': prose` It is so small that in these digits ${math`L_{1/4}`} shows its floor.`,
            'on the floor': prose` It is so small that in float64 ${math`L_{1/4}`} is its floor, ${math`-4`}: no way leads on or back from there, so an arrow is missing.`,
            zero: prose` In float64 this probability is zero, and so every scale shows an end of its own.`,
          })}`,
        alt: prose`Nine named points joined by arrows. At the top perplexity, probability and odds; at the
          bottom bits, nats and logit, to which logarithms lead down, and below them bits per byte and
          decibels. L with a quarter stands halfway between probability and nats. A probability of
          ${percent(m.probability)} is ${nats(m.nats)} and ${decibels(m.decibels)}.`,
        values,
        isStuck: m.float === 'on the floor',
      }),
      prose`Scales at the top *multiply*, those below *add*. For independent events probabilities multiply and nats add; for new
        evidence ${term('odds')} multiply, and logits or ${term('decibel', 'decibels')} add. The averages, marked with rings, do neither. (This logit is an event's, the logarithm of its odds, not the raw score
        of a token, which is called a ${term('logit')}, too.) ${math`L_{1/4}`} lies between the two, with
        ${math`\boxplus`}. On the left are ${term('surprisal')}, the log-probability in bits with its sign flipped, and
        two averages of it: ${term('bits per byte')} and, exponentiated, ${term('perplexity')}. To combine averages one needs the lengths of the texts.

        Which one should you use (${ref('jobs-table')})?`,
      table({
        id: 'jobs-table',
        caption: prose`Which scale for which job.`,
        rows: JOBS,
        columns: [
          ['job', ([job]) => job],
          ['scale', ([, scale]) => scale],
          ['because', ([, , because]) => because],
        ],
      }),
      prose`The rule behind the table: **compute where your operation is simplest, show what your reader
        knows, and always say which scale a number is on.**`,
      curious(prose`How do I get from any scale to any other?`, [
        prose`On paper by way of the probability: back to ${math`p`}, then on (${ref('scales-table')}). ${math`n`} is the number of tokens and
          ${math`B`} of bytes.`,
        table({
          id: 'scales-table',
          caption: prose`Every scale from the probability and back, and the same event on each.${choose(
            m.float,
            {
              'above zero': prose``,
              'near the floor': prose``,
              'on the floor': prose` (From ${math`a = -4`} no way leads back to it.)`,
              zero: prose``,
            },
          )}`,
          rows: SCALE_NAMES,
          columns: [
            ['scale', (name) => join(NAMES[name])],
            [prose`from ${math`p`}`, (name) => tex(SCALES[name].to)],
            [prose`back to ${math`p`}`, (name) => tex(SCALES[name].back)],
            [prose`${token(m.answer)}`, (name) => real(values[name])],
          ],
        }),
        prose`In floats stay in logs. A long text has a ${math`p`} of zero: one of ${count(logs.long.tokens)} tokens at
          ${nats(logs.long.logprob, 0)} gets the perplexity ${real(logs.long.byProbability)} that way instead of
          ${real(logs.long.inLogs, 2)}. And near certainty ${math`1 - p`} keeps few digits: at
          ${math`\ell =`} ${given(logs.sure.logprob)} none, so that the logit is ${real(logs.sure.byProbability)} instead
          of ${real(logs.sure.inLogs, 2)}.`,
        code('#chapters/07-custom-algebra/in-logs.measure', 'in-logs'),
      ]),
    ];
  },
});

const NAMES = {
  probability: [prose`probability`, math`p`],
  odds: [prose`odds`, math`o`],
  nats: [prose`log-probability in nats`, math`\ell`],
  bits: [prose`surprisal in bits`, math`s`],
  logit: [prose`logit of the event`, math`z`],
  decibels: [prose`decibels of odds`, math`d`],
  perplexity: [prose`perplexity`, math`P`],
  'bits per byte': [prose`bits per byte`, math`b`],
  'L¼': [prose`${math`L_{1/4}`}`, math`a`],
} as const;

const tex = ([shown]: Rule): MathPart => ({ type: 'math', display: false, tex: [shown] });

const JOBS: readonly (readonly [job: Prose, scale: Prose, because: Prose])[] = [
  [
    prose`show people how likely something is`,
    prose`probability, in per cent`,
    prose`everybody reads it; no other scale can be summed over alternatives by eye`,
  ],
  [
    prose`accumulate over tokens`,
    prose`nats (${ref('04-log-space-joint-probability')})`,
    prose`products become sums, and there is no floor`,
  ],
  [
    prose`add up alternatives`,
    prose`nats, with log-add-exp (${ref('05-log-semiring-on-graphs')})`,
    prose`the sum of probabilities carried over: nothing underflows on the way`,
  ],
  [
    prose`compare models with one tokenizer`,
    prose`perplexity (${ref('02-cross-entropy-perplexity')})`,
    prose`reads as a number of equal choices`,
  ],
  [
    prose`compare across tokenizers, on the same text`,
    prose`bits per byte (${ref('02-cross-entropy-perplexity')})`,
    prose`a byte is the same for all`,
  ],
  [
    prose`weigh evidence`,
    prose`decibels of odds (${ref('06-decibels')})`,
    prose`evidence that is independent given the answer adds up, whatever the belief was before`,
  ],
  [
    prose`choose between two next tokens`,
    prose`difference of their log-probabilities, or of their raw logits: the same number
      (${ref('01-logits-logprobs-softmax')})`,
    prose`its ${term('sigmoid')} is the probability of the first, given that it is one of the two; normalization
      cancels`,
  ],
  [prose`a mean probability`, prose`probability`, prose`averaging logs gives another mean: go back first`],
];
