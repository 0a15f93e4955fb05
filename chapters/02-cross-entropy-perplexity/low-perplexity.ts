import { and, box, finding, greater, pitfall, prose, type Seen, section } from '#report';
import { countInWords, real, ref, text } from '#report/values';
import { trueAndFalse } from './low-perplexity.measure.ts';
import { tokenWeights } from './token-weights.measure.ts';
import { averagingPitfall } from './token-weights.ts';

const falseIsLikelier = ({ worst, both, pairs }: Seen<typeof trueAndFalse>) =>
  finding({
    id: 'false-sentence-likelier',
    when: and(
      greater(
        'probability of the false sentence after a start token, over that of the true one',
        worst.started,
        1.05,
      ),
      greater('the same without a start token', worst.unstarted, 1.05),
      greater('countries whose false sentence is likelier either way', both, 0),
    ),
    context: [pairs],
    text: () => prose`“${text(worst.falsehood)}” is false. Yet our model gives it ${real(worst.started, 2)} times the probability of “${text(worst.truth)}”, and
      ${real(worst.unstarted, 2)} times if there is no start token in front. It happens for ${countInWords(both)} of the ${countInWords(pairs)} countries we tried, both with the start token and without it.`,
  });

export const lowPerplexity = section({
  id: 'low-perplexity',
  title: prose`Pitfalls of perplexity`,
  needs: { facts: trueAndFalse, weights: tokenWeights },
  write: ({ facts, weights }) => [
    averagingPitfall(weights),
    pitfall(prose`Likely does not mean true`, prose`${falseIsLikelier(facts)}`),
    box('per-token-or-per-byte', prose`Which numbers can be compared?`, [
      prose`- **One text, one tokenizer:** all of them, with the same start token and the same context.
        - **One text, two tokenizers:** bits per byte, with similar context.
        - **Two texts, one model:** perplexity and bits per byte may disagree, so name the unit.
        - **Text that a model wrote:** hardly at all (${ref('own-writing')}).
        - **A published number and yours:** only if text, tokenizer, unit, start token and context agree.`,
    ]),
  ],
});
