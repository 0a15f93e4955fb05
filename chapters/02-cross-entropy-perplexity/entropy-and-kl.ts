import { at } from '#numerics/list';
import { curious, figure, join, type Prose, prose, type Quantity, type Seen, section, table } from '#report';
import { equation, math, percent, real, ref, term, text } from '#report/values';
import { drawn, type Outcome } from './bills.ts';
import { twoForecasts } from './entropy-and-kl.measure.ts';
import { lossByHand } from './loss.measure.ts';
import { lossInTraining } from './loss.ts';

const TWO = { digits: 2 } as const;
const THREE = { digits: 3 } as const;
const FOUR = { digits: 4 } as const;

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

type Bill = Seen<typeof twoForecasts>['both'][number];

/** What each weather adds to the mean bill, by the best book for it and by the other. */
function bills({
  id,
  caption,
  rows,
  stacks,
  more,
  keyTop,
}: {
  readonly id: string;
  readonly caption: Prose;
  readonly rows: readonly {
    readonly outcome: Prose;
    readonly share: Prose;
    readonly begin: Quantity;
    readonly end: Quantity;
  }[];
  readonly stacks: readonly {
    readonly head: Prose;
    readonly words: readonly { readonly width: Quantity; readonly best: Quantity; readonly cost: Prose }[];
  }[];
  /** What the right stack costs above the left one. */
  readonly more: Prose;
  /** Where the bars leave room for the words on their dimensions, from the top. */
  readonly keyTop: number;
}) {
  return figure({
    id,
    caption,
    alt: prose`Two stacks of four bars. ${join(
      stacks.map(
        ({ head, words }) =>
          prose`${head}: ${join(words.map(({ cost }, row) => prose`${at(rows, row).outcome} adds ${cost}`))}`,
      ),
      prose`; `,
    )}. The right one costs ${more} more.`,
    ...drawn(
      stacks.map(({ head, words }) => ({
        head,
        parts: words.map((word, row) => ({ ...at(rows, row), ...word })),
      })),
      {
        height: 210,
        key: { stack: 0, top: keyTop },
      },
    ),
  });
}

/** The keeper's own coast: how often each weather comes is decided by p. */
const onHisCoast = (rows: readonly Outcome[], { entropy, crossEntropy, kl }: Bill) =>
  bills({
    id: 'entropy-plus-kl',
    caption: prose`The mean bill in coins a day on the keeper's own coast, by the best book and by his. Dashed: as in the best book. Shaded is paid
      above that; what is empty up to a dashed line is saved. The KL divergence is the shaded area minus the saved one.`,
    rows: rows.map(({ outcome, p, pFrom, pTo }) => ({
      outcome: prose`${text(outcome)}`,
      share: prose`${percent(p)}`,
      begin: pFrom,
      end: pTo,
    })),
    stacks: [
      {
        head: prose`best book: H(p) = ${real(entropy, THREE)}`,
        words: rows.map(({ pBits, pCost }) => ({
          width: pBits,
          best: pBits,
          cost: prose`${real(pCost, THREE)}`,
        })),
      },
      {
        head: prose`his book: H(p, q) = ${real(crossEntropy, THREE)}`,
        words: rows.map(({ pBits, qBits, qCost }) => ({
          width: qBits,
          best: pBits,
          cost: prose`${real(qCost, THREE)}`,
        })),
      },
    ],
    more: prose`${real(kl, TWO)}`,
    keyTop: 0.22,
  });

/** The coast that his book was made for: how often each weather comes is decided by q. */
const onTheOther = (rows: readonly Outcome[], { entropy, crossEntropy, kl }: Bill) =>
  bills({
    id: 'kl-swapped',
    caption: prose`The same on the coast that his book was made for: there his is the best one, and the other costs more.`,
    rows: rows.map(({ outcome, q, qFrom, qTo }) => ({
      outcome: prose`${text(outcome)}`,
      share: prose`${percent(q)}`,
      begin: qFrom,
      end: qTo,
    })),
    stacks: [
      {
        head: prose`book for q: H(q) = ${real(entropy, THREE)}`,
        words: rows.map(({ qBits, qCostInQ }) => ({
          width: qBits,
          best: qBits,
          cost: prose`${real(qCostInQ, THREE)}`,
        })),
      },
      {
        head: prose`book for p: H(q, p) = ${real(crossEntropy, FOUR)}`,
        words: rows.map(({ pBits, qBits, pCostInQ }) => ({
          width: pBits,
          best: qBits,
          cost: prose`${real(pCostInQ, THREE)}`,
        })),
      },
    ],
    more: prose`${real(kl, THREE)}`,
    keyTop: 0.58,
  });

export const entropyAndKl = section({
  id: 'entropy-and-kl',
  title: prose`What part of the surprise is the model's fault?`,
  needs: { toy: twoForecasts, training: lossByHand },
  write({ toy, training }) {
    const [pq, qp] = [at(toy.both, 0), at(toy.both, 1)];
    return [
      prose`How much of the keeper's bill is the weather's fault, and how much the book's? How often he sends a word is decided by ${math`p`}, how much it costs by ${math`q`} (${ref('entropy-plus-kl')}).`,
      onHisCoast(toy.rows, pq),
      prose`With the best book he would pay the entropy, the weather's own share; with his own he pays the
        ${term('cross-entropy')}. The difference in area is the ${term('KL divergence')}, ${real(pq.kl, TWO)} coins a day: what
        believing ${math`q`} costs.`,
      equation`\underbrace{-\sum_j p_j \log_2 q_j}_{\text{cross-entropy } H(p,\,q)} = \underbrace{-\sum_j p_j \log_2 p_j}_{\text{entropy } H(p)} + \underbrace{\sum_j p_j \log_2 \frac{p_j}{q_j}}_{\mathrm{KL}(p \,\|\, q)}`,
      prose`KL is never negative, and zero only for the right book.

        A language model is such a book. For ${math`p`}, imagine the shares of all continuations that people would
        have written here. Nobody knows them, nor ${math`H(p)`}, the part that no model could avoid. But it is the same for any two models
        that read one text. Compared per byte, or with the same tokens, their cross-entropies (estimated by their mean
        surprisals) differ by the KL terms alone: by the models' faults.`,
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
      curious(prose`What if weather and book change places?`, [
        prose`The weather follows ${math`q`}, the book is made for ${math`p`} (${ref('kl-swapped')}).`,
        onTheOther(toy.rows, qp),
        prose`He pays ${real(qp.crossEntropy, FOUR)} coins instead of ${real(qp.entropy, THREE)}, so the KL is
          ${real(qp.kl, THREE)}, not ${real(pq.kl, TWO)}. On his own coast rain's word is two bits too short, on one day in
          eight; after the swap two bits too long, on every second day.`,
      ]),
      lossInTraining(training),
    ];
  },
});
