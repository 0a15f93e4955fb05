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
/** A coast with two weathers, of which a word for two days at once is worth having. */
const SUNNY = [0.8, 0.2];
const PAIR_BITS = [1, 2, 3, 3];
const WEATHER = ['sun', 'cloud', 'rain', 'snow'];

/**
 * The codewords of a code that gives each outcome the power of one half that it has as its probability, longest last:
 * the share of all bit strings that begin with a codeword of L bits is 2 to the −L.
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
      ...each('exact', 'p', 'q', 'plainBits'),
      ...each(
        'float64',
        'pBits',
        'qBits',
        'pFrom',
        'pTo',
        'qFrom',
        'qTo',
        'pCost',
        'qCost',
        'pCostInQ',
        'qCostInQ',
      ),
    },
    moved: each('float64', 'shorter', 'saves', 'costs'),
    moves: each(each('float64', 'share', 'bill', 'ofSun', 'ofRain'), 'curve', 'own', 'least'),
    blocks: each('float64', 'aDay', 'entropy'),
    both: { entropy: 'float64', kl: 'float64', crossEntropy: 'float64' },
  },
  async measure() {
    const pay = (truth: string, forecast: string, p: readonly number[], q: readonly number[]) => ({
      truth,
      forecast,
      entropy: toBits(entropy(p)),
      kl: toBits(klDivergence(p, q)),
      crossEntropy: toBits(crossEntropy(p, q)),
    });
    const words = codewords(P);
    const before = (shares: readonly number[], index: number) => compensatedSum(shares.slice(0, index));
    const rows = WEATHER.map((outcome, index) => {
      const [p, q] = [at(P, index), at(Q, index)];
      const [pFrom, qFrom] = [before(P, index), before(Q, index)];
      const bits = (share: number) => toBits(negativeLogLikelihood(share));
      const shares = { p, q, pBits: bits(p), qBits: bits(q) };
      const places = { pFrom, pTo: pFrom + p, qFrom, qTo: qFrom + q };
      /** What the outcome adds to the mean cost, by either code, where p is the truth and where q is. */
      const inP = { pCost: p * bits(p), qCost: p * bits(q) };
      const inQ = { pCostInQ: q * bits(p), qCostInQ: q * bits(q) };
      return {
        outcome,
        codeword: at(words, index),
        plainBits: Math.log2(P.length),
        ...shares,
        ...places,
        ...inP,
        ...inQ,
      };
    });
    const [sun, rain] = [at(rows, 0), at(rows, 2)];
    const shared = sun.q + rain.q;
    const billAt = (share: number) => ({
      share,
      bill: toBits(crossEntropy(P, [share, at(Q, 1), shared - share, at(Q, 3)])),
      ofSun: sun.p / share,
      ofRain: rain.p / (shared - share),
    });
    const longer = (from: number, to: number) =>
      toBits(negativeLogLikelihood(to) - negativeLogLikelihood(from));
    return {
      rows,
      /** A hundredth of the space from rain to sun. */
      moved: {
        shorter: -longer(sun.q, sun.q + 0.01),
        saves: -sun.p * longer(sun.q, sun.q + 0.01),
        costs: rain.p * longer(rain.q, rain.q - 0.01),
      },
      /** The bill as space moves between sun and rain, whose words have these shares; cloud and snow keep theirs. */
      moves: {
        curve: Array.from({ length: 61 }, (_, step) => billAt(0.1 + step / 100)),
        own: billAt(sun.q),
        least: billAt((shared * sun.p) / (sun.p + rain.p)),
      },
      /** In pairs of days, each pair with a word of its own. */
      blocks: {
        aDay:
          compensatedSum(
            SUNNY.flatMap((first) => SUNNY.map((second) => first * second)).map(
              (share, index) => share * at(PAIR_BITS, index),
            ),
          ) / 2,
        entropy: toBits(entropy(SUNNY)),
      },
      both: [pay('p', 'q', P, Q), pay('q', 'p', Q, P)],
    };
  },
});
