import { at } from '#numerics/list';
import type { Block } from '#report/block';
import { figure } from '#report/block';
import { choose } from '#report/claim';
import { prose } from '#report/prose';
import { codeText, count, given, nats, percent, real, token } from '#report/values';
import type { OutputOf } from './lists.ts';
import type { byPosition } from './position.measure.ts';

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
