import { at } from '#numerics/list';
import { and, finding, greater, instrument, less, prose, type Seen, section, tokenStrip } from '#report';
import { codeText, given, nats, percent, probability, rank, ref, term, token } from '#report/values';
import { named } from './named.ts';
import { strip } from './real-text.measure.ts';
import { candidates, ownTexts } from './texts.measure.ts';

/** How many tokens are drawn: up to “breakwater,” as the embedded model cuts the text. */
const SHOWN = 21;

const surprisalIsOfWhatCame = (
  { tokens }: Seen<typeof strip>,
  { texts }: Seen<typeof ownTexts>,
  { places }: Seen<typeof candidates>,
) => {
  const { meanSurprisal } = named(texts, 'harbour');
  const find = (word: string) => {
    const index = tokens.findIndex(({ text }) => text === word);
    return { token: tokens[index], chances: places[index]?.probabilities ?? [] };
  };
  const [wakes, before, water] = [find(' wakes'), find(' before'), find('water')];
  const [elsewhere = null] = before.chances;
  const [, second = null] = water.chances;
  return finding({
    id: 'surprisal-of-what-came',
    when: and(
      greater('surprisal of “wakes”', wakes.token?.surprisal ?? null, 10),
      less('mean surprisal of the paragraph', meanSurprisal, 5),
      greater('surprisal of “before” and the mean', before.token?.surprisal ?? null, meanSurprisal),
      greater('probability of the first choice where “before” came', elsewhere, 0.5),
      less('surprisal of “water” and the mean', water.token?.surprisal ?? null, meanSurprisal),
      greater('probability of “water” and of the second choice', water.token?.probability ?? null, second),
    ),
    text: () => prose`“wakes” costs ${nats(wakes.token?.surprisal, 2)}, far above the paragraph's mean of ${nats(meanSurprisal, 2)}: the model had put its probability on other tokens. Surprisal depends only on the probability of the token that came, not on how the rest was spread over other tokens. Where “before” came, the model was fairly sure of another token,
      with ${percent(elsewhere ?? undefined, 2)}, and “before” costs ${nats(before.token?.surprisal, 2)}. “water” is the model's first choice after “break”, with
      ${percent(water.token?.probability, 2)}, and costs ${nats(water.token?.surprisal, 2)}.`,
  });
};

export const realText = section({
  id: 'real-text',
  title: prose`Surprisal, token by token`,
  needs: { m: strip, own: ownTexts, thought: candidates },
  write: ({ m, own, thought }) => [
    prose`Before each ${term('token')} of a text, a language model gives every token of its vocabulary a probability. Then the
      actual token comes. The less likely the model thought it, the larger its *surprisal*. Where in a text is it high (${ref('harbour-strip')})?`,
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
    prose`${surprisalIsOfWhatCame(m, own, thought)}

      The harbour paragraph is one of **seven paragraphs** that we wrote for this report, so that no model can have memorised them.
      Unless another model is named, results come from ${codeText(own.model)}, with most of its weights in four bits.`,
    instrument({ kind: 'score', example: { before: own.start, texts: [m.text] } }),
  ],
});
