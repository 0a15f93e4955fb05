import { prose, section } from '#report';
import { ref } from '#report/values';

/** What to read first, by what readers want to do. */
export const overview = section({
  id: 'where-to-start',
  title: prose`Where to start`,
  needs: {},
  write: () => [
    prose`Start with ${ref('01-logits-logprobs-softmax')}. It needs nothing before it, and the other chapters use its terms.
      Then choose by what you want to do:

      - compare models or texts by their perplexity: ${ref('02-cross-entropy-perplexity')}
      - decide when to trust an answer, with or without retrieved passages: ${ref('03-logprobs-as-confidence')}
      - multiply and add probabilities that are too small for a float: ${ref('04-log-space-joint-probability')}
      - add up paths, spellings or hidden states: ${ref('05-log-semiring-on-graphs')}
      - weigh evidence, or read decibels: ${ref('06-decibels')}
      - combine scores by a rule of your own: ${ref('07-custom-algebra')}`,
  ],
});
