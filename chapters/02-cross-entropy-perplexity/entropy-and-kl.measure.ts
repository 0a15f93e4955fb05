import { toBits } from '#numerics/bits-per-byte';
import { crossEntropy, negativeLogLikelihood } from '#numerics/cross-entropy';
import { entropy } from '#numerics/entropy';
import { klDivergence } from '#numerics/kl-divergence';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { compensatedSum } from '#numerics/sum';
import { each, measurement } from '#report/measurement';

const P = [0.5, 0.25, 0.125, 0.125];
const Q = [0.25, 0.125, 0.5, 0.125];
const WEATHER = ['sun', 'cloud', 'rain', 'snow'];

/**
 * The codewords of a prefix-free code for probabilities that are powers of one half, the largest first. A codeword of L
 * bits begins the share 2^-L of all bit strings.
 */
export function codewords(probabilities: readonly number[]): string[] {
  let taken = 0;
  return probabilities.map((probability) => {
    const length = -Math.log2(probability);
    const word = (taken * pow(2, length)).toString(2).padStart(length, '0');
    taken += probability;
    return word;
  });
}

export const twoForecasts = measurement({
  id: 'two-forecasts',
  kinds: {
    rows: {
      ...each('exact', 'p', 'q'),
      ...each('float64', 'pBits', 'qBits', 'pFrom', 'pTo', 'pCost', 'qCost', 'more'),
    },
    ...each('float64', 'dearer', 'cheaper'),
    ...each(each('float64', 'entropy', 'kl', 'crossEntropy'), 'own', 'other'),
  },
  async measure() {
    const pay = (p: readonly number[], q: readonly number[]) => ({
      entropy: toBits(entropy(p)),
      kl: toBits(klDivergence(p, q)),
      crossEntropy: toBits(crossEntropy(p, q)),
    });
    const words = codewords(P);
    const rows = WEATHER.map((outcome, index) => {
      const [p, q] = [at(P, index), at(Q, index)];
      const pFrom = compensatedSum(P.slice(0, index));
      const [pBits, qBits] = [p, q].map((share) => toBits(negativeLogLikelihood(share))) as [number, number];
      /** What the outcome adds to the mean cost by either code, where p says how often it comes. */
      const costs = { pCost: p * pBits, qCost: p * qBits, more: p * (qBits - pBits) };
      return { outcome, codeword: at(words, index), p, q, pBits, qBits, pFrom, pTo: pFrom + p, ...costs };
    });
    return {
      rows,
      /** What the outcomes add to the bill by the other code whose codewords are longer, and save whose are shorter. */
      dearer: compensatedSum(rows.map(({ more }) => Math.max(0, more))),
      cheaper: compensatedSum(rows.map(({ more }) => Math.max(0, -more))),
      /** On the coast where p says how often each outcome comes, and on that where q does. */
      own: pay(P, Q),
      other: pay(Q, P),
    };
  },
});

/** The bits per pair and per day if two days share one of the keeper's four codewords. */
export const pairsOfDays = measurement({
  id: 'pairs-of-days',
  kinds: { weather: 'exact', ...each('float64', 'pair', 'day', 'entropy') },
  async measure() {
    const weather = [0.8, 0.2];
    const pairs = weather.flatMap((first) => weather.map((second) => first * second));
    const pair = compensatedSum(codewords(P).map((word, index) => word.length * at(pairs, index)));
    return { weather, pair, day: pair / 2, entropy: toBits(entropy(weather)) };
  },
});
