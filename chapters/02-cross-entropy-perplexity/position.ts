import { at } from '#numerics/list';
import { type Block, choose, figure, layout, prose, type Seen } from '#report';
import * as mark from '#report/marks';
import { codeText, count, countInWords, given, nats, percent, real, token } from '#report/values';
import type { byPosition } from './position.measure.ts';

/** Mean surprisal by position: the figure and what to see in it. */
export function positionBlocks(m: Seen<typeof byPosition>): Block[] {
  const [first, eighth, middle, last] = [
    at(m.groups, 0),
    at(m.groups, 3),
    at(m.groups, 4),
    at(m.groups, m.groups.length - 1),
  ];
  const means = prose`${nats(eighth.meanSurprisal)} at positions ${count(eighth.from)} to ${count(eighth.to)},
    ${nats(middle.meanSurprisal)} at ${count(middle.from)} to ${count(middle.to)}, ${nats(last.meanSurprisal)}
    at ${count(last.from)} to ${count(last.to)}.`;
  return [
    figure({
      id: 'by-position',
      caption: prose`Mean surprisal by position in the text, the seven texts together. The band is a
        ${given(95)}% interval.`,
      alt: prose`A line with a band over groups of positions. At the first position
        ${nats(first.meanSurprisal)}, at positions ${count(middle.from)} to ${count(middle.to)}
        ${nats(middle.meanSurprisal)}, from ${count(last.from)} on ${nats(last.meanSurprisal)}.`,
      data: m.groups.map(({ from, to, meanSurprisal, low, high }) => ({
        positions: layout([from, to], (first, last) => first === last)
          ? count(from)
          : prose`${count(from)}–\n${count(to)}`,
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
          mark.area({
            y: mark.q('low', { title: 'mean surprisal in nats', scale: { domainMin: 0 } }),
            y2: { field: 'high' },
          }),
          mark.line({ y: 'meanSurprisal' }),
          mark.dots({ y: 'meanSurprisal' }, { size: 60 }),
        ],
      },
    }),
    prose`What to see: the very first token costs ${nats(first.meanSurprisal, { digits: 2 })} on average,
      ${
        m.start.factor === null
          ? prose`where the model expects next to nothing.`
          : layout([m.start.factor], (factor) => factor > 1.05)
            ? prose`${real(m.start.factor, { digits: 2 })} times the
                ${nats(m.start.expected, { digits: 2 })} that the model expects there. After
                ${codeText(m.start.name)} it bets ${percent(m.start.share)} on ${token(m.start.bet)},
                ${choose(m.start.won, {
                  never: prose`and none of our texts begins with it.`,
                  sometimes: prose`and not all of our texts begin with it.`,
                })}`
            : prose`and the model expects ${nats(m.start.expected, { digits: 2 })} there.`
      } (This point rests on ${countInWords(first.tokens)} tokens.) ${choose(m.later.verdict, {
        overlap: prose`After the first seven tokens the line has no clear trend: ${means}`,
        differ: prose`After the first seven tokens the bands do not all overlap: ${means}`,
      })} Different positions hold different words, so this does not show yet what context does.`,
  ];
}
