import { at } from '#numerics/list';
import { figure, join, prose, type Seen, section, table } from '#report';
import { equation, given, math, percent, real, ref, term, text } from '#report/values';
import { drawn, type Outcome } from './bills.ts';
import { twoForecasts } from './entropy-and-kl.measure.ts';
import { lossByHand } from './loss.measure.ts';
import { lossInTraining } from './loss.ts';

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

/**
 * What each weather adds to the mean bill: on the keeper's own coast, where p says how often it comes, and on that which
 * his book was made for, where q does; by the best book for the one and by that for the other.
 */
function bills(rows: readonly Outcome[], [own, other]: readonly [Bill, Bill]) {
  const onHis = ({ p, pFrom, pTo, pBits }: Outcome) => ({
    share: prose`${percent(p)}`,
    begin: pFrom,
    end: pTo,
    other: pBits,
  });
  const onRainy = ({ q, qFrom, qTo, qBits }: Outcome) => ({
    share: prose`${percent(q)}`,
    begin: qFrom,
    end: qTo,
    other: qBits,
  });
  const byBest = ({ pBits }: Outcome) => ({ width: pBits });
  const byRainy = ({ qBits }: Outcome) => ({ width: qBits });
  const [his, rainy] = [prose`on his coast`, prose`on the rainy coast`];
  const stacks = [
    {
      where: his,
      head: prose`sunny book: ${real(own.entropy, 3)}`,
      parts: rows.map((row) => ({ ...onHis(row), ...byBest(row), cost: row.pCost })),
    },
    {
      where: his,
      head: prose`rainy book: ${real(own.crossEntropy, 3)}, ${real(own.kl, 2)} more`,
      parts: rows.map((row) => ({ ...onHis(row), ...byRainy(row), cost: row.qCost })),
    },
    {
      where: rainy,
      head: prose`sunny book: ${real(other.crossEntropy, 4)}, ${real(other.kl, 3)} more`,
      parts: rows.map((row) => ({ ...onRainy(row), ...byBest(row), cost: row.pCostInQ })),
    },
    {
      where: rainy,
      head: prose`rainy book: ${real(other.entropy, 3)}`,
      parts: rows.map((row) => ({ ...onRainy(row), ...byRainy(row), cost: row.qCostInQ })),
    },
  ].map(({ parts, ...heads }) => ({
    ...heads,
    parts: parts.map(({ cost, ...part }, row) => ({
      ...part,
      outcome: prose`${text(at(rows, row).outcome)}`,
      cost: prose`${real(cost, 3)}`,
    })),
  }));
  return figure({
    id: 'four-bills',
    caption: prose`The mean bill in coins a day: a row for each coast, a column for each book. Dashed: as in the best book for that coast. Shaded
      is paid above that; what is empty up to a dashed line is saved. The number beside a name is the area of its bar.`,
    alt: prose`Four stacks of four bars, two in a row: above on his own coast, below on the rainy one; left by the sunny book, right by the rainy one. ${join(
      stacks.map(
        ({ head, parts }) =>
          prose`${head}: ${join(parts.map(({ outcome, cost }) => prose`${outcome} adds ${cost}`))}`,
      ),
      prose`; `,
    )}.`,
    ...drawn(stacks, { height: 190, key: { stack: 0, top: 0.22 } }),
  });
}

export const entropyAndKl = section({
  id: 'entropy-and-kl',
  title: prose`What part of the surprise is the model's fault?`,
  needs: { toy: twoForecasts, training: lossByHand },
  write({ toy, training }) {
    const [pq, qp] = [at(toy.both, 0), at(toy.both, 1)];
    return [
      prose`The best book of ${ref('codewords')} was cut for the keeper's own coast: call it the *sunny* book. He has a second one, made for a *rainy* coast: its shares ${math`q`}, for sun, cloud, rain and snow, are those of the weather there,
        ${join(toy.rows.map((row) => given(row.q)))}. Were he to use that one at home, how much of the bill would be the weather's fault, and how much the book's? How often he
        sends a word is decided by ${math`p`}, how much it costs by ${math`q`} (${ref('four-bills')}).`,
      bills(toy.rows, [pq, qp]),
      prose`Above, his own coast. With the sunny book he would pay ${real(pq.entropy, 3)} coins a day, the *entropy* ${math`H(p)`}: the weather's
        own share. With the rainy one he pays ${real(pq.crossEntropy, 3)}, the ${term('cross-entropy')} ${math`H(p, q)`}. The difference is the
        ${term('KL divergence')}, ${real(pq.kl, 2)} coins: what believing ${math`q`} costs.

        Eight days that come just as often as they should, ${given(4)} of sun, ${given(2)} of cloud, one of rain and one of snow, cost ${math`4 \cdot 2 + 2 \cdot 3 + 1 + 3 = 18`} coins by the rainy book: again ${real(pq.crossEntropy, 3)} a
        day. Real days, and the tokens of a text, come less evenly. So their mean surprisal, the loss of ${ref('average-and-perplexity')}, only estimates the cross-entropy: the longer the text, the better.`,
      equation`\underbrace{-\sum_j p_j \log_2 q_j}_{\text{cross-entropy } H(p,\,q)} = \underbrace{-\sum_j p_j \log_2 p_j}_{\text{entropy } H(p)} + \underbrace{\sum_j p_j \log_2 \frac{p_j}{q_j}}_{\mathrm{KL}(p \,\|\, q)}`,
      prose`KL is never negative, and zero only for the right book. Nor is it the same both ways: on the rainy coast, below, the rainy book is
        the best, and the sunny one costs ${real(qp.kl, 3)} coins more, not ${real(pq.kl, 2)}: rain, which comes every second day there, has a word of three bits.

        A language model is such a book. For ${math`p`}, imagine how often people would have gone on in each way from here. Nobody knows that, nor ${math`H(p)`}, the part that no model could avoid. But ${math`H(p)`} belongs to what
        people write, not to a model. So between two models that read one text, in the same tokens or by the byte, it makes no difference. What differs is their KL terms, the models' faults, as far as one text can tell.`,
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
