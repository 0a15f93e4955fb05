import { each, measurement } from '#report/measurement';
import { named } from './find-by-name.ts';
import { ownTexts, TEXT_FILES } from './texts.measure.ts';

/** The paragraph in two units of the evaluation harness. Words are what stands between white space, as there. */
export const harnessNumbers = measurement({
  id: 'harness-numbers',
  needs: { own: ownTexts },
  data: { harbour: TEXT_FILES.harbour },
  kinds: {
    ...each('perplexity', 'wordPerplexity', 'bytePerplexity'),
  },
  async measure({ data, own }) {
    const { total, bytes } = named(own.texts, 'harbour');
    const words = data.harbour.split(/\s+/).length;
    return {
      wordPerplexity: Math.exp(-total / words),
      bytePerplexity: Math.exp(-total / bytes),
    };
  },
});
