import { toBits } from '#numerics/bits-per-byte';
import { crossEntropy } from '#numerics/cross-entropy';
import { at } from '#numerics/list';
import { curious, figure, join, layout, prose, type Seen, section } from '#report';
import * as mark from '#report/marks';
import { bits, cite, codeText, given, math, percent, real, ref, term, text } from '#report/values';
import { BITS, DASHED, drawn, type Outcome, weatherColour, Y } from './bills.ts';
import { twoForecasts } from './entropy-and-kl.measure.ts';

const TWO = { digits: 2 } as const;
const THREE = { digits: 3 } as const;

/** The column of the other book, with its labels, beside one column a bit of the codewords. */
const FORECAST = { from: 3.75, to: 4.5 };
/** The outlines of the best book reach beyond the other on both sides. */
const OUTLINE = { from: FORECAST.from - 0.07, to: FORECAST.to + 0.07 };
const RIGHT = 6;
/** Where the last column ends: it has the longest labels. */
const END = 3.4;
/** Beginnings of words that are no words themselves, and where their share begins. */
const PREFIXES = [
  { word: 1, bits: 1, top: 0.5 },
  { word: 11, bits: 2, top: 0.75 },
];

/** A chosen share in per cent. */
const percentOf = (share: number) => prose`${given(Math.round(100 * share))}%`;

/** A coast with two weathers, whose ideal words have parts of a bit. */
const SUNNY = { sun: 0.8, rain: 0.2 };
/** Two words that share the space evenly, and what a hundredth of it does that goes from rain to sun. */
const HALF = 0.5;
const MOVED = 0.01;
const longer = (before: number, after: number) => toBits(Math.log(before / after));
const inThousandths = (value: number) => given(Math.round(1000 * value) / 1000);
const move = {
  shorter: longer(HALF + MOVED, HALF),
  longer: longer(HALF, HALF - MOVED),
};
/** Its pairs of days, each with a word of its own. */
const PAIRS = [
  { outcome: prose`sun, sun`, share: 0.64, bits: 1 },
  { outcome: prose`sun, rain`, share: 0.16, bits: 2 },
  { outcome: prose`rain, sun`, share: 0.16, bits: 3 },
  { outcome: prose`rain, rain`, share: 0.04, bits: 3 },
];

/** A whole number of bits. */
const one = (length: Outcome['pBits']) => real(length, { digits: 1 });

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
      the cuts of the best book.`,
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
          { ...box, color: weatherColour('outcome') },
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

/** Two bits for each weather, and beside it shorter words for what comes often. */
function twoBooks(rows: readonly Outcome[], { entropy }: Seen<typeof twoForecasts>['both'][number]) {
  const parts = rows.map(({ outcome, plainBits, p, pFrom, pTo, pBits }) => {
    return {
      outcome: prose`${text(outcome)}`,
      share: prose`${percent(p)}`,
      plainBits,
      begin: pFrom,
      end: pTo,
      best: pBits,
    };
  });
  return figure({
    id: 'two-books',
    caption: prose`A day's bill as an area: two bits for each weather, and the best book.`,
    alt: prose`Two stacks of four bars. Left: each is two bits wide. Right: ${join(
      rows.map((row) => prose`${text(row.outcome)} ${bits(row.pBits, TWO)}`),
    )} wide; the areas add up to ${real(entropy, THREE)}.`,
    ...drawn(
      [
        {
          head: prose`two bits each: ${given(2)} coins`,
          parts: parts.map((part) => ({ ...part, width: part.plainBits })),
        },
        {
          head: prose`the best book: ${real(entropy, THREE)} coins`,
          parts: parts.map((part) => ({ ...part, width: part.best })),
        },
      ],
      { height: 210, key: { stack: 1, top: 0.2 } },
    ),
  });
}

/** A word for each day, and beside it a word for each pair of days. */
function partsOfBits({ aDay }: Seen<typeof twoForecasts>['blocks']) {
  const { sun, rain } = SUNNY;
  const pairs = PAIRS.map(({ outcome, share, bits }, place) => {
    const begin = PAIRS.slice(0, place).reduce((sum, pair) => sum + pair.share, 0);
    return {
      outcome,
      share: percentOf(share),
      begin,
      end: begin + share,
      width: bits / 2,
      best: bits / 2,
      cost: prose`${given((share * bits) / 2)}`,
    };
  });
  const day = { width: 1, best: 1 };
  return figure({
    id: 'parts-of-bits',
    caption: prose`A day's bill where sun comes on ${percentOf(sun)} of all days and rain on the others. Left: a word a day. Right: a word
      for two days, so each day costs half of its length.`,
    alt: prose`Left, two bars one bit wide. Right, four bars for pairs of days: ${join(
      PAIRS.map(
        ({ outcome, share, bits }) =>
          prose`${outcome} comes ${given(share)} of the time and costs ${given(bits / 2)} a day, in bits`,
      ),
      prose`; `,
    )}. The areas add up to ${given(1)} and ${real(aDay, TWO)}.`,
    ...drawn(
      [
        {
          head: prose`a word a day: ${given(1)} coin`,
          parts: [
            {
              ...day,
              outcome: prose`sun`,
              share: percentOf(sun),
              begin: 0,
              end: sun,
              cost: prose`${given(sun)}`,
            },
            {
              ...day,
              outcome: prose`rain`,
              share: percentOf(rain),
              begin: sun,
              end: 1,
              cost: prose`${given(rain)}`,
            },
          ],
        },
        { head: prose`a word for two days: ${real(aDay, TWO)} coins`, parts: pairs },
      ],
      { height: 260, key: { stack: 0, top: 0.3, width: 'bits for one day' } },
    ),
  });
}

/** Two weathers: what a little more space saves for each word, and the bill, by the share of space that sun has. */
function whereToMove({ entropy }: Seen<typeof twoForecasts>['blocks']) {
  const { sun, rain } = SUNNY;
  const shares = Array.from({ length: 88 }, (_, step) => (step + 10) / 100);
  const billAt = (share: number) => toBits(crossEntropy([sun, rain], [share, 1 - share]));
  const ofSun = (share: number) => ({ word: 'sun', share: given(share), ratio: given(sun / share) });
  const ofRain = (share: number) => ({ word: 'rain', share: given(share), ratio: given(rain / (1 - share)) });
  const values = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const x = (more: object) =>
    mark.q('share', { title: null, scale: { domain: [0, 1] }, axis: { format: '%', values, ...more } });
  const upper = x({ labels: false });
  const lower = x({ title: 'share of the space that sun has, q' });
  const ratio = mark.q('ratio', {
    title: 'p / q of each word',
    scale: { domain: [0, 4], nice: false },
    axis: { values: [0, 1, 2, 3, 4], format: '~g' },
  });
  const bill = mark.q('bill', {
    title: 'coins a day',
    scale: { domain: [0.5, 2], nice: false },
    axis: { values: [0.5, 1, 1.5, 2], format: '~g' },
  });
  const meeting = (across: object) => mark.reference({ x: across }, { data: 'best' });
  const named = { align: 'left', dx: 8, dy: -8 };
  return figure({
    id: 'where-to-move',
    caption: prose`Sun comes on ${percentOf(sun)} of all days, rain on ${percentOf(rain)}. Above: what a little more space saves, for each word.
      Below: the bill. Dashed: where sun's share of the space, ${math`q`}, is its share of the days.`,
    alt: prose`Above, two curves: sun's ratio falls, rain's rises, and they meet at one where sun has ${percentOf(sun)} of the space. Below, a
      valley: ${given(1)} coin a day where each has half, and its lowest point, ${real(entropy, TWO)}, right under the meeting.`,
    data: {
      ratios: shares
        .flatMap((share) => [ofSun(share), ofRain(share)])
        .filter(({ ratio }) => ratio.value <= 4),
      names: [
        { ...ofSun(0.3), label: prose`sun: ${given(sun)} / q` },
        { ...ofRain(0.12), label: prose`rain: ${given(rain)} / (${given(1)} − q)` },
      ],
      meet: [{ ...ofSun(sun), label: prose`both ${given(1)}` }],
      bills: shares
        .map((share) => ({ share: given(share), bill: given(billAt(share)) }))
        .filter(({ bill }) => bill.value <= 2),
      best: [{ share: given(sun) }],
      marks: [
        {
          share: given(HALF),
          bill: given(billAt(HALF)),
          label: prose`half each: ${given(1)}`,
          side: 'above',
        },
        {
          share: given(sun),
          bill: given(billAt(sun)),
          label: prose`q = p: ${real(entropy, TWO)}`,
          side: 'below',
        },
      ],
    },
    spec: {
      vconcat: [
        {
          height: 130,
          layer: [
            meeting(upper),
            mark.line({ x: upper, y: ratio, color: weatherColour('word') }, { data: 'ratios' }),
            mark.label({ x: upper, y: ratio, text: 'label' }, { data: 'names', ...named, dy: -12 }),
            ...mark.labelled(mark.dots({ x: upper, y: ratio }, { data: 'meet', size: 70 }), {
              align: 'right',
              dx: -8,
              dy: -14,
            }),
          ],
        },
        {
          height: 150,
          layer: [
            meeting(lower),
            mark.line({ x: lower, y: bill }, { data: 'bills' }),
            ...mark.labelled(
              mark.dots({ x: lower, y: bill }, { data: 'marks', size: 70 }),
              mark.cases('side', { above: named, below: { align: 'right', dx: -8, dy: 18 } }),
            ),
          ],
        },
      ],
    },
  });
}

export const codewords = section({
  id: 'codewords',
  title: prose`How long is the best codeword?`,
  needs: { toy: twoForecasts },
  write({ toy }) {
    const [sun, cloud, rain] = [at(toy.rows, 0), at(toy.rows, 1), at(toy.rows, 2)];
    return [
      prose`A lighthouse keeper wires the weather home every day, at a coin per ${term('bit')}. (Numbers and pictures follow
        ${cite('olah-2015')}.) His code book has a *word* of zeros and ones for each weather. On his coast sun, cloud, rain and
        snow come with the probabilities ${math`p`}: ${join(toy.rows.map((row) => given(row.p)))}. The plainest book has two bits for
        each: two coins a day. Cheaper: shorter words for what comes often (${ref('two-books')}).`,
      twoBooks(toy.rows, at(toy.both, 0)),
      prose`But words follow each other without a gap. If sun is ${codeText(sun.codeword)}, no other may begin with
        ${codeText(sun.codeword)}: were \`01\` a word, too, \`01…\` could be read in two ways. So
        ${codeText(sun.codeword)} takes half of all bit strings, and a word of ${math`L`} bits takes ${math`2^{-L}`} of them.
        The shares cannot add up to more than one (*Kraft's inequality*).

        So a book cuts the space of all bit strings into shares ${math`q`}. The keeper's own was made for a rainier coast:
        ${join(toy.rows.map((row) => given(row.q)))}. Which cut is best for his own coast
        (${ref('code-space')})?`,
      codeSpace(toy.rows),
      prose`The best book gives each weather its own probability as its share. A word with the share ${math`q`} has
        ${math`-\log_2 q`} bits, so here sun costs ${one(sun.pBits)} coin, cloud ${one(cloud.pBits)}, rain and snow
        ${one(rain.pBits)}. **Surprisal in bits is the length of the ideal codeword.**`,
      prose`Why is no other cut better? Allow fractions of a bit (words for several days at once make them possible), and take a simpler coast: sun on
        ${percentOf(SUNNY.sun)} of the days, rain on the others. Give each word half of the space: one bit. Now move ${percentOf(MOVED)} of the space from rain to sun. Sun's word gets
        ${inThousandths(move.shorter)} bits shorter, which saves ${inThousandths(SUNNY.sun * move.shorter)} coins a day, since it is sent on
        ${percentOf(SUNNY.sun)} of the days. Rain's gets ${inThousandths(move.longer)} longer; on ${percentOf(SUNNY.rain)} of
        the days, that costs ${inThousandths(SUNNY.rain * move.longer)}. The move pays.

        Make a word's space a hundredth larger, and the word gets ${inThousandths(Math.log2(1 + 1 / 100))} bits shorter, however
        much it had. Of a smaller space a hundredth is a smaller piece. So pieces of one size shorten a word the more, the less
        space it has: in proportion to ${math`1 / q`}. On a share
        ${math`p`} of the days, that saves in proportion to ${math`p / q`}: for sun ${given(SUNNY.sun)} / ${given(HALF)} =
        ${given(SUNNY.sun / HALF)}, for rain ${given(SUNNY.rain)} / ${given(HALF)} = ${given(SUNNY.rain / HALF)}. Moves to the word with the
        higher ratio pay until both are the same (${ref('where-to-move')}).`,
      whereToMove(toy.blocks),
      prose`Both kinds of shares add up to one, so equal ratios are one: ${math`q = p`}. There the bill is lowest, and the lowest
        bill is the ${term('entropy')}. With more kinds of weather it is the same: in the
        best book no two words gain by trading space, so all ratios are equal, and again ${math`q = p`}.`,
      curious(prose`How can a word have a fraction of a bit?`, [
        prose`By itself it cannot. But one word may stand for two days (${ref('parts-of-bits')}).`,
        partsOfBits(toy.blocks),
        prose`Two sunny days cost one bit: half a bit a day. Pairs bring the bill down to ${real(toy.blocks.aDay, TWO)}; longer
          blocks come down towards the entropy, ${real(toy.blocks.entropy, TWO)}.`,
      ]),
    ];
  },
});
