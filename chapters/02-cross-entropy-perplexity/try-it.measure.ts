import { toBits } from '#numerics/bits-per-byte';
import { crossEntropy } from '#numerics/cross-entropy';
import { entropy } from '#numerics/entropy';
import { each, measurement } from '#report/measurement';

const MODELS = [
  { perplexity: 20, bytesPerToken: 4 },
  { perplexity: 12, bytesPerToken: 3 },
];
/** How often a coin shows heads and tails, and what somebody believes. */
const COIN = [0.5, 0.5];
const BELIEF = [0.9, 0.1];

export const exercises = measurement({
  id: 'perplexity-exercises',
  kinds: {
    models: { ...each('exact', 'perplexity', 'bytesPerToken'), ...each('float64', 'bits', 'bitsPerByte') },
    coin: { ...each('exact', 'truth', 'belief'), ...each('float64', 'entropy', 'crossEntropy', 'kl') },
  },
  async measure() {
    const [ideal, paid] = [toBits(entropy(COIN)), toBits(crossEntropy(COIN, BELIEF))];
    return {
      models: MODELS.map((model) => {
        const bits = Math.log2(model.perplexity);
        return { ...model, bits, bitsPerByte: bits / model.bytesPerToken };
      }),
      coin: { truth: COIN, belief: BELIEF, entropy: ideal, crossEntropy: paid, kl: paid - ideal },
    };
  },
});
