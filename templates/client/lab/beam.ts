import { at } from '../../../scripts/numerics/list';
import type { LabModel, Vocabulary } from '../../../scripts/page-model/lab';
import { element } from '../element';
import type { Asker } from './ask';
import { button, choiceField, row, scrolling, table, tokenCode, tokenCodes } from './fields';
import { nats } from './number-and-token-text';
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

/** What the colour of a token says. */
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

/** What follows a text, the likeliest first, as lists inside each other. */
function treeBelow(
  parent: Node | undefined,
  search: Search,
  classOf: ReturnType<typeof classesOf>,
  words: Vocabulary,
): HTMLElement | '' {
  const children = search.nodes
    .filter((node) => node.parent === parent)
    .sort((a, b) => b.logprob - a.logprob)
    .map((node) => {
      const token = tokenCode(at(words.tokens, node.ids.at(-1)));
      const below = treeBelow(node, search, classOf, words);
      return element('li', classOf(node), token, ` ${nats(node.logprob, 1)}`, below);
    });
  return children.length > 0 ? element('ul', 'lab-tree', ...children) : '';
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
  const explained = 'The number behind a token is its log-probability in nats.';
  const caption = 'Continuations and the sums of their log-probabilities.';
  return [
    element('p', 'lab-key', ...key.map(([name, text]) => element('span', name, text))),
    element('p', 'lab-caption', explained),
    scrolling(
      element('div', '', treeBelow(search.nodes[0], search, classOf, words)),
      'The tree of the search',
    ),
    table(caption, ['text', 'search', 'sum (nats)'], rows),
  ];
}
