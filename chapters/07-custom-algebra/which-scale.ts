import { curious, table } from '#report/block';
import { choose } from '#report/claim';
import { formatKind } from '#report/format';
import type { KindName, Quantity } from '#report/kind';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, decibels, math, nats, percent, real, ref, term, text, token } from '#report/values';
import { closingDiagram } from './closing-diagram.ts';
import { PAIRS } from './pairs.measure.ts';
import type { ScaleName } from './scales.measure.ts';
import { SCALES } from './scales.measure.ts';
import { oneProbability } from './which-scale.measure.ts';

type Example = Readonly<Record<ScaleName, { readonly value: Quantity; readonly kind: KindName }>>;

export const whichScale = section({
  id: 'which-scale',
  title: prose`Which scale for which job`,
  needs: { m: oneProbability },
  write({ m }) {
    const example = {
      probability: { value: m.probability, kind: 'probability' },
      odds: { value: m.odds, kind: 'probability' },
      nats: { value: m.nats, kind: 'nats' },
      bits: { value: m.bits, kind: 'bits' },
      logit: { value: m.logit, kind: 'logit' },
      decibels: { value: m.decibels, kind: 'decibels' },
      perplexity: { value: m.perplexity, kind: 'perplexity' },
      'bits per byte': { value: m.bitsPerByte, kind: 'bits' },
      'L₄': { value: m.custom, kind: 'nats' },
    } as const satisfies Example;
    const written = (name: ScaleName) => formatKind(example[name].value, example[name].kind);
    const values = Object.fromEntries(SCALES.map(({ name }) => [name, written(name)])) as Record<
      ScaleName,
      string
    >;
    return [
      prose`
        We changed the rules, and what came out was the old multiplication on a new scale. That is the idea behind this whole
        report: a probability can be written down in many ways, each made for one job. ${ref('closing-diagram')} shows them
        all, for one real probability, that of ${token(m.answer)} after “${text(m.prompt)}”.
      `,
      closingDiagram({
        id: 'closing-diagram',
        caption: prose`
          The scales of the report. Under each name stands the same probability, that of ${token(m.answer)}, on that scale.
          An arrow carries the rule that leads along it. Rings mark averages over a text of ${math`n`} tokens and
          ${math`B`} bytes, here over one token of ${count(m.bytes)} bytes.
        `,
        alt: prose`
          Nine named points joined by arrows. At the top perplexity, probability and odds; at the bottom bits, nats and logit,
          to which logarithms lead down, and below them bits per byte and decibels. L₄ stands halfway between probability and
          nats. A probability of ${percent(m.probability)} is ${nats(m.nats)} and ${decibels(m.decibels)}.
        `,
        values,
      }),
      prose`
        What to see: in the middle and on the right, what is at the top *multiplies* and what is below *adds*. For
        independent events, probabilities multiply and nats add. For new evidence, ${term('odds')} are multiplied by its
        likelihood ratio, and logits and ${term('decibel', 'decibels')} add. ${math`L_4`} hangs in between: on it independent
        events compose by ${math`\oplus_4`}. On the left, bits add as nats do, with the sign flipped. Above and below them
        stand two averages, ${term('perplexity')} and ${term('bits per byte')}: to combine two texts on them one must know
        their lengths.

        The ${term('logit')} here is that of an event, the logarithm of its odds. It is not to be confused with the model's
        raw logits.

        Which one should you use? ${ref('jobs-table')} answers for eight jobs.
      `,
      table({
        id: 'jobs-table',
        caption: prose`Which scale for which job.`,
        rows: JOBS,
        columns: [
          { head: prose`job`, cell: (row) => row.job },
          { head: prose`scale`, cell: (row) => row.scale },
          { head: prose`because`, cell: (row) => row.because },
        ],
      }),
      prose`
        The rule behind the table: **compute where your operation is simplest, show what your reader knows, and always say
        which scale a number is on.**
      `,
      curious(prose`What are the maps between all pairs of scales?`, [
        prose`
          ${ref('scales-table')} leads from the probability to every scale and back; ${math`n`} is the number of tokens and
          ${math`B`} of bytes.
        `,
        table({
          id: 'scales-table',
          caption: prose`Every scale from the probability and back, and the same event on each.`,
          rows: SCALES,
          columns: [
            { head: prose`scale`, cell: (scale) => prose`${scaleLabel(scale.name)}, ${scale.symbol}` },
            { head: prose`from ${math`p`}`, cell: (scale) => prose`${scale.there}` },
            { head: prose`back to ${math`p`}`, cell: (scale) => prose`${scale.back}` },
            {
              head: prose`${token(m.answer)}`,
              align: 'right',
              cell: ({ name }) => prose`${real(example[name].value, example[name].kind)}`,
            },
          ],
        }),
        prose`
          One can always go via the probability. The program also has a direct map, both ways, for each of the
          ${count(m.pairs)} pairs in ${ref('pairs-table')}.
          ${choose(m.agreement, {
            'all agree': prose`For our example they all give the same as the route via the probability.`,
            'some differ': prose`For our example some differ from the route via the probability by more than rounding.`,
          })}
        `,
        table({
          id: 'pairs-table',
          caption: prose`The map between each pair of scales, in both directions; ${math`\lambda(a) = 4 \ln(1 + a/4)`}.`,
          rows: PAIRS,
          columns: [
            { head: prose`from`, cell: ({ from }) => scaleLabel(from) },
            { head: prose`to`, cell: ({ to }) => scaleLabel(to) },
            { head: prose`there`, cell: ({ there }) => prose`${there.formula}` },
            { head: prose`back`, cell: ({ back }) => prose`${back.formula}` },
          ],
        }),
      ]),
    ];
  },
});

const LABELS = {
  probability: prose`probability`,
  odds: prose`odds`,
  nats: prose`log-probability in nats`,
  bits: prose`surprisal in bits`,
  logit: prose`logit of the event`,
  decibels: prose`decibels of odds`,
  perplexity: prose`perplexity`,
  'bits per byte': prose`bits per byte`,
  'L₄': prose`${math`L_4`}`,
} as const;

function scaleLabel(name: ScaleName) {
  return LABELS[name];
}

const JOBS = [
  {
    job: prose`show people how likely something is`,
    scale: prose`probability, in per cent`,
    because: prose`everybody reads it; no other scale can be summed over alternatives by eye`,
  },
  {
    job: prose`accumulate over tokens`,
    scale: prose`nats (${ref('04-log-space-joint-probability')})`,
    because: prose`products become sums, and there is no floor`,
  },
  {
    job: prose`add up alternatives`,
    scale: prose`nats, with log-add-exp (${ref('05-log-semiring-on-graphs')})`,
    because: prose`the sum of probabilities carried over: nothing underflows on the way`,
  },
  {
    job: prose`compare models with one tokeniser`,
    scale: prose`perplexity (${ref('02-cross-entropy-perplexity')})`,
    because: prose`reads as a number of equal choices`,
  },
  {
    job: prose`compare across tokenisers, on the same text`,
    scale: prose`bits per byte (${ref('02-cross-entropy-perplexity')})`,
    because: prose`a byte is the same for all`,
  },
  {
    job: prose`weigh evidence`,
    scale: prose`decibels of odds (${ref('06-decibels')})`,
    because: prose`evidence that is independent given the answer adds up, whatever the belief was before`,
  },
  {
    job: prose`choose between two answers`,
    scale: prose`difference of the model's raw logits (${ref('01-logits-logprobs-softmax')})`,
    because: prose`its sigmoid is the probability of the first, given that it is one of the two; normalisation cancels`,
  },
  {
    job: prose`a mean probability`,
    scale: prose`probability`,
    because: prose`averaging logs gives another mean: go back first`,
  },
] as const;
