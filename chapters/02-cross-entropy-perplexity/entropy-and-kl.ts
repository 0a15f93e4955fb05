import { at } from '#numerics/list';
import { figure, join, layout, type Prose, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { bits, cite, codeText, equation, given, math, percent, real, ref, term, text } from '#report/values';
import { twoForecasts } from './entropy-and-kl.measure.ts';
import { lossByHand } from './loss.measure.ts';
import { lossInTraining } from './loss.ts';

const TWO = { digits: 2 } as const;
const THREE = { digits: 3 } as const;
const FOUR = { digits: 4 } as const;

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
function codeSpace(rows: readonly Outcome[], blocks: Seen<typeof twoForecasts>['blocks']) {
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
      label: prose`${text(outcome)}, ${one(qBits)} ${layout([qBits], (length) => length === 1) ? prose`bit` : prose`bits`}`,
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
  const shares = rows.map(({ p, pFrom }) => ({ share: percent(p), from: given(END - 0.12), top: pFrom }));
  const heads = [
    { head: 'the best book, cut by p', from: given(0), top: given(0) },
    { head: 'the keeper’s, cut by q', from: given(FORECAST.from), top: given(0) },
  ];
  const notes = [{ note: 'taken from\nthe others', from: given(OUTLINE.to), top: at(rows, 1).pFrom }];
  return figure({
    id: 'code-space',
    caption: prose`All bit strings, from top to bottom. Left: each further bit halves the space that a word takes; an empty
      box is no word, but the beginning of longer ones. Right: the same space in the shares of ${math`q`}; dashed,
      the cuts of the best book. (And shares that want parts of a bit? Let sun come on ${given(80)}% of the days, rain on
      ${given(20)}%: a word a day costs a coin. Words of ${given(1)}, ${given(2)}, ${given(3)} and ${given(3)} bits for
      pairs of days cost ${real(blocks.aDay, TWO)} a day; longer blocks come down to the entropy,
      ${real(blocks.entropy, TWO)}.)`,
    alt: prose`Two columns cut into four pieces. By ${math`p`}: ${join(
      rows.map(
        (row) =>
          prose`${text(row.codeword)} for ${text(row.outcome)} takes ${percent(row.p)}, ${bits(row.pBits, TWO)}`,
      ),
    )}. By ${math`q`}: ${join(
      rows.map((row) => prose`${text(row.outcome)} takes ${percent(row.q)}, ${bits(row.qBits, TWO)}`),
    )}.`,
    data: { rows: cells, prefixes, outline, cuts, heads, notes, shares },
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
        mark.label({ x, y: mark.q('top', Y), text: 'share' }, { data: 'shares', align: 'right', dy: 13 }),
        mark.annotation({ x, y: mark.q('top', Y), text: 'head' }, { data: 'heads', align: 'left', dy: -12 }),
      ],
    },
  });
}

/** A bill a day, of which each weather has a part: as high as it is frequent, as wide as its word is long. */
interface Stack {
  readonly head: Prose;
  /** Where it begins, from the left and from the top. */
  readonly from: number;
  readonly top: number;
  readonly parts: readonly {
    readonly outcome: Outcome['outcome'];
    readonly begin: Outcome['p'] | Outcome['pFrom'];
    readonly end: Outcome['pTo'];
    readonly width: Outcome['pBits'] | Outcome['plainBits'];
    /** How long the word is in the best book. */
    readonly best: Outcome['pBits'];
    readonly cost?: Outcome['pCost'];
  }[];
}

/** What the three dimensions mean, beside the first bar. */
const DIMENSIONS = 'height: how often\nwidth: bits of its word\narea: coins a day';

function drawn(
  stacks: readonly Stack[],
  {
    bottom,
    height,
    key,
  }: {
    readonly bottom: number;
    readonly height: number;
    readonly key: { readonly from: number; readonly top: number };
  },
) {
  const cells = stacks.flatMap(({ from, top, parts }) =>
    parts.map(({ outcome, begin, end, width, best, cost }) => ({
      outcome,
      from: given(from),
      to: layout([width], (length) => from + length),
      at: layout(
        [width, best],
        (length, other) =>
          from + (length >= NARROW ? 0 : other > length + 1 ? length : Math.max(length, other)),
      ),
      top: layout([begin], (place) => top + place),
      bottom: layout([end], (place) => top + place),
      label: cost === undefined ? prose`${text(outcome)}` : prose`${text(outcome)} ${real(cost, THREE)}`,
    })),
  );
  /** By another book than the best one, how long each word is in that, and what is paid above it. */
  const others = stacks.flatMap(({ from, top, parts }) =>
    parts.flatMap(({ begin, end, width, best }) => {
      const isOther = layout([width, best], (length, other) => from > 0 && length !== other);
      const place = {
        from: layout([best], (length) => from + length),
        to: layout([width], (length) => from + length),
        top: layout([begin], (y) => top + y),
        bottom: layout([end], (y) => top + y),
      };
      return isOther ? [{ ...place, isMore: layout([width, best], (length, other) => length > other) }] : [];
    }),
  );
  const ends = others.map(({ from: to, top, bottom }) => ({ to, top, bottom }));
  const excess = others.flatMap(({ isMore, ...place }) => (isMore ? [place] : []));
  const heads = stacks.map(({ head, from, top }) => ({ head, from: given(from), top: given(top) }));
  const axes = [{ from: given(key.from), top: given(key.top), label: DIMENSIONS }];
  const across = { axis: null, scale: { domain: [0, SECOND + END], nice: false } };
  const x = mark.q('from', across);
  const y = mark.q('top', { axis: null, scale: { domain: [bottom, 0], nice: false } });
  const box = { x, x2: { field: 'to' }, y, y2: { field: 'bottom' } };
  return {
    data: { rows: cells, heads, axes, ...(others.length > 0 ? { excess, ends } : {}) },
    spec: {
      height,
      layer: [
        mark.rect(
          { ...box, color: mark.n('outcome', { sort: null, legend: null }) },
          { stroke: '$paper', strokeWidth: 2, opacity: 0.35 },
        ),
        ...(others.length > 0
          ? [
              mark.rect(box, { data: 'excess', fill: '$ink', opacity: 0.18 }),
              mark.rule({ x: mark.q('to', across), y, y2: { field: 'bottom' } }, { data: 'ends', ...DASHED }),
            ]
          : []),
        mark.label({ x: mark.q('at', across), y, text: 'label' }, { align: 'left', dx: 8, dy: 10.5 }),
        mark.annotation({ x, y, text: 'label' }, { data: 'axes', align: 'left', lineHeight: 15 }),
        mark.annotation({ x, y, text: 'head' }, { data: 'heads', align: 'left', dy: -12 }),
      ],
    },
  };
}

/** Two bits for each weather, and beside it shorter words for what comes often. */
function twoBooks(rows: readonly Outcome[], inP: Bill) {
  const parts = rows.map(({ outcome, plainBits, pFrom, pTo, pBits }) => {
    return { outcome, plainBits, begin: pFrom, end: pTo, best: pBits };
  });
  return figure({
    id: 'two-books',
    caption: prose`A day's bill as an area: two bits for each weather, and the best book.`,
    alt: prose`Two stacks of four bars. Left: each is two bits wide. Right: ${join(
      rows.map((row) => prose`${text(row.outcome)} ${bits(row.pBits, TWO)}`),
    )} wide; the areas add up to ${real(inP.entropy, THREE)}.`,
    ...drawn(
      [
        {
          head: prose`two bits each: ${given(2)}`,
          from: 0,
          top: 0,
          parts: parts.map((part) => ({ ...part, width: part.plainBits })),
        },
        {
          head: prose`the best book: ${real(inP.entropy, THREE)}`,
          from: SECOND,
          top: 0,
          parts: parts.map((part) => ({ ...part, width: part.best })),
        },
      ],
      { bottom: 1, height: 210, key: { from: SECOND + 1.1, top: 0.2 } },
    ),
  });
}

/** What each weather adds to the mean bill, by the best book and by the other, where p is the truth and where q is. */
function bills(rows: readonly Outcome[], [inP, inQ]: readonly [Bill, Bill]) {
  const inTruthP = rows.map(({ outcome, pFrom, pTo, pBits }) => ({
    outcome,
    begin: pFrom,
    end: pTo,
    best: pBits,
  }));
  const inTruthQ = rows.map(({ outcome, qFrom, qTo, qBits }) => ({
    outcome,
    begin: qFrom,
    end: qTo,
    best: qBits,
  }));
  const stacks = [
    {
      head: prose`H(p) = ${real(inP.entropy, THREE)}: weather p, best book`,
      from: 0,
      top: 0,
      parts: rows.map(({ pBits, pCost }, i) => ({ ...at(inTruthP, i), width: pBits, cost: pCost })),
    },
    {
      head: prose`H(p, q) = ${real(inP.crossEntropy, THREE)}: weather p, book for q`,
      from: SECOND,
      top: 0,
      parts: rows.map(({ qBits, qCost }, i) => ({ ...at(inTruthP, i), width: qBits, cost: qCost })),
    },
    {
      head: prose`H(q) = ${real(inQ.entropy, THREE)}: weather q, best book`,
      from: 0,
      top: LOWER,
      parts: rows.map(({ qBits, qCostInQ }, i) => ({ ...at(inTruthQ, i), width: qBits, cost: qCostInQ })),
    },
    {
      head: prose`H(q, p) = ${real(inQ.crossEntropy, FOUR)}: weather q, book for p`,
      from: SECOND,
      top: LOWER,
      parts: rows.map(({ pBits, pCostInQ }, i) => ({ ...at(inTruthQ, i), width: pBits, cost: pCostInQ })),
    },
  ];
  return figure({
    id: 'entropy-plus-kl',
    caption: prose`The mean bill in coins a day. Above, the keeper's own coast; below, the one that his book was made for.
      Dashed: as in the best book. Dark is paid above that; what is white up to a dashed line is saved. The KL divergence
      is the dark area minus the saved one.`,
    alt: prose`Two rows of two stacks of four bars. ${join(
      stacks.map(
        ({ head, parts }) =>
          prose`${head}: ${join(parts.map((part) => prose`${text(part.outcome)} adds ${real(part.cost, THREE)}`))}`,
      ),
      prose`; `,
    )}. The right book of the upper row costs ${real(inP.kl, TWO)} more than the left one, that of the lower row ${real(inQ.kl, THREE)}.`,
    ...drawn(stacks, { bottom: LOWER + 1, height: 460, key: { from: 1.1, top: 0.22 } }),
  });
}

/** The bill as space moves between two words of the keeper's book: least where both ratios are the same. */
function whereToMove({ curve, own, least }: Seen<typeof twoForecasts>['moves']) {
  const x = mark.q('share', { title: 'space of sun, taken from rain', axis: { format: '%' } });
  const y = mark.q('bill', { title: 'coins a day', scale: { domain: [1.7, 2.9], nice: false } });
  const ratios = ({ ofSun, ofRain }: typeof own) =>
    prose`p / q: sun ${real(ofSun, TWO)}, rain ${real(ofRain, TWO)}`;
  return figure({
    id: 'where-to-move',
    caption: prose`The keeper's bill, if sun gets more of the space and rain less, while cloud and snow keep theirs. Left dot: the
      book as it is. Lowest: where both ratios are the same (one is reached when cloud and snow change, too).`,
    alt: prose`A curve like a valley. At a share of ${percent(own.share)} it stands at ${real(own.bill, THREE)}; it is lowest at
      ${percent(least.share)}, with ${real(least.bill, THREE)}.`,
    data: {
      rows: curve,
      marks: [
        { ...own, label: ratios(own), side: 'right' },
        { ...least, label: ratios(least), side: 'below' },
      ],
    },
    spec: {
      height: 220,
      layer: [
        mark.line({ x, y }),
        ...mark.labelled(
          mark.dots({ x, y }, { data: 'marks', size: 70 }),
          mark.cases('side', {
            right: { align: 'left', dx: 10, dy: -6 },
            below: { align: 'center', dx: 0, dy: 18 },
          }),
        ),
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
        a rainier coast. How much of his bill is the weather's fault, and how much the book's? (Pictures and argument follow
        ${cite('olah-2015')}.)

        On his own coast sun, cloud, rain and snow come with the probabilities ${math`p`}:
        ${join(toy.rows.map((row) => given(row.p)))}. The plainest book has two bits for each: two coins a day. Cheaper: shorter words for what comes often (${ref('two-books')}).`,
      twoBooks(toy.rows, pq),
      prose`But words follow each other without a gap. If sun is ${codeText(sun.codeword)}, no other may begin with
        ${codeText(sun.codeword)}: were \`01\` a word, too, \`01…\` could be read in two ways. So
        ${codeText(sun.codeword)} takes half of all bit strings, and a word of ${math`L`} bits takes ${math`2^{-L}`} of them.
        The shares cannot add up to more than one (*Kraft's inequality*).

        The keeper's book was made for ${math`q`}: ${join(toy.rows.map((row) => given(row.q)))}; there rain has the shortest
        word. What is the best cut (${ref('code-space')})?`,
      codeSpace(toy.rows, toy.blocks),
      prose`The best book gives each weather its own probability as its share. So a word with the share ${math`s`}
        has ${math`-\log_2 s`} bits: sun costs ${one(sun.pBits)} coin, cloud ${one(cloud.pBits)}, rain and snow
        ${one(rain.pBits)}. **Surprisal in bits is the length of the ideal codeword.**

        Why is that the best? In the keeper's book, give sun ${given(26)}% of the space instead of ${given(25)}%:
        its word gets ${real(toy.moved.shorter, TWO)} bits shorter, on half of the days, and saves
        ${real(toy.moved.saves, TWO)} coins. Rain, cut from ${given(50)}% to ${given(49)}%, costs ${real(toy.moved.costs, TWO)}
        more. A little more space shortens a word in proportion to ${math`1 / q`}, on a share
        ${math`p`} of all days: the saving goes with ${math`p / q`}. Where each share is the word's own probability, ${math`p / q`} is one for every word, and moving space gains
        nothing. Any other cut leaves one ratio above one and another below, so a move still pays (${ref('where-to-move')}).`,
      whereToMove(toy.moves),
      prose`How often he sends a word is decided by ${math`p`}, how much it costs by ${math`q`} (${ref('entropy-plus-kl')}).`,
      bills(toy.rows, [pq, qp]),
      prose`With the best book he would pay the ${term('entropy')}, the weather's own share; with his own he pays the
        ${term('cross-entropy')}. The difference in area is the ${term('KL divergence')}, ${real(pq.kl, TWO)} coins a day: what
        believing ${math`q`} costs.`,
      equation`\underbrace{-\sum_j p_j \log_2 q_j}_{\text{cross-entropy } H(p,\,q)} = \underbrace{-\sum_j p_j \log_2 p_j}_{\text{entropy } H(p)} + \underbrace{\sum_j p_j \log_2 \frac{p_j}{q_j}}_{\mathrm{KL}(p \,\|\, q)}`,
      prose`KL is never negative, and zero only for the right book. Now swap the two: the weather follows ${math`q`}, the
        book is made for ${math`p`}. He pays ${real(qp.crossEntropy, FOUR)} coins instead of
        ${real(qp.entropy, THREE)}, so the KL is ${real(qp.kl, THREE)}, not ${real(pq.kl, TWO)}: each word is now sent as often
        as ${math`q`} says. On his own coast rain's word is two bits too
        short, which saves on one day in eight; after the swap it is two bits too long, which costs on every second day.

        A language model is such a book. For ${math`p`}, imagine the shares of all continuations that people would
        have written here. Nobody knows them, nor ${math`H(p)`}, the part of the mean surprisal that no model could
        avoid. But ${math`H(p)`} is the same for any two models that read one text. Compared per byte, or with
        the same tokens, they differ by their KL terms alone: by their faults.`,
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
