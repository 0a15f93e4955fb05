import { at } from '#numerics/list';
import { layout, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { asPython, byMedium, coloured, given, probability, text } from '#report/values';
import { START } from './paths-of-map.ts';
import type { threeAnswers } from './three-answers.measure.ts';

/** The nodes from left to right and from top to bottom, with as few crossings as the map allows. */
const COLUMNS = [[START], ['B', 'A', 'C'], ['y', 'z', 'x']];
const TITLES = { end: '⊕ is +', path: '⊕ is max', greedy: 'greedy' };

/** Where things are: `unit` is the thickness of a probability of one. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { unit: 156, across: 130, down: 80, node: 26, letters: 13, title: 14 }
    : { unit: 262, across: 238, down: 132, node: 36, letters: 15, title: 22 };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Paths as bands, as thick as they are probable. Where they meet, all of them go on, or the thickest. */
export const pathsThatMeet = (
  { edges, greedy, ends, likeliestPath, likeliestEnd }: Seen<typeof threeAnswers>,
  sentences: Parameters<typeof scene>[0]['sentences'],
) =>
  scene({
    id: 'choices-drawn',
    caption: prose`The walk. Each path is a band, as thick as it is probable. On the steps are their probabilities;
      beside each end is its total. ⊕ is the operation used where paths meet${byMedium({
        interactive: prose`, named in the title`,
        static: prose`, here +`,
      })}. The ${coloured('chosen', 'paths to the winning end')} are green.`,
    data: {
      rows: edges.flatMap((first) =>
        edges
          .filter(({ from }) => from === first.to)
          .map(({ from, to, weight }) => {
            return { path: `${START}→${from}→${to}`, size: layout([first.weight, weight], (p, q) => p * q) };
          }),
      ),
      steps: edges.map((edge) => ({ ...edge, label: prose`${given(edge.weight)}` })),
      /** What is left at the ends: all paths to a node, or one path. */
      left: [
        ...ends.map(({ node, probability: size }) => ({ state: 'end', of: node, size })),
        ...ends.map(({ path, best: size }) => ({ state: 'path', of: path, size })),
        { state: 'greedy', of: greedy.path, size: greedy.probability },
      ].map((row) => ({ ...row, label: asPython(row.size, '.3g') })),
    },
    states: {
      end: prose`Three bands flow together at ${text(likeliestEnd.node)}, the thickest end, with
        ${probability(likeliestEnd.probability, 3)}.`,
      path: prose`At each end, only the thickest band is left. The thickest of them is ${text(likeliestPath.path)},
        with ${probability(likeliestPath.best, 2)}.`,
      greedy: prose`One band is left, ${text(greedy.path)}, with ${probability(greedy.probability, 2)}.`,
    },
    draw(state, { rows, steps, left }, sheet) {
      const { unit, across, down, node, letters, title } = layoutOf(sheet);
      const own = left.filter((one) => one.state === state);
      const most = Math.max(...own.map(({ size }) => size));
      const downOf = (name: string | undefined) => COLUMNS.flat().indexOf(name ?? '');
      const bands = rows
        .map(({ path, size }) => {
          return { nodes: path.split('→'), size, kept: own.find(({ of }) => path.endsWith(of)) };
        })
        .sort(({ nodes: a }, { nodes: b }) => downOf(a[1]) - downOf(b[1]) || downOf(a[2]) - downOf(b[2]));
      /** The nodes, with the bands that lie side by side there: at the ends, only those that are left. */
      const nodes = COLUMNS.flatMap((names, column) =>
        names.map((name, row) => {
          const beside = bands.filter((band) => band.nodes[column] === name && (column < 2 || band.kept));
          const y = (sheet.height + title) / 2 + down * (row - (names.length - 1) / 2);
          const size = sum(beside.map((band) => band.size));
          return { name, beside, x: 1 + column * across, y, size, isEnd: column === 2 };
        }),
      );
      /** How far down a band is at a node; one that is not left goes to the middle. */
      const levelAt = (name: string, band: (typeof bands)[number]) => {
        const { beside, y, size } = at(nodes, downOf(name));
        const above = sum(beside.slice(0, beside.indexOf(band)).map((one) => one.size));
        return beside.includes(band) ? y + unit * (above + (band.size - size) / 2) : y;
      };
      const word = (key: string, x: number, y: number, words: string, look: object): SceneMark => {
        return { key, shape: 'text', x, y: y + 0.36 * letters, text: words, size: letters, ...look };
      };
      const bandMarks = bands
        .toSorted((a, b) => a.size - b.size)
        .map((band): SceneMark => {
          const levels = band.nodes.map((name) => levelAt(name, band));
          const d = levels.map((y, column) => {
            const [x, bend] = [1 + column * across, (column - 0.5) * across + node / 2];
            const curve = `C${bend},${levels[column - 1]},${bend},${y},${x},${y}`;
            return `${column === 0 ? `M${x},${y}` : curve}H${x + (column < 2 ? node : 1)}`;
          });
          const stroke = band.kept?.size === most ? '$chosen' : band.kept ? '$rule' : '$grid';
          const look = { stroke, strokeWidth: unit * band.size } as const;
          return { key: band.nodes.join('-'), shape: 'path', d: d.join(''), ...look };
        });
      const stepMarks = steps.flatMap(({ from, to, label }): SceneMark[] => {
        const band = bands.find(({ nodes: [, via, end] }) => via === from && end === to);
        const y = band ? levelAt(from, band) : at(nodes, downOf(to)).y;
        const [width, height] = [letters * (0.3 + 0.56 * label.length), letters + 3];
        const x = band ? at(nodes, downOf(from)).x + node + 5 : at(nodes, downOf(to)).x - width - 5;
        const chip = { x, y: y - height / 2, width, height, rx: 4, fill: '$paper' as const };
        return [
          { key: `chip-${from}-${to}`, shape: 'rect', ...chip },
          word(`step-${from}-${to}`, x + width / 2, y, label, { anchor: 'middle' }),
        ];
      });
      const nodeMarks = nodes.flatMap(({ name, beside: [first], x, y, size, isEnd }): SceneMark[] => {
        const height = Math.max(unit * size, 0.9 * node) + 2;
        const box = { x, y: y - height / 2, width: node, height, rx: 6, fill: '$paper' } as const;
        const label = { style: 'label', anchor: 'middle' };
        const total = { style: 'label', size: letters + 1 };
        return [
          { key: `node-${name}`, shape: 'rect', ...box, stroke: '$ink', strokeWidth: 2 },
          word(`name-${name}`, x + node / 2, y, name, label),
          ...(isEnd && first?.kept ? [word(`total-${name}`, x + node + 8, y, first.kept.label, total)] : []),
        ];
      });
      const heading = word('title', 0, title, TITLES[state], { style: 'label', size: title });
      return [heading, ...bandMarks, ...stepMarks, ...nodeMarks];
    },
    sentences,
  });
