import type { VegaLiteSpec } from '#report/block';
import { curious, figure, table } from '#report/block';
import { claim } from '#report/claim';
import { prose } from '#report/prose';
import { section } from '#report/section';
import {
  codeText,
  count,
  equation,
  given,
  math,
  nats,
  probability,
  real,
  ref,
  term,
  text,
  token,
} from '#report/values';
import type { Drawing } from './drawing.ts';
import { drawingData, drawingSpec } from './drawing.ts';
import { loops, ROUNDS } from './loops.measure.ts';

/** A ring that begins and ends in the node in the middle. */
const RING = Array.from({ length: 41 }, (_, turn) => ({
  turn,
  ringX: 1 + 0.14 * Math.sin((turn / 20) * Math.PI),
  ringY: 0.32 - 0.32 * Math.cos((turn / 20) * Math.PI),
}));

/** Heads of arrows: one on each edge, where it ends, and one where the ring is on its way back. */
const ARROWS = [
  { ringX: 1, ringY: 0, on: 'edge' },
  { ringX: 2, ringY: 0, on: 'edge' },
  { ringX: 0.86, ringY: 0.32, on: 'ring' },
];

/** The drawing with a ring above the node in the middle, and with heads of arrows. */
function loopSpec(drawing: Drawing): VegaLiteSpec {
  const spec = drawingSpec(drawing);
  const place = {
    x: { field: 'ringX', type: 'quantitative', axis: null },
    y: { field: 'ringY', type: 'quantitative', axis: null },
  };
  const head = (on: string, look: VegaLiteSpec) => ({
    data: { name: 'arrows' },
    transform: [{ filter: `datum.on === '${on}'` }],
    mark: { type: 'point', filled: true, size: 160, color: '$faint', ...look },
    encoding: place,
  });
  return {
    ...spec,
    layer: [
      {
        data: { name: 'ring' },
        mark: { type: 'line', color: '$rule', strokeWidth: 3 },
        encoding: { ...place, order: { field: 'turn', type: 'quantitative' } },
      },
      ...(spec.layer as readonly unknown[]),
      head('edge', { shape: 'triangle-right', xOffset: -26 }),
      head('ring', { shape: 'triangle-down' }),
      {
        data: { name: 'words' },
        mark: { type: 'text', style: 'label', fontSize: 16 },
        encoding: { ...place, text: { field: 'label', type: 'nominal' } },
      },
    ],
  };
}

export const loopsSection = section({
  id: 'loops',
  title: prose`What if the graph has a loop?`,
  needs: { m: loops },
  write({ m }) {
    const long = m.closures.at(-1);
    const drawing = {
      spots: { S: { x: 0, y: 0 }, N: { x: 1, y: 0 }, E: { x: 2, y: 0 } },
      edges: [
        { from: 'S', to: 'N', label: '1', share: 0.15, best: false },
        { from: 'N', to: 'E', label: String(long?.exit), share: 0.15, best: false },
      ],
      height: 220,
      roomAbove: 1,
      nodes: 'circle' as const,
    };
    return [
      prose`
        A graph with a cycle has no topological order, and our function refuses it, naming the cycle. Yet cycles are
        common: “very, very, very good”. For a loop at a single node there is a way out. A loop of probability ${math`p`} at
        a node multiplies what passes through it by
        ${math`1 + p + p^2 + \cdots = 1/(1 - p)`}, the ${term('closure')} of ${math`p`}.
      `,
      curious(prose`Where does the closure come from?`, [
        prose`
          A loop is taken once more with probability ${math`p`}, and left with probability ${math`1 - p`}, as
          ${ref('loop-drawn')} shows. Going round exactly ${math`n`} times has probability ${math`p^n (1 - p)`}. These ways
          exclude each other, and their probabilities add up to one: sooner or later one gets out.
        `,
        figure({
          id: 'loop-drawn',
          caption: prose`
            A node with a loop of ${given(long?.p ?? 0)}, and the edge that leads out. The edge that leads in is always
            taken, so it has ${given(1)}.
          `,
          alt: prose`
            Three nodes in a row, S, N and E. The middle one has a loop with a weight of ${given(long?.p ?? 0)}; the edge
            from it to the last node has ${given(long?.exit ?? 0)}.
          `,
          data: {
            ...drawingData(drawing),
            ring: RING,
            arrows: ARROWS,
            words: [{ ringX: 1, ringY: 0.82, label: String(long?.p) }],
          },
          spec: loopSpec(drawing),
        }),
        prose`
          What does the loop alone weigh, without the edge that leads out? It may be taken never, once, twice and so on:
        `,
        equation`p^* = 1 + p + p^2 + \cdots = \frac{1}{1 - p}`,
        prose`
          (Here ⊕ is ${math`+`}, on probabilities.) This closure is a weight and not a probability. Its parts overlap:
          ${math`p^n`} is the probability of *at least* ${math`n`} rounds, and added up they are the expected number of
          visits to the node. Multiplied by ${math`1 - p`}, the weight of the way out, they make one again. So a loop at a
          node (not a longer cycle) may be replaced by a single edge of weight ${math`p^*`}. In log-space, with
          ${math`x = \ln p`}, it is ${math`-\ln(1 - e^x)`}. How soon is the sum complete? ${ref('partial-sums')} adds up a
          round at a time, and ${ref('closures-table')} has the closures.
        `,
        figure({
          id: 'partial-sums',
          caption: prose`
            Log of the sum over at most that many rounds, for three loops. The dashed lines are the closures, in nats.
          `,
          alt: prose`
            Three rising curves that level off at their closures: ${nats(m.closures[0]?.log)} for a loop of
            ${given(m.closures[0]?.p ?? 0)}, ${nats(m.closures[1]?.log)} for ${given(m.closures[1]?.p ?? 0)}; that of
            ${given(m.closures[2]?.p ?? 0)} is still on its way to ${nats(m.closures[2]?.log)}.
          `,
          data: {
            rows: m.sums.map(({ p, rounds, sum }) => ({ loop: `p = ${p}`, rounds, sum })),
            closures: m.closures.map(({ p, log }) => ({ loop: `p = ${p}`, sum: log, rounds: ROUNDS })),
          },
          spec: {
            height: 240,
            layer: [
              {
                data: { name: 'closures' },
                mark: { type: 'rule', style: 'reference' },
                encoding: { y: { field: 'sum', type: 'quantitative' } },
              },
              {
                mark: { type: 'line', point: { size: 50 } },
                encoding: {
                  x: { field: 'rounds', type: 'quantitative', title: 'rounds at most' },
                  y: { field: 'sum', type: 'quantitative', title: 'log of the sum, in nats' },
                  color: { field: 'loop', type: 'nominal', title: null, sort: null },
                  shape: { field: 'loop', type: 'nominal', title: null, sort: null },
                },
              },
              {
                data: { name: 'closures' },
                transform: [{ calculate: "datum.loop + ': ' + format(datum.sum, '.3f')", as: 'words' }],
                mark: { type: 'text', style: 'annotation', align: 'right', dy: -13 },
                encoding: {
                  x: { field: 'rounds', type: 'quantitative' },
                  y: { field: 'sum', type: 'quantitative' },
                  text: { field: 'words', type: 'nominal' },
                },
              },
            ],
          },
        }),
        table({
          id: 'closures-table',
          caption: prose`Three loops: their closures, which count visits, and what comes out at the other end.`,
          rows: m.closures,
          columns: [
            { head: prose`${math`p`}`, align: 'right', cell: (row) => prose`${given(row.p)}` },
            {
              head: prose`closure ${math`p^*`}`,
              align: 'right',
              cell: (row) => prose`${real(row.closure, 'float64')}`,
            },
            { head: prose`closure (nats)`, align: 'right', cell: (row) => prose`${nats(row.log)}` },
            { head: prose`way out ${math`1 - p`}`, align: 'right', cell: (row) => prose`${given(row.exit)}` },
            {
              head: prose`${math`p^* (1 - p)`}`,
              align: 'right',
              cell: (row) => prose`${real(row.through, 'float64')}`,
            },
          ],
        }),
        prose`
          What to see: a loop of one half doubles what passes through it: ${nats(m.half)}, which is ${math`\ln 2`}. With
          one of ${given(long?.p ?? 0)} the *node* is visited ${real(long?.closure, 'float64', { digits: 2 })} times on
          average (the loop itself is taken ${real(long?.again, 'float64', { digits: 1 })} times), and the logarithm of
          the first, ${nats(long?.log)}, stands above zero as that of a probability never could. The nearer ${math`p`} is
          to one, the longer the sum takes to arrive. At one it never does, and our function says so:
          “${codeText(m.refusal)}”.
        `,
      ]),
      curious(prose`Would a language model's “very” be such a loop?`, [
        prose`Only if its probability were the same every time round. ${ref('very-very')} asks the model.`,
        table({
          id: 'very-very',
          caption: prose`After “${text(m.context)}”: the log-probability of ${token(m.word)}, and again, and again.`,
          rows: m.repeats,
          columns: [
            { head: prose`round`, align: 'right', cell: (row) => prose`${count(row.round)}` },
            {
              head: prose`${token(m.word)} (nats)`,
              align: 'right',
              cell: (row) => prose`${nats(row.logprob)}`,
            },
            {
              head: prose`probability`,
              align: 'right',
              cell: (row) => prose`${probability(row.probability)}`,
            },
          ],
        }),
        prose`${claim({
          a: m.last.logprob,
          b: m.first.logprob,
          kind: 'nats',
          when: {
            greater: prose`
              What to see: the probability is not the same. It climbs from ${probability(m.first.probability)} to
              ${probability(m.last.probability)} in ${count(m.last.round)} rounds, so no single ${math`p`} describes the
              loop. Feedback of this kind may be one reason why small models get stuck in a phrase.
            `,
            less: prose`
              What to see: the probability is not the same. It falls from ${probability(m.first.probability)} to
              ${probability(m.last.probability)} in ${count(m.last.round)} rounds, so no single ${math`p`} describes the
              loop.
            `,
            tooClose: prose`
              What to see: the last round is as likely as the first. Only if all rounds between were so, too, would one
              ${math`p`} describe the loop.
            `,
          },
        })}`,
      ]),
    ];
  },
});
