import { prose, section } from '#report';
import { ref } from '#report/values';
import { nextToken } from './01-logits-logprobs-softmax/next-token.measure.ts';
import { ruler } from './probability-ruler-figure.ts';

/** What to read first, by what readers want to do. */
export const overview = section({
  id: 'where-to-start',
  title: prose`Where to start`,
  needs: { next: nextToken },
  write: ({ next }) => [
    ruler(next),
    prose`Start with ${ref('01-logits-logprobs-softmax')}, which introduces the terms that the others use. Then choose
      by what you want to do:

      - compare models or texts by their perplexity: ${ref('02-cross-entropy-perplexity')}
      - decide when to trust an answer, with or without a retrieved passage (RAG): ${ref('03-logprobs-as-confidence')}
      - multiply and add probabilities too small for a floating-point number: ${ref('04-log-space-joint-probability')}
      - sum probabilities over paths, tokenizations or hidden states: ${ref('05-log-semiring-on-graphs')}
      - measure how far a piece of evidence moves a belief: ${ref('06-decibels')}
      - find the rule behind scores that do not simply add, and compute with it: ${ref('07-custom-algebra')}`,
  ],
});
