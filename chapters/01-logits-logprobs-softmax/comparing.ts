import { box, prose, section } from '#report';
import { ref, term } from '#report/values';

export const comparing = section({
  id: 'comparing',
  title: prose`What may be compared with what`,
  needs: {},
  write: () => [
    prose`A probability means the same everywhere: three in ten is three in ten, after any text, from any model. So
      does its logarithm. A logit, a sum or an average does not.`,
    box('what-may-be-compared', prose`What may be compared`, [
      prose`
        - **Probabilities of single tokens.** Yes, anywhere: the larger one was expected more, by its model, after
          its text.
        - **Logits.** Only their differences, within one list. Another list has another zero.
        - **Sums over answers of different lengths.** Not as they are: each further token can only lower a sum
          (${ref('longer-answers')}).
        - **The same answer after two prompts.** Yes. The difference is what the prompt did to it, a passage, say.
        - **Averages per token.** Of one text by two models, if they cut it alike; otherwise in ${term('bits per byte')}
          (${ref('02-cross-entropy-perplexity')}), since the bytes are the same. Of two texts, they say which is harder.
      `,
    ]),
  ],
});
