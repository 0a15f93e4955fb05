import { readFileSync } from 'node:fs';
import { openLanguageModel } from '#lm/open';
import { reviewLabels } from './chapters/01-logits-logprobs-softmax/reviews.measure.ts';
const lm = await openLanguageModel();
const out = await reviewLabels.run({ lm, data: { reviews: readFileSync('chapters/01-logits-logprobs-softmax/reviews.json','utf8') } });
console.log(JSON.stringify(out,null,1)); console.log(lm.forwardTokens);
await lm.close();
