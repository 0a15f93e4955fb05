import { curious, table } from '#report/block';
import { choose } from '#report/claim';
import { formatKind } from '#report/format';
import type { KindName, Quantity } from '#report/kind';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, decibels, math, nats, percent, real, ref, term, text, token } from '#report/values';
import { closingDiagram } from './closing-diagram.ts';
import { PAIRS } from './pairs.ts';
import { SCALES, type ScaleName, scaleNamed } from './scales.ts';

const PROMPT = 'The capital of France is';
const ANSWER = ' Paris';
/** The direct maps and the way over the probability count as equal when they differ by less, relatively. */
const SAME = 1e-9;

export const oneProbability = measurement({
  id: 'one-probability',
  kinds: {
    prompt: 'exact',
    answer: 'exact',
    tokens: 'exact',
    bytes: 'exact',
    probability: 'probability',
    odds: 'probability',
    nats: 'nats',
    bits: 'bits',
    logit: 'logit',
    decibels: 'decibels',
    perplexity: 'perplexity',
    bitsPerByte: 'bits',
    custom: 'nats',
    pairs: 'exact',
    agreement: 'exact',
  },
  async measure({ lm }) {
    const ids = lm.encode(ANSWER);
    const [scored] = await lm.scoreContinuations(lm.encode(PROMPT), [ids]);
    const p = Math.exp(scored?.total ?? Number.NaN);
    const size = { tokens: ids.length, bytes: new TextEncoder().encode(ANSWER).length };
    const on = (name: ScaleName) => scaleNamed(name).fromProbability(p, size);
    const differs = (a: number, b: number) => Math.abs(a - b) > SAME * Math.max(Math.abs(a), Math.abs(b));
    const wrong = PAIRS.filter(
      ({ from, to, there, back }) =>
        differs(there.map(on(from), size), on(to)) || differs(back.map(on(to), size), on(from)),
    );
    const agreement: 'all agree' | 'some differ' = wrong.length === 0 ? 'all agree' : 'some differ';
    return {
      prompt: PROMPT,
      answer: ANSWER,
      ...size,
      probability: on('probability'),
      odds: on('odds'),
      nats: on('nats'),
      bits: on('bits'),
      logit: on('logit'),
      decibels: on('decibels'),
      perplexity: on('perplexity'),
      bitsPerByte: on('bits per byte'),
      custom: on('L₄'),
      pairs: PAIRS.length,
      agreement,
    };
  },
});

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
        We changed the rules, and what came out was the old multiplication on a new scale. That is the thought of this whole report: a
        probability can be written down in many ways, each made for one job. ${ref('closing-diagram')} shows them all, with
        one real probability to hold on to: that of ${token(m.answer)} after “${text(m.prompt)}”.
      `,
      closingDiagram({
        id: 'closing-diagram',
        caption: prose`
          The scales of the report. Under each name stands the same probability, that of ${token(m.answer)}, on that scale.
          An arrow carries the rule that leads along it. Perplexity and bits per byte are averages, here over one token
          of ${count(m.bytes)} bytes.
        `,
        alt: prose`
          Nine named points joined by arrows. At the top perplexity, probability and odds; at the bottom bits, nats and logit,
          to which logarithms lead down, and below them bits per byte and decibels. L₄ stands halfway between probability and
          nats. A probability of ${percent(m.probability)} is ${nats(m.nats)} and ${decibels(m.decibels)}.
        `,
        values,
      }),
      prose`
        What to see: at the top something *multiplies*. The probabilities of independent events do. Their odds do not: what
        multiplies ${term('odds')} is the likelihood ratio of new evidence. Logarithms lead down to scales on which the same
        things *add*: nats and bits for independent events, bits with the sign flipped; logits and ${term('decibel', 'decibels')} for evidence.
        ${math`L_4`} hangs in between: on it independent events compose by ${math`\oplus_4`}. ${term('perplexity', 'Perplexity')} and ${term('bits per byte')}
        are averages over a text, so texts of different length neither multiply nor add on them. The
        ${term('logit')} of an event is the logarithm of its odds: how far its token stands above all others together. In
        the table, ${math`n`} is the number of tokens and ${math`B`} of bytes.
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
      prose`And which one should you use?`,
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
      curious(prose`All maps between all pairs`, [
        prose`
          Any scale leads to any other over the probability. Most pairs also have a short way of their own. For each of the
          ${count(m.pairs)} pairs the program has the direct map both ways.
          ${choose(m.agreement, {
            'all agree': prose`For our example all of them give what the way over the probability gives.`,
            'some differ': prose`For our example some differ from the way over the probability by more than rounding.`,
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
    because: prose`independent evidence adds up, whatever the belief was before`,
  },
  {
    job: prose`choose between two answers`,
    scale: prose`difference of the model's raw logits (${ref('01-logits-logprobs-softmax')})`,
    because: prose`the sigmoid of it is the probability, and normalisation cancels`,
  },
  {
    job: prose`a mean probability`,
    scale: prose`probability`,
    because: prose`averaging logs gives another mean: go back first`,
  },
] as const;
