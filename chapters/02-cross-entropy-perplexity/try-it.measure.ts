import { at } from '#numerics/list';
import { perplexity, perplexityOf } from '#numerics/perplexity';
import { each, measurement } from '#report/measurement';

const LOGPROBS = [-1, -3];

const MODELS = [
  { perplexity: 20, bytesPerToken: 4 },
  { perplexity: 12, bytesPerToken: 2 },
];

export const exerciseNumbers = measurement({
  id: 'cross-entropy-exercises',
  kinds: {
    logprobs: 'exact',
    ...each('float64', 'meanSurprisal', 'perplexity', 'meanOfPerplexities'),
    models: { perplexity: 'exact', bytesPerToken: 'exact', bitsPerByte: 'float64' },
  },
  async measure() {
    return {
      logprobs: LOGPROBS,
      meanSurprisal: Math.log(perplexityOf(LOGPROBS)),
      perplexity: perplexityOf(LOGPROBS),
      meanOfPerplexities: (perplexity(at(LOGPROBS, 0)) + perplexity(at(LOGPROBS, 1))) / 2,
      models: MODELS.map((model) => ({
        ...model,
        bitsPerByte: Math.log2(model.perplexity) / model.bytesPerToken,
      })),
    };
  },
});
