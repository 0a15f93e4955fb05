import { and, clearly, finding, greater, less, prose, type Seen, section } from '#report';
import { count, countInWords, given, real, term } from '#report/values';
import { ownWriting } from './low-perplexity.measure.ts';

const coolIsCheap = ({ people, draws, rows: [, cool] }: Seen<typeof ownWriting>) =>
  finding({
    id: 'generated-text-cheap',
    when: and(
      clearly('nats saved per token', 'above', 0, {
        estimate: cool?.saved.estimate ?? null,
        low: cool?.saved.low ?? null,
        high: cool?.saved.high ?? null,
      }),
      less('perplexity of the dearest draw and of what people wrote', cool?.highest ?? null, people),
    ),
    context: [draws, cool?.lowest ?? null],
    text: () => prose`At ${term('temperature')} ${given(cool?.temperature)}, what the model wrote has a perplexity from ${real(cool?.lowest, 2)} to ${real(cool?.highest, 2)} over ${countInWords(draws)}
      rounds of drawing. What we had written in the same places has ${real(people, 2)}. The model saves ${real(cool?.saved.estimate, 2)} nats per token (${given(95)}% interval over the texts: ${real(cool?.saved.low, 2)} to
      ${real(cool?.saved.high, 2)}).`,
  });

const fairIsUnclear = ({ people, rows: [fair, cool] }: Seen<typeof ownWriting>) =>
  finding({
    id: 'fair-draws-cost-about-the-same',
    when: and(
      less('lower end of the interval at temperature one', fair?.saved.low ?? null, 0),
      greater('upper end of the interval at temperature one', fair?.saved.high ?? null, 0),
      less(
        'that end and the lower end at the lower temperature',
        fair?.saved.high ?? null,
        cool?.saved.low ?? null,
      ),
      less('perplexity of the cheapest round and of what people wrote', fair?.lowest ?? null, people),
      greater('perplexity of the dearest round and of what people wrote', fair?.highest ?? null, people),
    ),
    text: () => prose`At temperature ${given(fair?.temperature)} we see no such gap. The rounds have ${real(fair?.lowest, 2)} to ${real(fair?.highest, 2)}, some below ours and some above, and the
      interval for what is saved includes zero (${real(fair?.saved.low, 2)} to ${real(fair?.saved.high, 2)} nats).`,
  });

export const ownWritingSection = section({
  id: 'own-writing',
  title: prose`Perplexity of text that a model wrote`,
  needs: { m: ownWriting },
  write: ({ m }) => [
    prose`May you judge a model by the perplexity of its own output? We gave ours the first ${count(m.read)} tokens of each of our ${countInWords(m.texts)} paragraphs, and let
      it write the next ${count(m.written)}, in ${countInWords(m.draws)} rounds with other random numbers.

      ${coolIsCheap(m)} A low temperature chooses likely tokens, and likely tokens are what a low perplexity counts.

      ${fairIsUnclear(m)}

      So a low perplexity of generated text may only say that it was drawn at a low temperature. To compare models, score text that none of them wrote.`,
  ],
});
