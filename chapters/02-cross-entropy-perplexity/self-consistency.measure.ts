import type { LanguageModel } from '#lm/types';
import { meanInterval } from '#numerics/bootstrap';
import { summarizePrediction } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, either, measurement, statisticOf } from '#report/measurement';
import { startOf } from './texts.measure.ts';

const SEQUENCES = 16;
const TOKENS = 32;
const SEED = 11;
/** Which of the texts is printed. */
const SHOWN = 2;

/** Text drawn from the model at a temperature, with what it expected at temperature one, and scored anew. */
async function sampleAndScore(lm: LanguageModel, temperature: number) {
  const start = startOf(lm);
  const entropies: number[][] = Array.from({ length: SEQUENCES }, () => []);
  const samples = await lm.generate(
    entropies.map(() => start),
    {
      maxTokens: TOKENS,
      temperature,
      seed: SEED,
      stop: [],
      onStep: ({ sequences }) => {
        for (const { sequence, logits } of sequences) {
          at(entropies, sequence).push(summarizePrediction(logits).entropy);
        }
      },
    },
  );
  const received: number[] = [];
  let disagreement = 0;
  const scored = await lm.scoreMany(samples.map(({ ids }) => ({ context: start, continuation: ids })));
  for (const [sample, { logprobs }] of scored.entries()) {
    for (const [index, logprob] of logprobs.entries()) {
      received.push(-logprob);
      disagreement = Math.max(disagreement, Math.abs(logprob - at(at(samples, sample).logprobs, index)));
    }
  }
  return {
    expected: entropies.flat(),
    received,
    disagreement,
    smallestMargin: Math.min(...samples.map((sample) => sample.smallestMargin)),
    opening: lm.decode(at(samples, SHOWN).ids).trim(),
  };
}

export const selfConsistency = measurement({
  id: 'self-consistency',
  onlyHere: 'a draw may choose another token where probabilities differ in their last digits',
  kinds: {
    sequences: 'exact',
    length: 'exact',
    reach: 'nats',
    disagreement: 'nats',
    rows: {
      temperature: 'exact',
      tokens: 'exact',
      ...each('nats', 'expected', 'received', 'difference', 'size', 'low', 'high', 'disagreement'),
      smallestMargin: statisticOf(2000),
    },
  },
  async measure({ lm }) {
    const random = seededRandom(SEED);
    const rows = [];
    for (const temperature of [1, 0.7]) {
      const { expected, received, ...rest } = await sampleAndScore(lm, temperature);
      const differences = received.map((surprisal, index) => surprisal - at(expected, index));
      const interval = meanInterval(differences, { random: random.next });
      const verdict: 'zero inside' | 'above' | 'below' =
        interval.low > 0 ? 'above' : interval.high < 0 ? 'below' : 'zero inside';
      rows.push({
        temperature,
        tokens: differences.length,
        expected: mean(expected),
        received: mean(received),
        difference: mean(differences),
        size: Math.abs(mean(differences)),
        ...interval,
        verdict,
        ...rest,
      });
    }
    const fair = at(rows, 0);
    const disagreement = Math.max(...rows.map((row) => row.disagreement));
    // A prediction that no temperature changes cannot be told from a colder one.
    const isFlat = rows.every(({ expected }) => expected > Math.log(lm.vocabularySize) - 1e-6);
    return {
      sequences: SEQUENCES,
      length: TOKENS,
      reach: Math.max(-fair.low, fair.high),
      disagreement,
      twice: either(disagreement === 0, 'the same', 'nearly the same'),
      canFail: either(isFlat, 'no', 'yes'),
      rows,
    };
  },
});
