import { at } from '#numerics/list';
import { and, finding, greater, instrument, less, prose, type Seen, section, tokenStrip } from '#report';
import { codeText, given, nats, probability, rank, ref, term, token } from '#report/values';
import { named } from './named.ts';
import { strip } from './real-text.measure.ts';
import { candidates, ownTexts } from './texts.measure.ts';

/** How many tokens are drawn: up to “breakwater,” as the embedded model cuts the text. */
const SHOWN = 21;

const sceneIsDear = ({ tokens }: Seen<typeof strip>, { texts }: Seen<typeof ownTexts>) => {
  const { meanSurprisal } = named(texts, 'harbour');
  const surprisalOf = (word: string) => tokens.find((one) => one.text === word)?.surprisal ?? null;
  return finding({
    id: 'scene-setting-words-cost-more',
    when: and(
      greater('surprisal of “harbour” above the mean', surprisalOf(' harbour'), meanSurprisal),
      greater('surprisal of “wakes” above the mean', surprisalOf(' wakes'), meanSurprisal),
      less('surprisal of “water” after “break” below the mean', surprisalOf('water'), meanSurprisal),
    ),
    text: () => prose`“Harbour” and “wakes”, for which nothing prepares, surprise the model more than the average token;
      “water”, the second half of “breakwater”, surprises it less.`,
  });
};

export const realText = section({
  id: 'real-text',
  title: prose`Token by token`,
  needs: { m: strip, own: ownTexts, thought: candidates },
  write: ({ m, own, thought }) => [
    prose`Before each ${term('token')} of a text, a language model gives every token of its vocabulary a probability. The less likely
      the actual token was, the larger is its *surprisal*. Where does a text surprise the model (${ref('harbour-strip')})?`,
    tokenStrip({
      id: 'harbour-strip',
      caption: prose`The surprisal of each token at the beginning of the harbour paragraph.`,
      alt: prose`A text in which each token is coloured by its surprisal. The largest in the whole paragraph is
        ${nats(m.largest.surprisal, 1)}, of ${token(m.largest.text)}.`,
      legend: prose`surprisal in nats`,
      tokens: m.tokens.slice(0, SHOWN).map((one, index) => {
        const { likeliest, probabilities, others } = at(thought.places, index);
        return {
          text: one.text,
          value: one.surprisal,
          detail: prose`probability ${probability(one.probability)}, rank ${rank(one.rank)}`,
          insight: {
            probability: probability(one.probability),
            rank: rank(one.rank),
            entropy: nats(at(own.harbour, index).entropy, 2),
            candidates: likeliest.map((likely, place) => ({
              token: token(likely),
              probability: probability(at(probabilities, place)),
            })),
            others: probability(others),
          },
        };
      }),
      domain: [given(0), given(12)],
    }),
    prose`${sceneIsDear(m, own)}

      The harbour paragraph is one of **our seven paragraphs**, written for this report, so that no model has memorised them. All
      our results come from ${codeText(own.model)}; our copy keeps most of its weights in four bits, so others print slightly different numbers.`,
    instrument({ kind: 'score', example: { before: own.start, texts: [m.text] } }),
  ],
});
