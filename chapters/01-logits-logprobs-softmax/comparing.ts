import { box, prose, section } from '#report';
import { math, ref, term } from '#report/values';

export const comparing = section({
  id: 'comparing',
  title: prose`What may be compared with what`,
  needs: {},
  write: () => [
    prose`A log-probability is always *given* something: this model, this vocabulary, this text before it. Two
      of them can only be compared when what they are given is the same, or when the difference is exactly
      what you ask about.`,
    box('what-may-be-compared', prose`What may be compared`, [
      prose`
        - **Two tokens at the same position.** Yes. Their difference is the logarithm of the odds of one
          against the other (${ref('sigmoid')}), and temperature only scales it (${ref('temperature')}).
        - **Two answers to the same prompt.** Yes: add up the log-probabilities of each answer's tokens. But
          mind the length: each further token can only make the sum smaller.
        - **The same answer to two prompts.** Only if the change of prompt is your question, such as with and
          without a helpful passage.
        - **Different texts, or the average per token of different texts.** Not directly. A text full of rare
          names is usually harder than a nursery rhyme, whichever model reads it.
        - **Two models with the same tokens.** Yes, on the same text, token by token.
        - **Two models with different ${term('vocabulary', 'vocabularies')}.** Not per token: they cut the
          text into different pieces. Compare the total per *byte*, since the bytes are the same for both. The
          usual unit is ${term('bit', 'bits')} per byte: minus the total in nats, divided by ${math`\ln 2`}
          and by the number of bytes.
      `,
    ]),
  ],
});
