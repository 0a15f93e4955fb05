import { at } from '#numerics/list';
import { figure, join, layout, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { bits, cite, codeText, equation, given, math, percent, real, ref, term, text } from '#report/values';
import { twoForecasts } from './entropy-and-kl.measure.ts';
import { lossByHand } from './loss.measure.ts';
import { lossInTraining } from './loss.ts';

const TWO = { digits: 2 } as const;
const THREE = { digits: 3 } as const;

/** Columns of the figure: one a bit of the codewords, a gap, and the column of the other book with its labels. */
const BITS = 3;
const FORECAST = { from: 3.75, to: 4.5 };
/** The outlines of the best book reach beyond the other on both sides. */
const OUTLINE = { from: FORECAST.from - 0.07, to: FORECAST.to + 0.07 };
const RIGHT = 6;
const DASHED = { stroke: '$ink', strokeWidth: 1.5, strokeDash: [5, 4] };
/** Where the last column ends: it has the longest labels. */
const END = 3.4;
/** Where the second stack of bills begins. */
const SECOND = 3.6;
/** Where the lower row of bills begins, in shares of the upper one. */
const LOWER = 1.2;
/** Bits that are too few to have a label inside their bar. */
const NARROW = 1.2;
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
    known: prose`never, for a real text: only one continuation was written`,
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
type Bill = Seen<typeof twoForecasts>['both'][number];

/** All bit strings as a square, cut by the codewords of the truth, and beside it by the keeper's book. */
function codeSpace(rows: readonly Outcome[]) {
  const cells = rows.flatMap(({ outcome, codeword, pBits, pFrom, pTo, qBits, qFrom, qTo }) => [
    {
      outcome,
      from: layout([pBits], (length) => Math.min(length, BITS) - 1),
      to: given(END),
      top: pFrom,
      bottom: pTo,
      at: layout([pBits], (length) => Math.min(length, BITS) - 1),
      label: prose`${text(codeword)} ${text(outcome)}`,
    },
    {
      outcome,
      from: given(FORECAST.from),
      to: given(FORECAST.to),
      top: qFrom,
      bottom: qTo,
      at: given(OUTLINE.to),
      label: prose`${text(outcome)}, ${real(qBits, TWO)} bits`,
    },
  ]);
  const prefixes = PREFIXES.map(({ word, bits: length, top }) => ({
    word: prose`${given(word)}`,
    from: given(length - 1),
    to: given(length),
    top: given(top),
    bottom: given(1),
  }));
  const wide = { from: given(OUTLINE.from), to: given(OUTLINE.to) };
  const outline = [{ ...wide, top: given(0), bottom: given(1) }];
  const cuts = rows.slice(1).map(({ pFrom }) => ({ ...wide, top: pFrom }));
  const across = { axis: null, scale: { domain: [0, RIGHT], nice: false } };
  const x = mark.q('from', across);
  const box = { x, x2: { field: 'to' }, y: mark.q('top', Y), y2: { field: 'bottom' } };
  const heads = [
    { head: 'the best book, cut by p', from: given(0), top: given(0) },
    { head: 'the keeper’s, cut by q', from: given(FORECAST.from), top: given(0) },
  ];
  const notes = [{ note: 'taken from\nthe others', from: given(OUTLINE.to), top: at(rows, 1).pFrom }];
  return figure({
    id: 'code-space',
    caption: prose`All bit strings, from top to bottom. Left: each further bit halves the space that a word takes; an empty
      box is no word, but the beginning of longer ones. Right: the same space in the shares of ${math`q`}; dashed,
      the cuts of the best book.`,
    alt: prose`Two columns cut into four pieces. By ${math`p`}: ${join(
      rows.map(
        (row) =>
          prose`${text(row.codeword)} for ${text(row.outcome)} takes ${percent(row.p)}, ${bits(row.pBits, TWO)}`,
      ),
    )}. By ${math`q`}: ${join(
      rows.map((row) => prose`${text(row.outcome)} takes ${percent(row.q)}, ${bits(row.qBits, TWO)}`),
    )}.`,
    data: { rows: cells, prefixes, outline, cuts, heads, notes },
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
        mark.rect(box, { data: 'outline', fill: null, ...DASHED }),
        mark.rule({ x, x2: { field: 'to' }, y: mark.q('top', Y) }, { data: 'cuts', ...DASHED }),
        mark.label(
          { x: mark.q('at', across), y: mark.q('top', Y), text: 'label' },
          { align: 'left', dx: 8, dy: 13 },
        ),
        mark.annotation(
          { x, y: mark.q('top', Y), text: 'note' },
          { data: 'notes', align: 'left', dx: 8, dy: 17, lineHeight: 14 },
        ),
        mark.annotation({ x, y: mark.q('top', Y), text: 'head' }, { data: 'heads', align: 'left', dy: -12 }),
      ],
    },
  });
}

/** What each weather adds to the mean bill, as areas: as high as it is frequent, as wide as its word is long. */
function bills(rows: readonly Outcome[], [inP, inQ]: readonly [Bill, Bill]) {
  const stacks = [
    {
      head: prose`weather p, best book: ${real(inP.entropy, THREE)}`,
      from: 0,
      top: 0,
      parts: rows.map((row) => ({
        ...row,
        top: row.pFrom,
        end: row.pTo,
        width: row.pBits,
        best: row.pBits,
        cost: row.pCost,
      })),
    },
    {
      head: prose`weather p, book for q: ${real(inP.crossEntropy, THREE)}`,
      from: SECOND,
      top: 0,
      parts: rows.map((row) => ({
        ...row,
        top: row.pFrom,
        end: row.pTo,
        width: row.qBits,
        best: row.pBits,
        cost: row.qCost,
      })),
    },
    {
      head: prose`weather q, best book: ${real(inQ.entropy, THREE)}`,
      from: 0,
      top: LOWER,
      parts: rows.map((row) => ({
        ...row,
        top: row.qFrom,
        end: row.qTo,
        width: row.qBits,
        best: row.qBits,
        cost: row.qCostInQ,
      })),
    },
    {
      head: prose`weather q, book for p: ${real(inQ.crossEntropy, THREE)}`,
      from: SECOND,
      top: LOWER,
      parts: rows.map((row) => ({
        ...row,
        top: row.qFrom,
        end: row.qTo,
        width: row.pBits,
        best: row.qBits,
        cost: row.pCostInQ,
      })),
    },
  ];
  const cells = stacks.flatMap(({ from, top, parts }) =>
    parts.map((part) => ({
      outcome: part.outcome,
      from: given(from),
      to: layout([part.width], (length) => from + length),
      at: layout(
        [part.width, part.best],
        (length, best) => from + (length < NARROW ? Math.max(length, best) : 0),
      ),
      top: layout([part.top], (begin) => top + begin),
      bottom: layout([part.end], (end) => top + end),
      label: prose`${text(part.outcome)} ${real(part.cost, TWO)}`,
    })),
  );
  /** On a bill by the other book, how long each word is in the best one. */
  const ends = stacks.flatMap(({ from, top, parts }) =>
    parts.flatMap((part) =>
      from === 0
        ? []
        : [
            {
              to: layout([part.best], (length) => from + length),
              top: layout([part.top], (begin) => top + begin),
              bottom: layout([part.end], (end) => top + end),
            },
          ],
    ),
  );
  const heads = stacks.map(({ head, from, top }) => ({ head, from: given(from), top: given(top) }));
  const across = { axis: null, scale: { domain: [0, SECOND + END], nice: false } };
  const x = mark.q('from', across);
  const y = mark.q('top', { axis: null, scale: { domain: [LOWER + 1, 0], nice: false } });
  return figure({
    id: 'entropy-plus-kl',
    caption: prose`The mean bill in coins a day, as an area. Each bar is as high as its weather is frequent, and as wide as
      its word is long (dashed: as in the best book). Above, his own coast; below, the one that his book was made for.`,
    alt: prose`Two rows of two stacks of four bars. ${join(
      stacks.map(
        ({ head, parts }) =>
          prose`${head}: ${join(parts.map((part) => prose`${text(part.outcome)} adds ${real(part.cost, TWO)}`))}`,
      ),
      prose`; `,
    )}. The right book of the upper row costs ${real(inP.kl, TWO)} more than the left one, that of the lower row ${real(inQ.kl, TWO)}.`,
    data: { rows: cells, ends, heads },
    spec: {
      height: 460,
      layer: [
        mark.rect(
          {
            x,
            x2: { field: 'to' },
            y,
            y2: { field: 'bottom' },
            color: mark.n('outcome', { sort: null, legend: null }),
          },
          { stroke: '$paper', strokeWidth: 2, opacity: 0.35 },
        ),
        mark.rule({ x: mark.q('to', across), y, y2: { field: 'bottom' } }, { data: 'ends', ...DASHED }),
        mark.label({ x: mark.q('at', across), y, text: 'label' }, { align: 'left', dx: 8, dy: 10.5 }),
        mark.annotation({ x, y, text: 'head' }, { data: 'heads', align: 'left', dy: -12 }),
      ],
    },
  });
}

export const entropyAndKl = section({
  id: 'entropy-and-kl',
  title: prose`What part of the surprise is the model's fault?`,
  needs: { toy: twoForecasts, training: lossByHand },
  write({ toy, training }) {
    const [pq, qp] = [at(toy.both, 0), at(toy.both, 1)];
    const [sun, cloud, rain] = [at(toy.rows, 0), at(toy.rows, 1), at(toy.rows, 2)];
    return [
      prose`A lighthouse keeper wires the weather home every day, at a coin per ${term('bit')}. His code book was written for
        a sunnier coast. How much of his bill is the weather's fault, and how much the book's?

        On his own coast sun, cloud, rain and snow come with the probabilities ${math`p`}:
        ${join(toy.rows.map((row) => given(row.p)))}. The book was made for ${math`q`}:
        ${join(toy.rows.map((row) => given(row.q)))}. If ${codeText(sun.codeword)} means sun, no other word may begin with
        ${codeText(sun.codeword)}, or a reader could not tell where a word ends. So that word takes half of all
        bit strings, and one of ${math`L`} bits takes ${math`2^{-L}`} of them. The shares cannot add up to more than one
        (*Kraft's inequality*). What is the best cut (${ref('code-space')}, after ${cite('olah-2015')})?`,
      codeSpace(toy.rows),
      prose`The best book gives each weather its own probability as its share. Then sun costs ${one(sun.pBits)} coin, cloud
        ${one(cloud.pBits)}, rain and snow ${one(rain.pBits)}: ${math`-\log_2 p`}. **Surprisal in bits is the length of the
        ideal codeword.** The keeper's book gives too much space to sun, and charges ${real(rain.qBits, TWO)} coins for all
        else. (No word has half a bit, but one for many days may cost half a bit a day.)

        Why is that the best? A shorter word for one weather takes space from the others. Give one word a little
        more of it, and each use costs slightly less. The saving is proportional to ${math`p / q`}: it grows with how often
        the word is used, and shrinks with the space that it has already. Where each share is the word's own
        probability, ${math`p / q`} is one for all, and moving space gains nothing.

        How often he pays a price is decided by ${math`p`}, how high it is by ${math`q`} (${ref('entropy-plus-kl')}).`,
      bills(toy.rows, [pq, qp]),
      prose`With the best book he would pay the ${term('entropy')}, the weather's own share; with his own he pays the
        ${term('cross-entropy')}. The difference in area is the ${term('KL divergence')}, ${real(pq.kl, TWO)} coins a day: what
        believing ${math`q`} costs.`,
      equation`\underbrace{-\sum_j p_j \log_2 q_j}_{\text{cross-entropy } H(p,\,q)} = \underbrace{-\sum_j p_j \log_2 p_j}_{\text{entropy } H(p)} + \underbrace{\sum_j p_j \log_2 \frac{p_j}{q_j}}_{\mathrm{KL}(p \,\|\, q)}`,
      prose`KL is never negative, and zero only for the right book. Let the weather follow ${math`q`}, and the
        book be made for ${math`p`} (lower row): ${real(qp.crossEntropy, THREE)} coins instead of ${real(qp.entropy, THREE)}, and a KL of
        ${real(qp.kl, TWO)}, not ${real(pq.kl, TWO)}. Each weather meets the wrong words at its own rates.

        A language model is such a book. For ${math`p`}, imagine the shares of all the continuations that people would
        have written here. Nobody knows them, nor ${math`H(p)`}, the part of the mean surprisal that no model could
        avoid. But ${math`H(p)`} is the same for any two models that read the same text. Compared per byte, or with
        the same tokens, they differ by their KL terms alone: by their faults.

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
      lossInTraining(training),
    ];
  },
});
