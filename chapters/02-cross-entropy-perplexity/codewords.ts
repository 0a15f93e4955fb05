import { toBits } from '#numerics/bits-per-byte';
import { crossEntropy } from '#numerics/cross-entropy';
import { at } from '#numerics/list';
import { curious, figure, join, layout, prose, type Seen, section } from '#report';
import * as mark from '#report/marks';
import { bits, cite, codeText, equation, given, math, percent, real, ref, term, text } from '#report/values';
import { BITS, drawn, type Outcome, weatherColour, Y } from './bills.ts';
import { twoForecasts } from './entropy-and-kl.measure.ts';
import { named } from './lists.ts';
import { ownTexts } from './texts.measure.ts';

/** Where the last column ends: it has the longest labels. */
const END = 3.4;
/** Beginnings of words that are no words themselves, and where their share begins. */
const PREFIXES = [
  { word: 1, bits: 1, top: 0.5 },
  { word: 11, bits: 2, top: 0.75 },
];

/** The words of two bits, one for each weather. */
const PLAIN_WORDS = [0, 1].flatMap((first) => [0, 1].map((second) => prose`${given(first)}${given(second)}`));

/** A chosen share in per cent. */
const percentOf = (share: number) => prose`${given(Math.round(100 * share))}%`;

/** A coast with two weathers, whose ideal words have parts of a bit. */
const SUNNY = { sun: 0.8, rain: 0.2 };
/** Two words that share the space evenly, and what a tenth of it does that goes from rain to sun. */
const HALF = 0.5;
const MOVED = 0.1;
/** And what a small move does. */
const STEP = 0.005;
const length = (share: number) => toBits(-Math.log(share));
const rounded = (value: number, digits: number) => given(Number(value.toFixed(digits)));
const bitsOf = (value: number) => rounded(value, 4);
/** By how many bits the words change when a little more of the space goes to sun, which has this share. */
const smallMove = (share: number) => ({
  shorter: length(share) - length(share + STEP),
  longer: length(1 - share - STEP) - length(1 - share),
});
const MOVE = [
  { outcome: prose`sun`, often: SUNNY.sun, from: 0, space: HALF + MOVED },
  { outcome: prose`rain`, often: SUNNY.rain, from: SUNNY.sun, space: HALF - MOVED },
].map((word) => ({ ...word, length: length(word.space) }));
const BILL_MOVED = MOVE.reduce((sum, { often, length }) => sum + often * length, 0);
/** Its pairs of days, each with a word of its own. */
const PAIRS = [
  { outcome: prose`sun, sun`, share: 0.64, bits: 1 },
  { outcome: prose`sun, rain`, share: 0.16, bits: 2 },
  { outcome: prose`rain, sun`, share: 0.16, bits: 3 },
  { outcome: prose`rain, rain`, share: 0.04, bits: 3 },
];

/** A whole number of bits. */
const one = (length: Outcome['pBits']) => real(length, 1);

/** All bit strings as a square, cut by the codewords. */
function codeSpace(rows: readonly Outcome[]) {
  const cells = rows.map(({ outcome, codeword, pBits, pFrom, pTo }) => ({
    outcome,
    from: layout([pBits], (length) => Math.min(length, BITS) - 1),
    to: given(END),
    top: pFrom,
    bottom: pTo,
    label: prose`${text(codeword)} ${text(outcome)}`,
  }));
  const prefixes = PREFIXES.map(({ word, bits: length, top }) => ({
    word: prose`${given(word)}`,
    from: given(length - 1),
    to: given(length),
    top: given(top),
    bottom: given(1),
  }));
  const across = { axis: null, scale: { domain: [0, END], nice: false } };
  const x = mark.q('from', across);
  const box = { x, x2: { field: 'to' }, y: mark.q('top', Y), y2: { field: 'bottom' } };
  const shares = rows.map(({ p, pFrom }) => ({ share: percent(p), from: given(END - 0.12), top: pFrom }));
  return figure({
    id: 'code-space',
    caption: prose`All bit strings, from top to bottom: each further bit halves the space that a word takes. An empty box is no word, but
      the beginning of longer ones.`,
    alt: prose`A column cut into four pieces: ${join(
      rows.map(
        (row) =>
          prose`${text(row.codeword)} for ${text(row.outcome)} takes ${percent(row.p)}, ${bits(row.pBits, 2)}`,
      ),
    )}.`,
    data: { rows: cells, prefixes, shares },
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
        mark.label({ x, y: mark.q('top', Y), text: 'label' }, { align: 'left', dx: 8, dy: 13 }),
        mark.label({ x, y: mark.q('top', Y), text: 'share' }, { data: 'shares', align: 'right', dy: 13 }),
      ],
    },
  });
}

/** Two bits for each weather, and beside it shorter words for what comes often. */
function twoBooks(rows: readonly Outcome[], { entropy }: Seen<typeof twoForecasts>['both'][number]) {
  const parts = rows.map(({ outcome, codeword, plainBits, p, pFrom, pTo, pBits }) => {
    return {
      outcome: prose`${text(outcome)}`,
      share: prose`${percent(p)}`,
      plainBits,
      begin: pFrom,
      end: pTo,
      pBits,
      codeword,
    };
  });
  return figure({
    id: 'two-books',
    caption: prose`A day's bill as an area: a word of two bits for each weather, and the best book.`,
    alt: prose`Two stacks of four bars. Left: each is two bits wide. Right: ${join(
      rows.map((row) => prose`${text(row.outcome)} ${bits(row.pBits, 2)}`),
    )} wide; the areas add up to ${real(entropy, 3)}.`,
    ...drawn(
      [
        {
          head: prose`two bits each: ${given(2)} coins`,
          parts: parts.map((part, row) => ({
            ...part,
            width: part.plainBits,
            cost: at(PLAIN_WORDS, row),
          })),
        },
        {
          head: prose`the best book: ${real(entropy, 3)} coins`,
          parts: parts.map((part) => ({ ...part, width: part.pBits, cost: prose`${text(part.codeword)}` })),
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
      cost: prose`${given((share * bits) / 2)}`,
    };
  });
  return figure({
    id: 'parts-of-bits',
    caption: prose`A day's bill where sun comes on ${percentOf(sun)} of all days and rain on the others. Left: a word a day. Right: a word
      for two days, so each day costs half of its length. The number beside a name is the area of its bar.`,
    alt: prose`Left, two bars one bit wide. Right, four bars for pairs of days: ${join(
      PAIRS.map(
        ({ outcome, share, bits }) =>
          prose`${outcome} comes ${given(share)} of the time and costs ${given(bits / 2)} a day, in bits`,
      ),
      prose`; `,
    )}. The areas add up to ${given(1)} and ${real(aDay, 2)}.`,
    ...drawn(
      [
        {
          head: prose`a word a day: ${given(1)} coin`,
          parts: [
            {
              width: 1,
              outcome: prose`sun`,
              share: percentOf(sun),
              begin: 0,
              end: sun,
              cost: prose`${given(sun)}`,
            },
            {
              width: 1,
              outcome: prose`rain`,
              share: percentOf(rain),
              begin: sun,
              end: 1,
              cost: prose`${given(rain)}`,
            },
          ],
        },
        { head: prose`a word for two days: ${real(aDay, 2)} coins`, parts: pairs },
      ],
      { height: 260, key: { stack: 0, top: 0.3, width: 'bits for one day' } },
    ),
  });
}

/** Half of the space for each of two words, and beside it a tenth of it moved. */
function aMove() {
  const parts = MOVE.map(({ outcome, often, from }) => ({
    outcome,
    share: percentOf(often),
    begin: from,
    end: from + often,
  }));
  return figure({
    id: 'a-move',
    caption: prose`Above: the space, cut for two words. Below: the bill as an area, where sun comes on ${percentOf(SUNNY.sun)} of the days and rain on the others.
      Dashed: as before the move. What is empty is saved, what is shaded is paid.`,
    alt: prose`Two stacks of two bars, each below a strip that is cut in two. Left: halves of the strip, both bars one bit wide, ${given(1)} coin. Right: ${join(
      MOVE.map(
        ({ outcome, often, length, space }) =>
          prose`${outcome} on ${percentOf(often)} of the days has ${percentOf(space)} of the strip and is ${rounded(length, 2)} bits wide`,
      ),
    )}; the area is ${rounded(BILL_MOVED, 2)}. The piece saved is tall, the piece paid is flat.`,
    ...drawn(
      [
        {
          head: prose`half of the space each: ${given(1)} coin`,
          parts: parts.map((part) => ({ ...part, width: 1, space: HALF })),
        },
        {
          head: prose`a tenth moved to sun: ${rounded(BILL_MOVED, 2)} coins`,
          parts: MOVE.map(({ length, space }, place) => ({
            ...at(parts, place),
            width: length,
            other: 1,
            space,
          })),
        },
      ],
      { height: 180, key: { stack: 0, top: 0.2 } },
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
    caption: prose`Sun comes on ${percentOf(sun)} of all days, rain on ${percentOf(rain)}. Above: ${math`p / q`} of each word, in proportion to what a little more space saves.
      Below: the bill. Across: ${math`q`} of sun; rain has the rest. Dashed: where sun's share of the space is its share of the days.`,
    alt: prose`Above, two curves: sun's ratio falls, rain's rises, and they meet at one where sun has ${percentOf(sun)} of the space. Below, a
      valley: ${given(1)} coin a day where each has half, and its lowest point, ${real(entropy, 2)}, right under the meeting.`,
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
          label: prose`q = p: ${real(entropy, 2)}`,
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
  needs: { toy: twoForecasts, own: ownTexts },
  write({ toy, own }) {
    const [ofHalf, ofBest] = [smallMove(HALF), smallMove(SUNNY.sun)];
    const harbour = named(own.texts, 'harbour');
    const [sun, cloud, rain] = [at(toy.rows, 0), at(toy.rows, 1), at(toy.rows, 2)];
    return [
      prose`A lighthouse keeper wires the weather home every day, at a coin per ${term('bit')}. (Numbers and pictures follow
        ${cite('olah-2015')}.) His code book has a *word* of zeros and ones for each weather. On his coast sun, cloud, rain and
        snow come with the probabilities ${math`p`}: ${join(toy.rows.map((row) => given(row.p)))}. The plainest book has two bits for
        each: two coins a day. Cheaper: shorter words for what comes often (${ref('two-books')}).`,
      twoBooks(toy.rows, at(toy.both, 0)),
      prose`Sun, sun, cloud, rain are \`0\`, \`0\`, \`10\`, \`110\`, and go out as \`0010110\`: seven bits, not eight. Nothing marks where
        a word ends, and still it can be cut in one way only, for no word begins with another. (With \`0\` for sun and \`01\` for cloud, \`01…\` could begin either way.) That has a price. Since sun is ${codeText(sun.codeword)}, no other word may begin with ${codeText(sun.codeword)}: sun takes half of the *space*, of all strings of zeros and ones. A word of
        ${math`L`} bits takes ${math`2^{-L}`} of it (${ref('code-space')}). The shares cannot add up to more than one
        (*Kraft's inequality*).`,
      codeSpace(toy.rows),
      prose`So a book cuts the space of all bit strings into shares ${math`q`}, and a word with the share ${math`q`} has
        ${math`-\log_2 q`} bits: a quarter is two halvings, two bits. The best book gives each weather its own probability as its share: here sun costs ${one(sun.pBits)} coin,
        cloud ${one(cloud.pBits)}, rain and snow ${one(rain.pBits)}. **Surprisal in bits is the length of the ideal codeword.**

        A language model is such a book, cut anew before each token: by ours, the paragraph about the harbour could go out in
        ${bits(harbour.bitsPerByte, 2)} for each of its bytes (${ref('bits-per-byte')}).`,
      prose`Why is no other cut better? (This is the hardest step; you may go on at ${ref('entropy-and-kl')}.) Allow fractions of a bit (words for several days at once make them possible), and take a
        simpler coast: sun on ${percentOf(SUNNY.sun)} of the days, rain on the others. Give each word half of the space: one bit.
        Now move a tenth of the space from rain to sun (${ref('a-move')}).`,
      aMove(),
      prose`Sun's word gets shorter and rain's gets longer, by more. But sun's is sent four times as often: the move pays.

        How far? A small move, of ${given(STEP)}, from half each makes sun's word ${bitsOf(ofHalf.shorter)} bits shorter and saves ${given(SUNNY.sun)} · ${bitsOf(ofHalf.shorter)} = ${bitsOf(SUNNY.sun * ofHalf.shorter)} coins a day; rain's gets
        ${bitsOf(ofHalf.longer)} bits longer, which costs ${bitsOf(SUNNY.rain * ofHalf.longer)}. The same move from ${percentOf(SUNNY.sun)} and ${percentOf(SUNNY.rain)} saves ${bitsOf(SUNNY.sun * ofBest.shorter)} and costs ${bitsOf(SUNNY.rain * ofBest.longer)}: nothing is left to gain. For a word's length depends on the factor by which its
        share grows (twice the share is one bit less), and ${given(STEP)} is more of ${given(SUNNY.rain)} than of ${given(SUNNY.sun)}. A little space earns in proportion to ${math`p / q`}, and moves to the word with the higher ratio pay until both are the same (${ref('where-to-move')}).`,
      whereToMove(toy.blocks),
      prose`Then ${math`p`} is the same multiple of ${math`q`} for both. All ${math`p`} add up to one, and all ${math`q`} too, so the multiple is one: ${math`q = p`}. It is the same with more kinds of
        weather. **No book is cheaper: this floor is the ${term('entropy')}**, here of the four kinds of ${ref('two-books')}:`,
      equation`H(p) = -\sum_j p_j \log_2 p_j = 0.5 \cdot 1 + 0.25 \cdot 2 + 0.125 \cdot 3 + 0.125 \cdot 3 = 1.75`,
      prose`Certain weather costs nothing, two equal kinds a bit, ${given(64)} equal kinds six: entropy says how open the day is.`,
      curious(prose`How can a word have a fraction of a bit?`, [
        prose`By itself it cannot. But one word may stand for two days (${ref('parts-of-bits')}).`,
        partsOfBits(toy.blocks),
        prose`Two sunny days cost one bit: half a bit a day. Pairs bring the bill down to ${real(toy.blocks.aDay, 2)}; longer
          blocks come down towards the entropy, ${real(toy.blocks.entropy, 2)}. *Arithmetic coding* makes one block of a whole text, token by token.`,
      ]),
    ];
  },
});
