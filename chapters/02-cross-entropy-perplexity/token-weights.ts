import { at } from '#numerics/list';
import { pitfall, prose, type Seen } from '#report';
import { count, given, math, nats, real } from '#report/values';
import type { tokenWeights } from './token-weights.measure.ts';

/** Several texts have one perplexity together, which is not the mean of theirs. */
export const averagingPitfall = ({ texts }: Seen<typeof tokenWeights>) => {
  const [long, short] = [at(texts.rows, 0), at(texts.rows, 1)];
  return pitfall(
    prose`Averaging perplexities`,
    prose`One text has ${count(long.tokens)} tokens with a mean surprisal of ${given(long.meanSurprisal)} nats, another ${count(short.tokens)} tokens with a mean of
      ${given(short.meanSurprisal)}. Together they cost ${count(texts.total)} nats over ${count(texts.tokens)} tokens, a mean of ${nats(texts.meanSurprisal, 1)} and a perplexity of
      ${math`e^{2.3}`} = ${real(texts.perplexity, 2)}. The mean of the two *perplexities*, ${real(long.perplexity, 2)} and ${real(short.perplexity, 3)}, is ${real(texts.meanOfPerplexities, 2)}: the short, hard text
      dominates. **Average surprisals over all tokens, and take the exponential last.**`,
  );
};
