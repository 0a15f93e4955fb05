import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import type { Block } from '#report/block';
import { figure } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { codeText, count, given, nats, percent, real, token } from '#report/values';
import { candidates } from './candidates.ts';
import type { OutputOf } from './lists.ts';
import { ownTexts, TEXT_FILES } from './texts.ts';

const SEED = 3;
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
    start: {
      name: 'exact',
      expected: 'nats',
      factor: 'probability',
      bet: 'exact',
      share: 'probability',
      won: 'exact',
    },
    later: { from: 'exact', verdict: 'exact' },
    groups: {
      from: 'exact',
      to: 'exact',
      tokens: 'exact',
      meanSurprisal: 'nats',
      low: 'nats',
      high: 'nats',
    },
  },
  async measure({ own, thought, data }) {
    const random = seededRandom(SEED);
    const shortest = Math.min(...own.texts.map((text) => text.tokens));
    const groups = GROUPS.map((from, index) => {
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
    const won: 'never' | 'sometimes' = Object.values(data).some((text) => text.startsWith(bet))
      ? 'sometimes'
      : 'never';
    const later = groups.filter(({ from }) => from >= LATER);
    const verdict: 'overlap' | 'differ' =
      Math.max(...later.map(({ low }) => low)) < Math.min(...later.map(({ high }) => high))
        ? 'overlap'
        : 'differ';
    return {
      texts: own.texts.length,
      start: {
        name: own.start,
        expected,
        factor: at(groups, 0).meanSurprisal / expected,
        bet,
        share: at(opening.probabilities, 0),
        won,
      },
      later: { from: LATER, verdict },
      groups,
    };
  },
});

/** Mean surprisal by position: the figure and what to see in it. */
export function positionBlocks(m: OutputOf<typeof byPosition>): Block[] {
  const [first, eighth, middle, last] = [
    at(m.groups, 0),
    at(m.groups, 3),
    at(m.groups, 4),
    at(m.groups, m.groups.length - 1),
  ];
  return [
    figure({
      id: 'by-position',
      caption: prose`
          Mean surprisal by position in the text, the seven texts together. The band is a ${given(95)}% interval.
        `,
      alt: prose`
          A line with a band over groups of positions. At the first position ${nats(first.meanSurprisal)}, at
          positions from ${count(middle.from)} on ${nats(middle.meanSurprisal)}, from ${count(last.from)} on
          ${nats(last.meanSurprisal)}. The band is widest at the left.
        `,
      data: m.groups.map(({ from, to, meanSurprisal, low, high }) => ({
        positions: from === to ? String(from) : `${from}–\n${to}`,
        meanSurprisal,
        low,
        high,
      })),
      spec: {
        height: 260,
        encoding: {
          x: {
            field: 'positions',
            type: 'ordinal',
            sort: null,
            axis: { labelExpr: "split(datum.label, '\\n')", labelOverlap: false },
            title: 'position in the text',
          },
        },
        layer: [
          {
            mark: { type: 'area' },
            encoding: {
              y: {
                field: 'low',
                type: 'quantitative',
                title: 'mean surprisal in nats',
                scale: { domainMin: 0 },
              },
              y2: { field: 'high' },
            },
          },
          { mark: { type: 'line' }, encoding: { y: { field: 'meanSurprisal', type: 'quantitative' } } },
          {
            mark: { type: 'point', filled: true, size: 60 },
            encoding: { y: { field: 'meanSurprisal', type: 'quantitative' } },
          },
        ],
      },
    }),
    prose`
      What to see: the very first token costs ${nats(first.meanSurprisal, { digits: 2 })} on average,
      ${real(m.start.factor, 'probability', { digits: 2 })} times the ${nats(m.start.expected, { digits: 2 })} that the
      model expects there. After ${codeText(m.start.name)} it bets ${percent(m.start.share)} on ${token(m.start.bet)}, ${choose(
        m.start.won,
        {
          never: prose`and none of our texts begins with it. (This point rests on seven tokens.)`,
          sometimes: prose`and not all of our texts begin with it. (This point rests on seven tokens.)`,
        },
      )} ${choose(m.later.verdict, {
        overlap: prose`After the first seven tokens the line has no clear trend: ${nats(eighth.meanSurprisal)} at positions
          ${count(eighth.from)} to ${count(eighth.to)}, ${nats(middle.meanSurprisal)} at ${count(middle.from)} to
          ${count(middle.to)}, ${nats(last.meanSurprisal)} at ${count(last.from)} to ${count(last.to)}.`,
        differ: prose`After the first seven tokens the bands do not all overlap: ${nats(eighth.meanSurprisal)} at positions
          ${count(eighth.from)} to ${count(eighth.to)}, ${nats(middle.meanSurprisal)} at ${count(middle.from)} to
          ${count(middle.to)}, ${nats(last.meanSurprisal)} at ${count(last.from)} to ${count(last.to)}.`,
      })} Different positions hold different words, and that hides any gain.
    `,
  ];
}
