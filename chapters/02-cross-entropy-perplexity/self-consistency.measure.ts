import type { LanguageModel } from '#lm/types';
import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { each, measurement, statisticOf } from '#report/measurement';
import { START, specialToken } from './texts.measure.ts';

const SEQUENCES = 16;
const TOKENS = 32;
const SEED = 11;
/** Which of the texts is printed. */
const SHOWN = 2;

/** Text drawn from the model at a temperature, scored anew at temperature one. */
async function sampleAndScore(lm: LanguageModel, temperature: number) {
  const start = [specialToken(lm, START)];
  const samples = await lm.generate(
    Array.from({ length: SEQUENCES }, () => start),
    { maxTokens: TOKENS, temperature, seed: SEED, stop: [] },
  );
  const [expected, received]: [number[], number[]] = [[], []];
  let disagreement = 0;
  for (const { ids, logprobs } of samples) {
    const { tokens } = await lm.score(ids, start);
    for (const [index, { logprob, entropy }] of tokens.entries()) {
      if (logprob === null || entropy === null) throw new RangeError('a sampled token has no score');
      expected.push(entropy);
      received.push(-logprob);
      disagreement = Math.max(disagreement, Math.abs(logprob - at(logprobs, index)));
    }
  }
  return {
    expected,
    received,
    disagreement,
    smallestMargin: Math.min(...samples.map((sample) => sample.smallestMargin)),
    opening: lm.decode(at(samples, SHOWN).ids).trim(),
  };
}

export const selfConsistency = measurement({
  id: 'self-consistency',
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
    return {
      sequences: SEQUENCES,
      length: TOKENS,
      reach: Math.max(-fair.low, fair.high),
      disagreement: Math.max(...rows.map((row) => row.disagreement)),
      rows,
    };
  },
});
