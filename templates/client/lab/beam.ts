import { at } from '../../../scripts/numerics/list';
import type { LabModel, Vocabulary } from '../../../scripts/page-model/lab';
import { element, svgElement } from '../element';
import type { Asker } from './ask';
import { drawing, label } from './drawing';
import { button, choiceField, row, scrolling, table, tokenCodes } from './fields';
import { nats, visible } from './number-and-token-text';
import { Prediction } from './prediction';

/** Beam search beside greedy search, as a tree that grows: each edge is a token with its log-probability. */

const DEPTH = 4;

interface Node {
  readonly parent: Node | undefined;
  readonly depth: number;
  readonly ids: readonly number[];
  /** In nats; of the last token, and of all tokens. */
  readonly logprob: number;
  readonly total: number;
}

interface Search {
  readonly nodes: Node[];
  /** The texts that are still followed. */
  kept: Node[];
  greedy: Node;
}

/** Goes one token further: each kept text is continued by its likeliest tokens, and the likeliest texts are kept. */
async function deepen(
  search: Search,
  width: number,
  isEnd: (node: Node) => boolean,
  predictAfter: (node: Node) => Promise<Prediction>,
): Promise<void> {
  const open = [...new Set([...search.kept, search.greedy])].filter((node) => !isEnd(node));
  const predictions = await Promise.all(open.map(predictAfter));
  const candidates = search.kept.filter(isEnd);
  let { greedy } = search;
  for (const [index, parent] of open.entries()) {
    const { order, logprobs } = at(predictions, index);
    const isKept = search.kept.includes(parent);
    for (const id of order.subarray(0, isKept ? width : 1)) {
      const logprob = at(logprobs, id);
      const { depth, ids, total } = parent;
      const child = { parent, depth: depth + 1, ids: [...ids, id], logprob, total: total + logprob };
      search.nodes.push(child);
      if (isKept) candidates.push(child);
      if (parent === search.greedy && id === order[0]) greedy = child;
    }
  }
  search.greedy = greedy;
  search.kept = candidates.sort((a, b) => b.total - a.total).slice(0, width);
}

const pathTo = (node: Node | undefined): Node[] => (node ? [...pathTo(node.parent), node] : []);

const [COLUMN, ROW, PILL, ROOT] = [152, 32, 92, 18];
const xOf = ({ depth }: Node): number => (depth === 0 ? 0 : ROOT + depth * COLUMN - PILL);
const endOf = (node: Node): number => xOf(node) + (node.depth === 0 ? ROOT : PILL);
const shortened = (text: string): string => (text.length > 10 ? `${text.slice(0, 9)}…` : text);

/** What the colour of an edge says. */
const KEY = { best: 'best of the beam', greedy: 'greedy (dashed)', kept: 'kept', dropped: 'dropped' };

function classesOf({ kept, greedy }: Search): (node: Node) => keyof typeof KEY {
  const best = new Set(pathTo(kept[0]));
  const followed = new Set(kept.flatMap(pathTo));
  const greedyPath = new Set(pathTo(greedy));
  return (node) => {
    if (best.has(node)) return 'best';
    return greedyPath.has(node) ? 'greedy' : followed.has(node) ? 'kept' : 'dropped';
  };
}

function treeOf(
  { nodes }: Search,
  classOf: ReturnType<typeof classesOf>,
  { tokens }: Vocabulary,
): SVGElement {
  const textOf = ({ ids }: Node) => (ids.length === 0 ? '' : visible(at(tokens, ids.at(-1))));
  // Children come in the order of their parents, so that no edges cross.
  const heights = new Map<Node, number>();
  const columns = Array.from({ length: DEPTH + 1 }, (_, depth) =>
    nodes.filter((node) => node.depth === depth),
  );
  const most = Math.max(...columns.map(({ length }) => length));
  for (const column of columns) {
    const ordered = column.toSorted((a, b) => {
      const parents = (heights.get(a.parent ?? a) ?? 0) - (heights.get(b.parent ?? b) ?? 0);
      return parents || b.logprob - a.logprob;
    });
    const top = ((most - ordered.length) * ROW) / 2;
    for (const [index, node] of ordered.entries()) heights.set(node, top + (index + 0.5) * ROW);
  }
  const yOf = (node: Node) => heights.get(node) ?? 0;
  const edges = nodes.flatMap((node) => {
    if (!node.parent) return [];
    const [x1, y1, x2, y2] = [endOf(node.parent), yOf(node.parent), xOf(node), yOf(node)];
    const bend = (x1 + x2) / 2;
    const path = `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`;
    return [svgElement('path', { d: path, class: `edge ${classOf(node)}` })];
  });
  const pills = nodes.flatMap((node) => {
    const [x, y] = [xOf(node), yOf(node)];
    if (!node.parent)
      return [svgElement('circle', { cx: x + ROOT / 2, cy: y, r: ROOT / 2 - 1, class: 'pill best' })];
    return [
      svgElement('rect', { x, y: y - 12, width: PILL, height: 24, rx: 7, class: `pill ${classOf(node)}` }),
      label(x + 8, y + 4, shortened(textOf(node)), `token ${classOf(node)}`),
      label(x - 4, y + 4, nats(node.logprob, 1), 'weight end'),
    ];
  });
  const width = ROOT + DEPTH * COLUMN;
  const alt = 'A tree of continuations. The table below lists those that were kept, and the greedy one.';
  return drawing(width, most * ROW, alt, ...edges, ...pills);
}

export function beamPanel(
  asker: Asker,
  model: LabModel,
  start: () => { readonly text: string; readonly ids: readonly number[] },
) {
  async function run(signal: AbortSignal): Promise<string> {
    const width = Number(beams.control.value);
    const words = await model.vocabulary();
    const { text, ids } = start();
    const root: Node = { parent: undefined, depth: 0, ids: [], logprob: 0, total: 0 };
    const search: Search = { nodes: [root], kept: [root], greedy: root };
    const isEnd = (node: Node) => words.special.has(node.ids.at(-1) ?? -1);
    for (let depth = 0; depth < DEPTH; depth++) {
      await deepen(search, width, isEnd, async (node) => {
        return new Prediction(await model.predict(text, [...ids, ...node.ids], signal));
      });
      signal.throwIfAborted();
      asker.result.replaceChildren(...shown(search, words));
      asker.show();
    }
    const [best] = search.kept;
    const gain = (best?.total ?? 0) - search.greedy.total;
    if (best === search.greedy) return 'Greedy search found the likeliest of these texts, too.';
    return gain > 0
      ? `The best text of the beam is ${nats(gain)} nats likelier than the greedy one.`
      : `The greedy text is ${nats(-gain)} nats likelier than the best one of the beam.`;
  }

  const beams = choiceField(
    'Width',
    [
      ['2', '2 texts'],
      ['3', '3 texts'],
    ],
    () => asker.now(run),
  );
  const go = button('Search', () => asker.now(run));
  const explained = `A beam keeps the likeliest texts of each length, not only one. It starts from the text so far and goes ${DEPTH} tokens on.`;
  const fold = element('details', 'fold lab-fold', element('summary', '', 'Beam search beside greedy'));
  fold.append(element('p', '', explained), row(beams.whole, go), asker.status, asker.result);
  return {
    whole: fold,
    /** Takes a tree away that belongs to another text. */
    clear: () => asker.clear(),
  };
}

function shown(search: Search, words: Vocabulary): HTMLElement[] {
  const textOf = ({ ids }: Node) => tokenCodes(ids.map((id) => at(words.tokens, id)));
  const rows: (HTMLElement | string)[][] = search.kept.map((node, index) => [
    textOf(node),
    `beam ${index + 1}`,
    nats(node.total),
  ]);
  rows.push([textOf(search.greedy), 'greedy', nats(search.greedy.total)]);
  const classOf = classesOf(search);
  const drawn = new Set(search.nodes.map(classOf));
  const key = Object.entries(KEY).filter(([name]) => drawn.has(name as keyof typeof KEY));
  const explained = 'The number before a token is its log-probability in nats.';
  const caption = 'Continuations and the sums of their log-probabilities.';
  return [
    element('p', 'lab-key', ...key.map(([name, text]) => element('span', name, text))),
    element('p', 'lab-caption', explained),
    scrolling(treeOf(search, classOf, words), 'The tree of the search'),
    table(caption, ['text', 'search', 'sum (nats)'], rows),
  ];
}
