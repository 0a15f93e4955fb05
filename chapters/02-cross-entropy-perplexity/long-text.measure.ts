import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { perplexity, scoreLong } from './long-text.ts';
import { readable, startOf, TEXT_FILES } from './texts.measure.ts';

const INPUTS = 64;
const STRIDE = 32;

/** A whole text by the loop that readers paste. */
export const longText = measurement({
  id: 'long-text',
  data: { harbour: TEXT_FILES.harbour },
  kinds: { ...each('exact', 'inputs', 'stride', 'tokens'), perplexity: 'perplexity' },
  async measure({ lm, data }) {
    const start = startOf(lm);
    const ids = [at(start, start.length - 1), ...readable(lm, data.harbour)];
    const logprobs = await scoreLong(ids, { inputs: INPUTS, stride: STRIDE }, async (context, targets) => {
      const [scored] = await lm.scoreMany([{ context, continuation: targets }]);
      return scored?.logprobs ?? [];
    });
    return { inputs: INPUTS, stride: STRIDE, tokens: logprobs.length, perplexity: perplexity(logprobs) };
  },
});
