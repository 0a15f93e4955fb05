import { at } from '#numerics/list';
import { code, figure, join, prose, section, table } from '#report';
import { codeText, count, math, probability, real, ref, term, text } from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { columns, drawn } from './drawing.ts';
import { hiddenMarkov } from './hidden-markov.measure.ts';
import { shortestPath } from './shortest-path.measure.ts';
import { wholeLoopPrints } from './whole-loop.measure.ts';

/** Where the nodes are: with as few crossings as the graph allows. */
const SPOTS = columns([['S'], ['B', 'A', 'C'], ['y', 'z', 'x']]);

export const shortestPathSection = section({
  id: 'shortest-path',
  title: prose`The shortest path can be the wrong answer`,
  needs: { m: shortestPath, fever: hiddenMarkov },
  write({ m, fever }) {
    const { greedy, best, ends, pass } = m;
    const likeliest = at(ends, 0);
    const meeting = at(pass, 3);
    const [one, other] = [at(meeting.arriving, 0), at(meeting.arriving, 1)];
    return [
      prose`On three days, a patient feels ${join(fever.days.map(({ feeling }) => text(feeling)))}. When did the
        fever begin? Treat each possible course of the illness as a path. The likeliest one, which ${ref('hidden-markov')} finds, says ${text(fever.onBest)}. Now add up all paths by the day on which the fever begins. The likeliest day is
        ${text(fever.likeliest)}.

        Neither answer is a mistake. They answer two questions, by one algorithm, which you know: the shortest path.
        Between them lies a single operation: where the shortest path keeps the better of two ways, we want both together. Programs keep ${term('log-probability', 'log-probabilities')}, whose sums stand for
        products, so to add we go down to probabilities and come back up (${ref('square-paths')}). (In a hurry? Read ${ref('one-pass')}, ${ref('semiring-card')} and ${ref('ways-to-cut')}.)`,
      squareOf('paths', {
        numbers: {
          given: [real(one.logprob, 2), real(other.logprob, 2)],
          mapped: [real(one.probability, 2), real(other.probability, 2)],
          combined: [real(meeting.probability, 2)],
          result: [real(meeting.total, 2)],
        },
      }),
      prose`On a road map the lengths along a way add up. Probabilities along a way multiply. So give each step the length ${math`-\ln p`}: lengths add up again, and
        the shortest path is the likeliest. ${ref('choices-drawn')} is such a map. Where do you arrive if you always
        take the likeliest step? Where by the shortest path? And where do most walks end?`,
      figure({
        id: 'choices-drawn',
        caption: prose`A walk from S in two steps. The probability of each step is written on it and drawn as its thickness. Dashed green: the shortest path. Plain blue: the likeliest step each time.`,
        alt: prose`A graph from S through A, B or C to x, y and z. The shortest path is ${text(best.path)} with
          ${probability(best.probability, 2)}, the greedy one ${text(greedy.path)} with
          ${probability(greedy.probability, 2)}; neither ends in ${text(likeliest.end)}, the likeliest end.`,
        ...drawn({
          spots: SPOTS,
          edges: m.edges.map((edge) => ({ ...edge, share: edge.weight })),
          height: 320,
        }),
      }),
      prose`Three questions, three answers. The likeliest step each time, the *greedy* way, leads to
        ${text(greedy.end)} (${probability(greedy.probability, 3)}). The shortest path leads to ${text(best.end)}
        (${probability(best.probability, 3)}). But more walks end in ${text(likeliest.end)} than anywhere else
        (${probability(likeliest.total, 3)}): no way there is short, but there are three, and a
        shortest path keeps one.`,
    ];
  },
});

export const onePassSection = section({
  id: 'one-pass',
  title: prose`One loop, two operations`,
  needs: { m: shortestPath, printed: wholeLoopPrints },
  write({ m, printed }) {
    const end = at(m.pass, m.pass.length - 1);
    const last = at(printed.lines, printed.lines.length - 1);
    return [
      prose`Here is the whole map, and the loop at the heart of every shortest-path algorithm. Two operations are its parameters: \`orElse\` combines two ways that meet, \`andThen\` takes a way one step on. Save it as \`paths.ts\`, and run \`node paths.ts\`:`,
      code('#chapters/05-log-semiring-on-graphs/whole-loop', 'whole-loop'),
      prose`For ${text(last.end)} it prints the shortest path, ${codeText(last.path)}, with its cost,
        ${real(last.cost, 2)}, and the log-probability of all ways there, ${real(last.all, 2)}. (\`logAddExp(a, b)\` is ${math`\ln(e^a + e^b)`}, safe from ${term('overflow')}.) The last line
        answers three more questions about ${text(last.end)}: there are ${count(printed.count)} ways, together they have
        ${real(printed.likely, 3)}, and the *widest* of them has ${real(printed.widest, 2)} at its narrowest step.

        The nodes come in ${term('topological order')}: each is complete before it is used. Such a loop, which does each part once and keeps
        the result, is a ${term('dynamic programme')}. ${ref('pass-table')} has its totals in ${term('nat', 'nats')}.`,
      table({
        id: 'pass-table',
        caption: prose`One pass over the graph, in nats: what arrives at each node, the best of it (the largest log-probability, which is the smallest
          cost), and all of it by log-add-exp.`,
        rows: m.pass,
        columns: [
          ['node', (row) => text(row.node)],
          [
            'arrives from',
            ({ arriving }) =>
              join(arriving.map(({ from, logprob }) => prose`${text(from)} ${real(logprob, 2)}`)),
          ],
          ['best', (row) => real(row.best, 2)],
          ['all', (row) => real(row.total, 2)],
          ['as a probability', (row) => probability(row.probability, 3)],
        ],
      }),
      prose`May we add first and go on afterwards? Yes, because paths *meet*. If a further step of probability ${math`w`} led on,
        all ways to ${text(end.node)} would go on with it: ${math`a\,w + b\,w + c\,w = (a + b + c)\,w`}. School calls
        this the distributive law. It is worth a lot: ${count(m.layers)} layers of ${count(m.width)} nodes between a start and an end, each linked to all of the next layer, have ${real(m.paths, 2)} paths and ${count(m.passed)} edges, and the pass looks at edges.`,
    ];
  },
});
