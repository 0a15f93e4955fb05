import { at } from '#numerics/list';
import { sigmoid } from '#numerics/sigmoid';
import { wilsonInterval } from '#numerics/wilson';
import { each, measurement, statisticOf } from '#report/measurement';

const FILE = new URL('./confusable-words.json', import.meta.url);
const SENTENCES = 60;
const PAIRS = SENTENCES / 2;
/** The sentence that the shown program scores. */
const SHOWN = 'affect';

/** A sentence that takes the first word, and not the second. */
type Sentence = readonly [before: string, right: string, wrong: string, after: string];

/** The pairs of words in these sentences, whichever is the right one. */
const pairsIn = (sentences: readonly { readonly right: string; readonly wrong: string }[]) =>
  new Set(sentences.map(({ right, wrong }) => [right, wrong].sort().join(' ')));

/** How often the likelier of two versions of a sentence is the right one. */
export const confusableWords = measurement({
  id: 'confusable-words',
  data: { sentences: FILE },
  kinds: {
    ...each('exact', 'sentences', 'pairs'),
    ...each('rank', 'wrong', 'wrongPairs'),
    pairErrorRate: each(statisticOf(PAIRS), 'estimate', 'low', 'high'),
    rows: { lead: 'nats' },
    shown: { lead: 'nats', share: 'probability' },
  },
  async measure({ lm, data }) {
    const sentences = JSON.parse(data.sentences) as readonly Sentence[];
    const scored = await lm.scoreChoices(
      sentences.map(([before, right, wrong, after]) => ({
        context: lm.encode(before),
        continuations: [right, wrong].map((word) => lm.encode(` ${word}${after}`)),
      })),
      { entropies: false },
    );
    const rows = sentences.map(([before, right, wrong, after], index) => {
      const { scores } = at(scored, index);
      return {
        sentence: `${before} ${right}${after}`,
        right,
        wrong,
        lead: at(scores, 0).total - at(scores, 1).total,
      };
    });
    const wrong = rows.filter(({ lead }) => lead <= 0);
    // The two sentences of a pair are about the same two words, so only pairs count as independent.
    const pairs = pairsIn(rows).size;
    const wrongPairs = pairsIn(wrong).size;
    const { sentence, lead } = at(
      rows.filter(({ right }) => right === SHOWN),
      0,
    );
    return {
      sentences: rows.length,
      pairs,
      wrong: wrong.length,
      wrongPairs,
      pairErrorRate: { estimate: wrongPairs / pairs, ...wilsonInterval(wrongPairs, pairs) },
      rows,
      shown: { sentence, right: SHOWN, lead, share: sigmoid(lead) },
    };
  },
});
