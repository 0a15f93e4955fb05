import { compensatedSum } from '#numerics/sum';
import { each, measurement } from '#report/measurement';
import { named } from './named.ts';
import { ownTexts, readable, TEXT_FILES } from './texts.measure.ts';

/**
 * What lm-evaluation-harness puts before a text: the tokenizer's BOS token, or its EOS token where there is none. A
 * model's tokenizer_config.json says which these are.
 */
const PREFIX: Readonly<Record<string, string>> = {
  'HuggingFaceTB/SmolLM2-135M-Instruct': '<|im_start|>',
  'Qwen/Qwen2.5-Coder-1.5B-Instruct': '<|im_end|>',
};

/** The paragraph in two units of the evaluation harness. Words are what stands between white space, as there. */
export const harnessNumbers = measurement({
  id: 'harness-numbers',
  needs: { own: ownTexts },
  data: { harbour: TEXT_FILES.harbour },
  kinds: {
    ...each('perplexity', 'wordPerplexity', 'bytePerplexity'),
  },
  async measure({ lm, data, own }) {
    const prefix = lm.specialTokens[PREFIX[lm.id] ?? ''];
    if (prefix === undefined) return { prefix: null, wordPerplexity: null, bytePerplexity: null };
    const [scored] = await lm.scoreContinuations([prefix], [readable(lm, data.harbour)]);
    const total = compensatedSum(scored?.logprobs ?? []);
    const words = data.harbour.split(/\s+/).length;
    return {
      prefix: PREFIX[lm.id] ?? null,
      wordPerplexity: Math.exp(-total / words),
      bytePerplexity: Math.exp(-total / named(own.texts, 'harbour').bytes),
    };
  },
});
