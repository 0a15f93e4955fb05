import { choose, curious, join, type MathPart, type Prose, prose, section, table } from '#report';
import { count, decibels, math, nats, percent, real, ref, term, text, token } from '#report/values';
import { closingDiagram } from './closing-diagram.ts';
import { PAIRS, type Rule, ruleBetween, SCALES } from './scales.ts';
import { oneProbability } from './which-scale.measure.ts';

export const whichScale = section({
  id: 'which-scale',
  title: prose`Which scale for which job`,
  needs: { m: oneProbability },
  write({ m }) {
    const values = { ...m, 'bits per byte': m.bitsPerByte, 'L₄': m.custom };
    return [
      prose`We changed the rules, and what came out was the old multiplication on a new scale. That is the
        idea behind this whole report: a probability can be written down in many ways, each made for one job.
        ${ref('closing-diagram')} shows them all, for one real probability, that of ${token(m.answer)} after
        “${text(m.prompt)}”.`,
      closingDiagram({
        id: 'closing-diagram',
        caption: prose`The scales of the report. Under each name stands the same probability, that of
          ${token(m.answer)}, on that scale. An arrow carries the rule that leads along it. Rings mark
          averages over a text of ${math`n`} tokens and ${math`B`} bytes, here over ${choose(m.number, {
            one: prose`one token`,
            several: prose`${count(m.tokens)} tokens`,
          })} of ${count(m.bytes)} bytes.${choose(m.float, {
            'above zero': prose``,
            'at the floor': prose` It is so small that in these digits ${math`L_4`} shows its floor.`,
            zero: prose` In float64 this probability is zero, and so every scale shows an end of its own.`,
          })}`,
        alt: prose`Nine named points joined by arrows. At the top perplexity, probability and odds; at the
          bottom bits, nats and logit, to which logarithms lead down, and below them bits per byte and
          decibels. L₄ stands halfway between probability and nats. A probability of ${percent(m.probability)}
          is ${nats(m.nats)} and ${decibels(m.decibels)}.`,
        values,
      }),
      prose`What to see: in the middle and on the right, what is at the top *multiplies* and what is below
        *adds*. For independent events, probabilities multiply and nats add. For new evidence, ${term('odds')}
        are multiplied by its likelihood ratio, and logits and ${term('decibel', 'decibels')} add.
        ${math`L_4`} hangs in between: on it independent events compose by ${math`\oplus_4`}. On the left,
        bits add as nats do, with the sign flipped. Above and below them stand two averages,
        ${term('perplexity')} and ${term('bits per byte')}: to combine two texts on them one must know their
        lengths.

        The ${term('logit')} here is that of an event, the logarithm of its odds. It is not to be confused
        with the model's raw logits.

        Which one should you use? ${ref('jobs-table')} answers for eight jobs.`,
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
      curious(prose`What are the maps between all pairs of scales?`, [
        prose`${ref('scales-table')} leads from the probability to every scale and back; ${math`n`} is the
          number of tokens and ${math`B`} of bytes.`,
        table({
          id: 'scales-table',
          caption: prose`Every scale from the probability and back, and the same event on each.`,
          rows: SCALES,
          columns: [
            ['scale', (name) => join(NAMES[name])],
            [prose`from ${math`p`}`, (name) => formula(ruleBetween('probability', name))],
            [prose`back to ${math`p`}`, (name) => formula(ruleBetween(name, 'probability'))],
            [prose`${token(m.answer)}`, (name) => real(values[name])],
          ],
        }),
        prose`One can always go via the probability. The program also has a direct map, both ways, for each of
          the ${count(m.pairs)} pairs in ${ref('pairs-table')}. ${choose(m.agreement, {
            'all agree': prose`For our example they all give the same as the route via the probability.`,
            'some differ': prose`For our example some differ from the route via the probability by more than a
              billionth: near an end of a scale rounding is no longer small.`,
          })}`,
        table({
          id: 'pairs-table',
          caption: prose`The map between each pair of scales, in both directions;
            ${math`\lambda(a) = 4 \ln(1 + a/4)`}.`,
          rows: PAIRS,
          columns: [
            ['from', ({ from }) => NAMES[from][0]],
            ['to', ({ to }) => NAMES[to][0]],
            ['there', ({ there }) => formula(there)],
            ['back', ({ back }) => formula(back)],
          ],
        }),
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
  'L₄': [prose`${math`L_4`}`, math`a`],
} as const;

const formula = ([tex]: Rule): MathPart => ({ type: 'math', display: false, tex: [tex] });

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
    prose`compare models with one tokeniser`,
    prose`perplexity (${ref('02-cross-entropy-perplexity')})`,
    prose`reads as a number of equal choices`,
  ],
  [
    prose`compare across tokenisers, on the same text`,
    prose`bits per byte (${ref('02-cross-entropy-perplexity')})`,
    prose`a byte is the same for all`,
  ],
  [
    prose`weigh evidence`,
    prose`decibels of odds (${ref('06-decibels')})`,
    prose`evidence that is independent given the answer adds up, whatever the belief was before`,
  ],
  [
    prose`choose between two answers`,
    prose`difference of the model's raw logits (${ref('01-logits-logprobs-softmax')})`,
    prose`its sigmoid is the probability of the first, given that it is one of the two; normalisation
      cancels`,
  ],
  [prose`a mean probability`, prose`probability`, prose`averaging logs gives another mean: go back first`],
];
