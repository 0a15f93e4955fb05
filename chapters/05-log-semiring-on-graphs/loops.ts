import { choose, claim, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
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
import { drawingData, drawingSpec } from './drawing.ts';
import { loops, ROUNDS } from './loops.measure.ts';

/** A ring that begins and ends in the node in the middle. */
const RING = Array.from({ length: 41 }, (_, turn) => ({
  turn: given(turn),
  ringX: given(1 + 0.14 * Math.sin((turn / 20) * Math.PI)),
  ringY: given(0.32 - 0.32 * Math.cos((turn / 20) * Math.PI)),
}));

/** Heads of arrows: one on each edge, where it ends, and one where the ring is on its way back. */
const ARROWS = [
  { ringX: given(1), ringY: given(0), on: 'edge' },
  { ringX: given(2), ringY: given(0), on: 'edge' },
  { ringX: given(0.86), ringY: given(0.32), on: 'ring' },
];

/** A drawing with a ring above the node in the middle, and with heads of arrows. */
function loopSpec({ height, layer }: ReturnType<typeof drawingSpec>) {
  const place = { x: mark.q('ringX', { axis: null }), y: mark.q('ringY', { axis: null }) };
  const head = (on: string, look: object) => {
    const transform = [{ filter: `datum.on === '${on}'` }];
    return mark.dots(place, { data: 'arrows', transform, size: 160, color: '$faint', ...look });
  };
  return {
    height,
    layer: [
      mark.line({ ...place, order: 'turn' }, { data: 'ring', color: '$rule', strokeWidth: 3 }),
      ...layer,
      head('edge', { shape: 'triangle-right', xOffset: -26 }),
      head('ring', { shape: 'triangle-down' }),
      mark.label({ ...place, text: 'label' }, { data: 'words', fontSize: 16 }),
    ],
  };
}

export const loopsSection = section({
  id: 'loops',
  title: prose`What if the graph has a loop?`,
  needs: { m: loops },
  write({ m }) {
    const [short, half, long] = m.closures;
    const alike = prose`What to see: every round is as likely as the first. For this model the loop has a
      single ${math`p`}.`;
    const between = prose`What to see: the probability is not the same. It lies anywhere from
      ${probability(m.lowest)} to ${probability(m.highest)}, so no single ${math`p`} describes the loop.`;
    const nameOf = (p: (typeof m.sums)[number]['p']) => prose`p = ${given(p)}`;
    const drawing = {
      spots: { S: { x: 0, y: 0 }, N: { x: 1, y: 0 }, E: { x: 2, y: 0 } },
      edges: [
        { from: 'S', to: 'N', weight: 1, share: given(0.15), onBest: 'no' },
        { from: 'N', to: 'E', weight: long?.exit, share: given(0.15), onBest: 'no' },
      ],
      height: 220,
      roomAbove: 1,
    } as const;
    return [
      prose`A graph with a cycle has no topological order, and our function refuses it, naming the cycle. Yet
        cycles are common: “very, very, very good”. For a loop at a single node there is a way out. A loop of
        probability ${math`p`} at a node multiplies what passes through it by
        ${math`1 + p + p^2 + \cdots = 1/(1 - p)`}, the ${term('closure')} of ${math`p`}.`,
      curious(prose`Where does the closure come from?`, [
        prose`A loop is taken once more with probability ${math`p`}, and left with probability ${math`1 - p`},
          as ${ref('loop-drawn')} shows. Going round exactly ${math`n`} times has probability
          ${math`p^n (1 - p)`}. These ways exclude each other, and their probabilities add up to one: sooner
          or later one gets out.`,
        figure({
          id: 'loop-drawn',
          caption: prose`A node with a loop of ${given(long?.p)}, and the edge that leads out. The edge that
            leads in is always taken, so it has ${given(1)}.`,
          alt: prose`Three nodes in a row, S, N and E. The middle one has a loop with a weight of
            ${given(long?.p)}; the edge from it to the last node has ${given(long?.exit)}.`,
          data: {
            ...drawingData(drawing),
            ring: RING,
            arrows: ARROWS,
            words: [{ ringX: given(1), ringY: given(0.82), label: prose`${given(long?.p)}` }],
          },
          spec: loopSpec(drawingSpec(drawing)),
        }),
        prose`What does the loop alone weigh, without the edge that leads out? It may be taken never, once,
          twice and so on:`,
        equation`p^* = 1 + p + p^2 + \cdots = \frac{1}{1 - p}`,
        prose`(Here ⊕ is ${math`+`}, on probabilities.) This closure is a weight and not a probability. Its
          parts overlap: ${math`p^n`} is the probability of *at least* ${math`n`} rounds, and added up they
          are the expected number of visits to the node. Multiplied by ${math`1 - p`}, the weight of the way
          out, they make one again. So a loop at a node (not a longer cycle) may be replaced by a single edge
          of weight ${math`p^*`}. In log-space, with ${math`x = \ln p`}, it is ${math`-\ln(1 - e^x)`}. How
          soon is the sum complete? ${ref('partial-sums')} adds up a round at a time, and
          ${ref('closures-table')} has the closures.`,
        figure({
          id: 'partial-sums',
          caption: prose`Log of the sum over at most that many rounds, for three loops. The dashed lines are
            the closures, in nats.`,
          alt: prose`Three rising curves that level off at their closures: ${nats(short?.log)} for a loop of
            ${given(short?.p)}, ${nats(half?.log)} for ${given(half?.p)}; that of ${given(long?.p)} is still
            on its way to ${nats(long?.log)}.`,
          data: {
            rows: m.sums.map(({ p, ...point }) => ({ loop: nameOf(p), ...point })),
            closures: m.closures.map(({ p, log }) => ({ loop: nameOf(p), sum: log, rounds: given(ROUNDS) })),
          },
          spec: {
            height: 240,
            layer: [
              mark.reference({ y: 'sum' }, { data: 'closures' }),
              mark.line(
                {
                  x: mark.q('rounds', { title: 'rounds at most' }),
                  y: mark.q('sum', { title: 'log of the sum, in nats' }),
                  ...mark.series('loop'),
                },
                { point: { size: 50 } },
              ),
              mark.annotation(
                { x: 'rounds', y: 'sum', text: 'words' },
                {
                  data: 'closures',
                  transform: [{ calculate: "datum.loop + ': ' + format(datum.sum, '.3f')", as: 'words' }],
                  align: 'right',
                  dy: -13,
                },
              ),
            ],
          },
        }),
        table({
          id: 'closures-table',
          caption: prose`Three loops: their closures, which count visits, and what comes out at the other
            end.`,
          rows: m.closures,
          columns: [
            [math`p`, (row) => given(row.p)],
            [prose`closure ${math`p^*`}`, (row) => real(row.closure)],
            ['closure (nats)', (row) => nats(row.log)],
            [prose`way out ${math`1 - p`}`, (row) => given(row.exit)],
            [math`p^* (1 - p)`, (row) => real(row.through)],
          ],
        }),
        prose`What to see: a loop of one half doubles what passes through it: ${nats(m.half)}, which is
          ${math`\ln 2`}. With one of ${given(long?.p)} the *node* is visited
          ${real(long?.closure, { digits: 2 })} times on average (the loop itself is taken
          ${real(long?.again, { digits: 1 })} times), and the logarithm of the first, ${nats(long?.log)},
          stands above zero as that of a probability never could. The nearer ${math`p`} is to one, the longer
          the sum takes to arrive. At one it never does, and our function says so: “${codeText(m.refusal)}”.`,
      ]),
      curious(prose`Would a language model's “very” be such a loop?`, [
        prose`Only if its probability were the same every time round. ${ref('very-very')} asks the model.`,
        table({
          id: 'very-very',
          caption: prose`After “${text(m.context)}”: the log-probability of ${token(m.word)}, and again, and
            again.`,
          rows: m.repeats,
          columns: [
            ['round', (row) => count(row.round)],
            [prose`${token(m.word)} (nats)`, (row) => nats(row.logprob)],
            ['probability', (row) => probability(row.probability)],
          ],
        }),
        prose`${claim(m.last.logprob, m.first.logprob, {
          greater: choose(m.rounds, {
            'all alike': alike,
            'to and fro': between,
            'one way': prose`What to see: the probability is not the same. It climbs from
            ${probability(m.first.probability)} to ${probability(m.last.probability)} in
            ${count(m.last.round)} rounds, so no single ${math`p`} describes the loop. Feedback of this kind
            may be one reason why small models get stuck in a phrase.`,
          }),
          less: choose(m.rounds, {
            'all alike': alike,
            'to and fro': between,
            'one way': prose`What to see: the probability is not the same. It falls from
            ${probability(m.first.probability)} to ${probability(m.last.probability)} in
            ${count(m.last.round)} rounds, so no single ${math`p`} describes the loop.`,
          }),
          tooClose: choose(m.rounds, { 'all alike': alike, 'to and fro': between, 'one way': between }),
        })}`,
      ]),
    ];
  },
});
