import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { either, measurement } from '#report/measurement';
import { candidates, ownTexts, TEXT_FILES } from './texts.measure.ts';

/** First positions of the groups; each reaches to the next one. Position one has only the start token before it. */
const GROUPS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** From this position on: does the line still have a trend? */
const LATER = 8;

export const byPosition = measurement({
  id: 'surprisal-by-position',
  needs: { own: ownTexts, thought: candidates },
  data: TEXT_FILES,
  kinds: {
    texts: 'exact',
    start: { expected: 'nats', factor: 'probability', share: 'probability' },
    later: { from: 'exact' },
    groups: { from: 'exact', to: 'exact', tokens: 'exact', meanSurprisal: 'nats', low: 'nats', high: 'nats' },
  },
  async measure({ own, thought, data }) {
    const random = seededRandom(3);
    const shortest = Math.min(...own.texts.map((text) => text.tokens));
    const groups = GROUPS.filter((from) => from <= shortest).map((from, index) => {
      const to = Math.min((GROUPS[index + 1] ?? shortest + 1) - 1, shortest);
      const surprisals = own.texts.flatMap((text) =>
        text.logprobs.slice(from - 1, to).map((logprob) => -logprob),
      );
      return {
        from,
        to,
        tokens: surprisals.length,
        meanSurprisal: mean(surprisals),
        ...meanInterval(surprisals, { random: random.next }),
      };
    });
    const opening = at(thought.places, 0);
    const bet = at(opening.likeliest, 0);
    const expected = at(own.harbour, 0).entropy;
    const hasWon = Object.values(data).some((text) => text.startsWith(bet));
    const later = groups.filter(({ from }) => from >= LATER);
    const overlap =
      Math.max(...later.map(({ low }) => low)) - 1e-9 < Math.min(...later.map(({ high }) => high));
    const factor = expected < 1e-6 ? null : at(groups, 0).meanSurprisal / expected;
    return {
      texts: own.texts.length,
      start: {
        name: own.start,
        expected,
        factor,
        bet,
        share: at(opening.probabilities, 0),
        won: either(hasWon, 'sometimes', 'never'),
      },
      later: { from: LATER, verdict: either(overlap, 'overlap', 'differ') },
      groups,
    };
  },
});
