import { at } from '#numerics/list';
import { code, curious, figure, join, layout, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { bits, cite, codeText, equation, given, math, percent, real, ref, term, text } from '#report/values';
import { twoForecasts } from './entropy-and-kl.measure.ts';

const TWO = { digits: 2 } as const;

/** Columns of the figure: one a bit of the codewords, a gap, and the forecast's column. */
const BITS = 3;
const FORECAST = { from: 3.8, to: 5.7 };
/** Where the last column ends: it has the longest labels. */
const END = 3.4;
/** Beginnings of words that are no words themselves, and where their share begins. */
const PREFIXES = [
  { word: 1, bits: 1, top: 0.5 },
  { word: 11, bits: 2, top: 0.75 },
];
const Y = { axis: null, scale: { domain: [1, 0], nice: false } };

/** The three things that are called entropy, and who knows them. */
const ENTROPIES = [
  {
    sign: math`H(p)`,
    name: prose`entropy of the truth`,
    what: prose`what the best forecast would pay on average: the floor`,
    known: prose`never, for a real text`,
  },
  {
    sign: math`H(p, q)`,
    name: prose`cross-entropy`,
    what: prose`what this model pays on average`,
    known: prose`estimated after reading, by the mean surprisal`,
  },
  {
    sign: math`H(q)`,
    name: prose`entropy of the prediction`,
    what: prose`what the model itself expects to pay`,
    known: prose`before the token comes (${ref('sure-and-right')})`,
  },
];

/** A whole number of bits. */
const one = (length: Outcome['pBits']) => real(length, { digits: 1 });

type Outcome = Seen<typeof twoForecasts>['rows'][number];

/** All bit strings as a square, cut by the codewords of the truth, and beside it by the forecast. */
function codeSpace(rows: readonly Outcome[]) {
  const cells = rows.flatMap(({ outcome, codeword, pBits, pFrom, pTo, qBits, qFrom, qTo }) => [
    {
      outcome,
      from: layout([pBits], (length) => Math.min(length, BITS) - 1),
      to: given(END),
      top: pFrom,
      bottom: pTo,
      label: prose`${text(codeword)} ${text(outcome)}: ${one(pBits)}`,
    },
    {
      outcome,
      from: given(FORECAST.from),
      to: given(FORECAST.to),
      top: qFrom,
      bottom: qTo,
      label: prose`${text(outcome)}: ${bits(qBits, { digits: 1 })}`,
    },
  ]);
  const prefixes = PREFIXES.map(({ word, bits: length, top }) => ({
    word: prose`${given(word)}`,
    from: given(length - 1),
    to: given(length),
    top: given(top),
    bottom: given(1),
  }));
  const x = mark.q('from', { axis: null, scale: { domain: [0, FORECAST.to], nice: false } });
  const box = { x, x2: { field: 'to' }, y: mark.q('top', Y), y2: { field: 'bottom' } };
  const heads = [
    { head: 'cut by the truth p', from: given(0), top: given(0) },
    { head: 'cut by the forecast q', from: given(FORECAST.from), top: given(0) },
  ];
  return figure({
    id: 'code-space',
    caption: prose`All bit strings as one unit of space, from top to bottom. Left: each further bit halves the space
      that a word takes; white boxes are beginnings that go on. Right: the same space in the shares of the forecast. The numbers are lengths in bits.`,
    alt: prose`Two columns cut into four pieces. By the truth: ${join(
      rows.map(
        (row) =>
          prose`${text(row.codeword)} for ${text(row.outcome)} takes ${percent(row.p)}, ${bits(row.pBits, TWO)}`,
      ),
    )}. By the forecast: ${join(
      rows.map((row) => prose`${text(row.outcome)} takes ${percent(row.q)}, ${bits(row.qBits, TWO)}`),
    )}.`,
    data: { rows: cells, prefixes, heads },
    spec: {
      height: 250,
      layer: [
        mark.rect(box, { data: 'prefixes', fill: null, stroke: '$faint', strokeWidth: 1.5 }),
        mark.words(
          { x, y: mark.q('top', Y), text: 'word' },
          { data: 'prefixes', align: 'left', dx: 8, dy: 14 },
        ),
        mark.rect(
          { ...box, color: mark.n('outcome', { sort: null, legend: null }) },
          { stroke: '$paper', strokeWidth: 2, opacity: 0.35 },
        ),
        mark.label({ x, y: mark.q('top', Y), text: 'label' }, { align: 'left', dx: 8, dy: 13 }),
        mark.annotation({ x, y: mark.q('top', Y), text: 'head' }, { data: 'heads', align: 'left', dy: -12 }),
      ],
    },
  });
}

export const entropyAndKl = section({
  id: 'entropy-and-kl',
  title: prose`What part of the surprise is the model's fault?`,
  needs: { toy: twoForecasts },
  write({ toy }) {
    const [pq, qp] = [at(toy.both, 0), at(toy.both, 1)];
    const [sun, cloud, rain] = [at(toy.rows, 0), at(toy.rows, 1), at(toy.rows, 2)];
    const caseOf = ({ truth, forecast }: typeof pq) => `truth ${truth}, forecast ${forecast}`;
    return [
      prose`Nobody predicts a fair coin. When a model pays four nats per token, how much of that is the text's
        share, and how much the model's?

        Take a toy where both are known. The true probabilities ${math`p`} of sun, cloud, rain and snow are
        ${join(toy.rows.map((row) => given(row.p)))}; a forecaster believes in ${math`q`}:
        ${join(toy.rows.map((row) => given(row.q)))}. We count in ${term('bit', 'bits')}, nats divided by
        ${math`\ln 2`}, because bits can be seen.

        Send the weather in bits, a word for each day. If ${codeText(sun.codeword)} means sun, no other word may
        begin with ${codeText(sun.codeword)}, or a receiver could not tell where one ends. So that word uses up half
        of the space of all messages, and a word of ${math`L`} bits uses up ${math`2^{-L}`} of it. The shares cannot add up to more than one
        (*Kraft's inequality*): a short word here makes longer ones there. What is the best cut? ${ref('code-space')}
        draws the space, as ${cite('olah-2015')} does.`,
      codeSpace(toy.rows),
      prose`Give each outcome its own probability as its share. Then sun costs ${one(sun.pBits)} bit, cloud
        ${one(cloud.pBits)}, rain and snow ${one(rain.pBits)}: ${math`-\log_2 p`}. **Surprisal is the length of the ideal
        codeword.** The forecaster gives too much space to sun, and pays ${bits(rain.qBits, { digits: 1 })} for everything else.
        (Parts of a bit are real: an *arithmetic coder* writes a long text within a few bits of its total surprisal.)

        What comes is decided by ${math`p`}, what it costs by ${math`q`}. The average cost is the
        ${term('cross-entropy')}, and it splits in two:`,
      equation`\underbrace{-\sum_j p_j \ln q_j}_{\text{cross-entropy } H(p,\,q)} = \underbrace{-\sum_j p_j \ln p_j}_{\text{entropy } H(p)} + \underbrace{\sum_j p_j \ln \frac{p_j}{q_j}}_{\mathrm{KL}(p \,\|\, q)}`,
      figure({
        id: 'entropy-plus-kl',
        caption: prose`Cross-entropy in bits as the sum of its two parts, for truth ${math`p`} with forecast
          ${math`q`}, and the other way round.`,
        alt: prose`Two stacked bars. Truth ${math`p`}, forecast ${math`q`}: entropy ${bits(pq.entropy)} and KL
          ${bits(pq.kl)} make ${bits(pq.crossEntropy)}. Truth ${math`q`}, forecast ${math`p`}:
          ${bits(qp.entropy)} and ${bits(qp.kl)} make ${bits(qp.crossEntropy)}.`,
        data: {
          rows: toy.both.flatMap((one) => [
            { part: 'entropy of the truth', value: one.entropy, order: given(0), case: caseOf(one) },
            { part: 'KL divergence', value: one.kl, order: given(1), case: caseOf(one) },
          ]),
          sums: toy.both.map((one) => ({
            case: caseOf(one),
            label: prose`${bits(one.entropy)} + ${bits(one.kl)} = ${bits(one.crossEntropy)}`,
          })),
        },
        spec: {
          height: { step: 62 },
          layer: [
            mark.bars(
              {
                y: mark.n('case', { sort: null, title: null }),
                x: mark.q('value', { stack: 'zero', title: 'bits' }),
                color: mark.n('part', { sort: ['entropy of the truth', 'KL divergence'], title: null }),
                order: 'order',
              },
              { size: 26 },
            ),
            mark.words(
              { y: mark.n('case', { sort: null }), x: { datum: 0 }, text: 'label' },
              { data: 'sums', style: 'value', align: 'left', dx: 2, dy: -22 },
            ),
          ],
        },
      }),
      prose`The ${term('entropy')} is what a perfect forecaster pays: the weather's own share, ${bits(pq.entropy, TWO)}
        a day. The ${term('KL divergence')} is what believing ${math`q`} costs extra, here ${bits(pq.kl, TWO)}:
        never negative, and zero only for a perfect forecast. Let truth and belief change places, and it is
        ${real(qp.kl, TWO)}: the order matters.

        Beware: three things are called entropy.`,
      table({
        id: 'three-entropies',
        caption: prose`Three quantities that are called entropy, and when they are known.`,
        rows: ENTROPIES,
        columns: [
          ['sign', ({ sign }) => prose`${sign}`, 'left'],
          ['name', ({ name }) => name],
          ['what it is', ({ what }) => what],
          ['known', ({ known }) => known],
        ],
      }),
      prose`So on new text a loss has a floor that no training removes, and nobody can read off where it is. In the
        difference of two models on one text it cancels; that is why models can be compared.`,
      curious(prose`How are both computed?`, [
        code('#numerics/cross-entropy', 'cross-entropy'),
        code('#numerics/kl-divergence', 'kl-divergence'),
      ]),
    ];
  },
});
