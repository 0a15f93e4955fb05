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
  const surprisalOf = (word: string) => tokens.find((one) => one.text === word)?.surprisal;
  return finding({
    id: 'scene-setting-words-cost-more',
    when: and(
      greater('surprisal of “harbour” above the mean', surprisalOf(' harbour') ?? null, meanSurprisal),
      greater('surprisal of “wakes” above the mean', surprisalOf(' wakes') ?? null, meanSurprisal),
      less('surprisal of “water” after “break” below the mean', surprisalOf('water') ?? null, meanSurprisal),
    ),
    text: () => prose`“harbour” costs ${nats(surprisalOf(' harbour'), 2)} and “wakes” ${nats(surprisalOf(' wakes'), 2)}, far above the paragraph's mean of
      ${nats(meanSurprisal, 2)}: many other words could have come. “water” costs only ${nats(surprisalOf('water'), 2)}, because after
      “break” little else could.`,
  });
};

export const realText = section({
  id: 'real-text',
  title: prose`Surprisal, token by token`,
  needs: { m: strip, own: ownTexts, thought: candidates },
  write: ({ m, own, thought }) => [
    prose`Before each ${term('token')} of a text, a language model gives every token of its vocabulary a probability. Then the
      actual token comes. If the model had given it a high probability, the model is hardly surprised; if a low one, it is very
      surprised. The number for this is called *surprisal*. Where in a text is it high (${ref('harbour-strip')})?`,
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

      The harbour paragraph is one of **seven paragraphs** that we wrote for this report, so that no model can have memorised them.
      The results come from ${codeText(own.model)} unless another model is named. Our copy keeps most of its weights in four bits,
      so another copy prints slightly different numbers.`,
    instrument({ kind: 'score', example: { before: own.start, texts: [m.text] } }),
  ],
});
