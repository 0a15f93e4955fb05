import { meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';
import { figure } from '#report/block';
import { claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, nats, ref } from '#report/values';
import { ownTexts } from './texts.ts';

const SEED = 3;
/** First positions of the groups; each reaches to the next one. Position one has only the start token before it. */
const GROUPS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

export const byPosition = measurement({
  id: 'surprisal-by-position',
  needs: { own: ownTexts },
  kinds: {
    texts: 'exact',
    groups: {
      from: 'exact',
      to: 'exact',
      middle: 'float64',
      tokens: 'exact',
      meanSurprisal: 'nats',
      low: 'nats',
      high: 'nats',
    },
  },
  async measure({ own }) {
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
        middle: Math.sqrt(from * to),
        tokens: surprisals.length,
        meanSurprisal: mean(surprisals),
        ...meanInterval(surprisals, { random: random.next }),
      };
    });
    return { texts: own.texts.length, groups };
  },
});

export const position = section({
  id: 'position',
  title: prose`Context: does reading on help?`,
  needs: { m: byPosition },
  write({ m }) {
    const [first, middle, last] = [at(m.groups, 0), at(m.groups, 4), at(m.groups, m.groups.length - 1)];
    return [
      prose`
        The first token of a text is predicted from nothing, the hundredth from a hundred others. The more a model has read,
        the better it should guess. Does it? ${ref('by-position')} pools all ${count(m.texts)} texts and groups their tokens
        by position: the first, the next two, the next four, and so on.
      `,
      figure({
        id: 'by-position',
        caption: prose`
          Mean surprisal by position in the text. The band is a bootstrap interval: it would hold the mean of such
          tokens in nineteen of twenty cases.
        `,
        alt: prose`
          A line with a band over a logarithmic axis of positions. At the first position ${nats(first.meanSurprisal)}, at
          positions from ${count(middle.from)} on ${nats(middle.meanSurprisal)}, from ${count(last.from)} on
          ${nats(last.meanSurprisal)}. The band is widest at the left.
        `,
        data: m.groups.map((group) => ({ ...group })),
        spec: {
          height: 260,
          encoding: {
            x: {
              field: 'middle',
              type: 'quantitative',
              scale: { type: 'log', nice: false },
              axis: { values: [1, 2, 5, 10, 20, 50, 100, 200] },
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
        What to see: the very first token costs ${nats(first.meanSurprisal)}, since there are many ways to begin.
        ${claim({
          a: first.low,
          b: last.high,
          kind: 'nats',
          when: {
            greater: prose`Far into the text a token costs ${nats(last.meanSurprisal)}, and the bands do not meet: the
              beginning is the hardest part.`,
            less: prose`Far into the text a token costs ${nats(last.meanSurprisal)}, but the bands meet: seven first tokens
              are too few to say more.`,
            tooClose: prose`Far into the text a token costs ${nats(last.meanSurprisal)}; the bands just touch.`,
          },
        })} ${claim({
          a: middle.low,
          b: last.high,
          kind: 'nats',
          when: {
            greater: prose`And the line keeps falling: from positions about ${count(middle.from)} to the end, each stretch
              of context helps a little more.`,
            less: prose`In the stretch that begins at position ${count(middle.from)}, however, the band
              (${nats(middle.meanSurprisal)}) overlaps with the last one: whether more context helps further, these texts cannot tell. Different positions hold
              different words, and that noise is larger than the gain.`,
            tooClose: prose`From position ${count(middle.from)} on the bands nearly overlap: more context helps little, or these texts
              are too few to show it.`,
          },
        })}
      `,
    ];
  },
});
