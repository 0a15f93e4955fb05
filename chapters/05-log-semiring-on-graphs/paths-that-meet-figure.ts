import { at } from '#numerics/list';
import { join, layout, prose, type SceneMark, type Seen, type Sheet, scene } from '#report';
import { byMedium, coloured, given, percent, text } from '#report/values';
import { START } from './paths-of-map.ts';
import type { threeAnswers } from './three-answers.measure.ts';

/** The nodes from left to right and from top to bottom, with as few crossings as the map allows. */
const COLUMNS = [[START], ['B', 'A', 'C'], ['y', 'z', 'x']];
const TITLES = {
  end: 'where paths meet: add',
  path: 'where paths meet: keep the thickest',
  greedy: 'always take the thickest step',
};

/** Where things are: `unit` is the thickness of a probability of one. */
const layoutOf = ({ isNarrow }: Sheet) =>
  isNarrow
    ? { unit: 156, across: 114, down: 80, node: 26, out: 28, letters: 13, title: 14 }
    : { unit: 262, across: 213, down: 132, node: 36, out: 44, letters: 15, title: 22 };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Paths as bands, as thick as they are probable. Where they meet, all of them go on, or the thickest. */
export const pathsThatMeet = (
  { edges, greedy, ends, likeliestPath, likeliestEnd }: Seen<typeof threeAnswers>,
  sentences: Parameters<typeof scene>[0]['sentences'],
) => {
  const rows = edges.flatMap((first) =>
    edges
      .filter(({ from }) => from === first.to)
      .map(({ from, to, weight }) => {
        const [size = 0] = layout([first.weight, weight], (p, q) => [p * q]);
        return { path: `${START}→${from}→${to}`, to, size: given(Number(size.toPrecision(3))) };
      }),
  );
  /** "0.16 + 0.07 + 0.175" */
  const addedAt = (node: string) => {
    const into = rows.filter(({ to }) => to === node);
    return join(
      into.map(({ size }) => size),
      prose` + `,
    );
  };
  return scene({
    id: 'choices-drawn',
    caption: prose`The walk. Each path is a band, as thick as it is probable. On the steps are their probabilities;
      beside each end is its total. ⊕ is the operation used where paths meet${byMedium({
        interactive: prose`, named in the title`,
        static: prose`, here +`,
      })}. The ${coloured('chosen', 'paths to the winning end')} are green.`,
    data: {
      rows,
      steps: edges.map((edge) => ({ ...edge, label: prose`${given(edge.weight)}` })),
      /** What is left at the ends: all paths to a node, or one path. */
      left: [
        ...ends.map(({ node: of, probability }) => ({
          state: 'end',
          of,
          size: probability,
          added: addedAt(of),
        })),
        ...ends.map(({ path: of, best }) => ({ state: 'path', of, size: best, added: null })),
        { state: 'greedy', of: greedy.path, size: greedy.probability, added: null },
      ].map((row) => ({ ...row, label: percent(row.size, 3) })),
    },
    states: {
      end: prose`Three bands flow together at ${text(likeliestEnd.node)}, the thickest end, with
        ${percent(likeliestEnd.probability, 3)}.`,
      path: prose`At each end, only the thickest band is left. The thickest of them is ${text(likeliestPath.path)},
        with ${percent(likeliestPath.best, 2)}.`,
      greedy: prose`One band is left, ${text(greedy.path)}, with ${percent(greedy.probability, 2)}.`,
    },
    draw(state, { rows, steps, left }, sheet) {
      const { unit, across, down, node, out, letters, title } = layoutOf(sheet);
      const own = left.filter((one) => one.state === state);
      const most = Math.max(...own.map(({ size }) => size));
      const downOf = (name: string | undefined) => COLUMNS.flat().indexOf(name ?? '');
      const bands = rows
        .map(({ path, size }) => {
          return { path, nodes: path.split('→'), size, kept: own.find(({ of }) => path.endsWith(of)) };
        })
        .sort(({ nodes: a }, { nodes: b }) => downOf(a[1]) - downOf(b[1]) || downOf(a[2]) - downOf(b[2]));
      const isLit = ({ kept }: (typeof bands)[number]) => kept?.size === most;
      /** The nodes, with the bands that lie side by side there. */
      const nodes = COLUMNS.flatMap((names, column) =>
        names.map((name, row) => {
          const beside = bands.filter((band) => band.nodes[column] === name);
          const y = (sheet.height + title) / 2 + down * (row - (names.length - 1) / 2);
          return { name, beside, x: 1 + column * across, y, size: sum(beside.map((band) => band.size)) };
        }),
      );
      /** How far down a band is at a node. */
      const levelAt = (name: string, band: (typeof bands)[number]) => {
        const { beside, y, size } = at(nodes, downOf(name));
        const above = sum(beside.slice(0, beside.indexOf(band)).map((one) => one.size));
        return y + unit * (above + (band.size - size) / 2);
      };
      const word = (key: string, x: number, y: number, words: string, look: object): SceneMark => {
        return { key, shape: 'text', x, y: y + 0.36 * letters, text: words, size: letters, ...look };
      };
      const bandOf = (
        band: (typeof bands)[number],
        key: string,
        stroke: '$chosen' | '$rule' | '$grid',
      ): SceneMark => {
        const levels = band.nodes.map((name) => levelAt(name, band));
        const d = levels.map((y, column) => {
          const [x, bend] = [1 + column * across, (column - 0.5) * across + node / 2];
          const curve = `C${bend},${levels[column - 1]},${bend},${y},${x},${y}`;
          return `${column === 0 ? `M${x},${y}` : curve}H${x + (column < 2 ? node : 1)}`;
        });
        return { key, shape: 'path', d: d.join(''), stroke, strokeWidth: unit * band.size };
      };
      const bandMarks = bands.map((band) => bandOf(band, band.path, band.kept ? '$rule' : '$grid'));
      // Whichever are green lie on all others.
      const litMarks = bands.map((band): SceneMark => {
        return { ...bandOf(band, `lit-${band.path}`, '$chosen'), opacity: isLit(band) ? 1 : 0 };
      });
      /** On a phone, only the steps of green paths have room for their probabilities. */
      const isTold = (from: string, to: string) =>
        !sheet.isNarrow || bands.some((band) => isLit(band) && band.nodes.join('').includes(from + to));
      const stepMarks = steps.flatMap(({ from, to, label }): SceneMark[] => {
        const band = bands.find(({ nodes: [, via, end] }) => via === from && end === to);
        const y = band ? levelAt(from, band) : at(nodes, downOf(to)).y;
        const [width, height] = [letters * (0.3 + 0.56 * label.length), letters + 3];
        const x = band ? at(nodes, downOf(from)).x + node + 5 : at(nodes, downOf(to)).x - width - 5;
        const chip = { x, y: y - height / 2, width, height, rx: 4, fill: '$paper' as const };
        const marks: SceneMark[] = [
          { key: `chip-${from}-${to}`, shape: 'rect', ...chip },
          word(`step-${from}-${to}`, x + width / 2, y, label, { anchor: 'middle' }),
        ];
        return isTold(from, to) ? marks : [];
      });
      const nodeMarks = nodes.flatMap(({ name, x, y, size }): SceneMark[] => {
        const height = Math.max(unit * size, 0.9 * node) + 2;
        const box = { x, y: y - height / 2, width: node, height, rx: 6, fill: '$paper' } as const;
        const label = { style: 'label', anchor: 'middle' };
        return [
          { key: `node-${name}`, shape: 'rect', ...box, stroke: '$ink', strokeWidth: 2 },
          word(`name-${name}`, x + node / 2, y, name, label),
        ];
      });
      /** What goes on from an end: all bands in one, or the band that is left. */
      const outMarks = nodes.slice(-3).flatMap(({ name, beside, x, y }): SceneMark[] => {
        const kept = beside.find((band) => band.kept);
        const { size = 0, label = '', added } = kept?.kept ?? {};
        if (!kept) return [];
        const [begin, height, total] = [x + node + 1, unit * size, { style: 'label', size: letters + 1 }];
        const [fill, sumAt] = [isLit(kept) ? '$chosen' : '$rule', y + height / 2 + letters] as const;
        return [
          { key: `out-${name}`, shape: 'rect', x: begin, y: y - height / 2, width: out, height, fill },
          word(`total-${name}`, begin + out + 5, y, label, total),
          ...(added && isLit(kept) ? [word('added', sheet.width, sumAt, added, { anchor: 'end' })] : []),
        ];
      });
      const heading = word('title', 0, title, TITLES[state], { style: 'label', size: title });
      return [heading, ...bandMarks, ...litMarks, ...outMarks, ...stepMarks, ...nodeMarks];
    },
    sentences,
  });
};
