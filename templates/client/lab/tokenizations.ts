import { at } from '../../../scripts/numerics/list';
import { logSumExp } from '../../../scripts/numerics/log-sum-exp';
import { logSoftmax } from '../../../scripts/numerics/softmax';
import { compensatedSum } from '../../../scripts/numerics/sum';
import { type LabModel, Unfinished } from '../../../scripts/page-model/lab';
import { element, svgElement } from '../element';
import type { Asker } from './ask';
import { facts, lineField, scrolling, table, textField, tokenCodes } from './fields';
import {
  count,
  nats,
  percent,
  percentBound,
  percentRange,
  spaceWarning,
  visible,
  wordAfter,
} from './number-and-token-text';

/** All the ways to write a word: the cuts of its letters into tokens as paths of a graph, and their sum. */

const LISTED = 6;
/** Edges with a smaller share are drawn without a number. */
const NAMED = 0.005;
/** The search ends once the beginnings that are left hold a smaller share of what was found. */
const NEGLIGIBLE = 1e-4;
/** Beginnings that are continued at once, and at most. */
const [TOGETHER, MOST] = [6, 300];

/** A text that is written in tokens as far as the place `end`, or all of it. */
interface Cut {
  readonly ids: readonly number[];
  readonly end: number;
  /** In nats, of these tokens. */
  readonly total: number;
}

/** The pieces of a text that are tokens: the edges of its graph. */
interface Piece {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

function piecesOf(text: string, idOf: ReadonlyMap<string, number>): Piece[] {
  const places = Array.from({ length: text.length + 1 }, (_, place) => place);
  return places.flatMap((start) =>
    places.flatMap((end) => {
      const id = end > start ? idOf.get(text.slice(start, end)) : undefined;
      return id === undefined ? [] : [{ id, start, end }];
    }),
  );
}

/** How many paths lead through the graph: those to each place are counted once. */
function waysThrough(length: number, pieces: readonly Piece[]): number {
  const ways = [1];
  for (let place = 1; place <= length; place++) {
    const arriving = pieces.filter(({ end }) => end === place);
    ways.push(arriving.reduce((sum, { start }) => sum + at(ways, start), 0));
  }
  return at(ways, length);
}

interface Found {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly pieces: readonly Piece[];
  readonly ways: number;
  readonly own: Cut;
  readonly done: Cut[];
  /** The probability of all beginnings that were not followed, an upper bound of the cuts that are missing. */
  open: number;
}

const isSame = (a: Cut, b: Cut): boolean => a.ids.join() === b.ids.join();
const sumOf = (cuts: readonly Cut[]): number => logSumExp(cuts.map(({ total }) => total));

/**
 * Finds the cuts that matter, the likeliest beginnings first. No cut is likelier than its beginning, so what is left out
 * is bounded.
 */
async function search(
  found: Found,
  predictAfter: (ids: readonly number[]) => Promise<Float32Array>,
  show: () => void,
): Promise<void> {
  let open: Cut[] = [{ ids: [], end: 0, total: 0 }];
  for (let asked = 0; asked < MOST && open.length > 0; asked += TOGETHER) {
    const chosen = open.splice(0, TOGETHER);
    const predictions = await Promise.all(chosen.map(({ ids }) => predictAfter(ids)));
    for (const [index, { ids, end, total }] of chosen.entries()) {
      const logprobs = logSoftmax(at(predictions, index));
      for (const piece of found.pieces.filter(({ start }) => start === end)) {
        const next = { ids: [...ids, piece.id], end: piece.end, total: total + at(logprobs, piece.id) };
        if (next.end < found.text.length) open.push(next);
        else if (!isSame(next, found.own)) found.done.push(next);
      }
    }
    open = open.sort((a, b) => b.total - a.total);
    found.open = sumOf(open);
    show();
    if (found.open < sumOf(found.done) + Math.log(NEGLIGIBLE)) return;
  }
}

/** Asks for the cuts of a word that matter, and shows what was found so far. */
export async function findCuts(
  before: string,
  word: string,
  model: LabModel,
  signal: AbortSignal,
  show: (found: Found) => void,
): Promise<Found> {
  if (word.trim() === '' || before === '')
    throw new Unfinished(
      'Write a beginning and a word: without a beginning, nothing predicts the first token.',
    );
  const text = wordAfter(before, word);
  if (text.length > LONGEST || /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|\p{Extended_Pictographic}/u.test(text))
    throw new Unfinished(`Write a word of at most ${LONGEST - 1} letters, without emoji.`);
  const [{ tokens, special }, ids] = await Promise.all([model.vocabulary(), model.tokenize(text, signal)]);
  const idOf = new Map(tokens.flatMap((token, id) => (special.has(id) ? [] : [[token, id]])));
  for (const id of ids) idOf.set(at(tokens, id), id);
  const logprobs: number[] = [];
  await model.score([{ before, ids }], signal, ({ tokens: scored }) => {
    for (const [, , logprob] of scored) logprobs.push(logprob ?? 0);
  });
  const total = compensatedSum(logprobs);
  const pieces = piecesOf(text, idOf);
  const own = { ids, end: text.length, total };
  const ways = Math.max(1, waysThrough(text.length, pieces));
  const found: Found = { text, tokens, pieces, ways, own, done: [own], open: 0 };
  await search(
    found,
    (more) => model.predict(before, more, signal),
    () => {
      signal.throwIfAborted();
      show(found);
    },
  );
  return found;
}

interface Example {
  readonly before: string;
  readonly word: string;
}

export function startCuts(
  place: HTMLElement,
  example: Example,
  asker: Asker,
  model: LabModel,
): () => Example {
  async function ask(signal: AbortSignal): Promise<string> {
    const [before, word] = [prompt.control.value, field.control.value];
    const found = await findCuts(before, word, model, signal, (sofar) => {
      asker.result.replaceChildren(...shown(sofar));
      asker.show();
    });
    return (
      (found.ways === 1 ? 'There is only one way to write this.' : sentence(found)) +
      spaceWarning('beginning', before)
    );
  }

  const changed = () => asker.typed(ask);
  const prompt = textField('Beginning', example.before, 2, changed);
  const field = lineField('Word', example.word.trimStart(), changed);
  place.append(prompt.whole, field.whole, asker.status, asker.result);
  asker.now(ask);
  return () => ({ before: prompt.control.value, word: field.control.value });
}

/**
 * The sum of all cuts that were found, in nats; how much of it the cuts that are left out can add, at most; and bounds of
 * the share of all cuts that are not the tokenizer's.
 */
function sumsOf({ own, done, open }: Found) {
  const all = sumOf(done);
  const left = Math.exp(open - all);
  const least = Math.exp(sumOf(done.filter((cut) => cut !== own)) - all);
  return { all, left, least, most: left === Infinity ? 1 : (least + left) / (1 + left) };
}

function sentence(found: Found): string {
  const { left, least, most } = sumsOf(found);
  const said = `Cuts other than the tokenizer’s own hold ${percentRange(least, most)} of the word’s probability.`;
  return left < NEGLIGIBLE ? said : `${said} The search ended before it knew more.`;
}

function shown(found: Found): HTMLElement[] {
  const { tokens, own, done, ways } = found;
  const { all, left, least, most } = sumsOf(found);
  const byTotal = done.toSorted((a, b) => b.total - a.total);
  const rows = byTotal.slice(0, LISTED).map((cut) => [
    tokenCodes(
      cut.ids.map((id) => at(tokens, id)),
      cut === own ? ' (tokenizer’s)' : '',
    ),
    nats(cut.total),
    percent(Math.exp(cut.total - all)),
  ]);
  const missing = left > 1 ? 'may add more than that' : `can add at most ${percentBound(left, 1)} of it`;
  const known = facts([
    ['Ways to write it', `${count(ways)} in all, ${count(done.length)} in the sum`],
    [
      'The tokenizer’s own cut',
      `${nats(own.total)} nats, ${percentRange(1 - most, 1 - least)} of the word’s probability`,
    ],
    ['The sum', `${nats(all)} nats${left > 0 ? `. The other ways ${missing}.` : ''}`],
  ]);
  // As long as most of the probability may be missing, the shares of what was found say nothing.
  if (left > 1) return [known];
  return [
    known,
    scrolling(graphOf(found, all), 'The graph of the cuts'),
    element(
      'p',
      'lab-caption',
      'Each arc is a token. Its number is the share of the sum that goes through it. ',
      'The tokenizer’s own cut is green.',
    ),
    table('The likeliest cuts.', ['cut', 'log-probability (nats)', 'share of the sum'], rows),
  ];
}

/** In letters, with the space before the word. The search may end early on long words, and says so. */
const LONGEST = 41;

const [CELL, MARGIN, ARC] = [50, 14, 26];

const label = (x: number, y: number, text: string, className: string): SVGElement =>
  svgElement('text', { x, y, class: className }, text);

/** Places between letters, and an arc for each token: as thick as the share of the sum that goes through it. */
function graphOf({ text, tokens, pieces, own, done }: Found, all: number): SVGElement {
  const key = (start: number, id: number) => `${start} ${id}`;
  const shares = new Map<string, number>();
  const ofOwn = new Set<string>();
  for (const cut of done) {
    let start = 0;
    for (const id of cut.ids) {
      const piece = pieces.find((one) => one.start === start && one.id === id);
      if (!piece) break;
      shares.set(key(start, id), (shares.get(key(start, id)) ?? 0) + Math.exp(cut.total - all));
      if (cut === own) ofOwn.add(key(start, id));
      start = piece.end;
    }
  }
  const edges = pieces
    .map((piece) => ({ ...piece, share: shares.get(key(piece.start, piece.id)) ?? 0 }))
    .sort((a, b) => a.share - b.share);
  const x = (position: number) => MARGIN + position * CELL;
  const base = 16 + ARC * Math.max(...edges.map(({ start, end }) => end - start));
  const arcs = edges.map(({ start, end, share, id }) => {
    const height = base - ARC * (end - start) * 1.3;
    const path = `M${x(start)} ${base}C${x(start + 0.2)} ${height} ${x(end - 0.2)} ${height} ${x(end)} ${base}`;
    const kind = ofOwn.has(key(start, id)) ? 'best' : share < NAMED ? 'dropped' : 'kept';
    const drawn = svgElement('path', { d: path, class: `edge ${kind}` });
    drawn.style.strokeWidth = `${1 + 5 * Math.sqrt(share)}px`;
    drawn.append(svgElement('title', {}, `${visible(at(tokens, id))}, ${percent(share)}`));
    return drawn;
  });
  const names = edges
    .filter(({ share }) => share >= NAMED)
    .map(({ start, end, share }) => {
      const y = base - ARC * (end - start) * 0.975 + 4;
      return label(x((start + end) / 2), y, percent(share), 'weight middle');
    });
  const nodes = Array.from({ length: text.length + 1 }, (_, position) =>
    svgElement('circle', { cx: x(position), cy: base, r: 4, class: 'node' }),
  );
  const letters = [...text].map((letter, position) =>
    label(x(position + 0.5), base + 22, visible(letter), 'letter middle'),
  );
  const alt = `${edges.length} tokens as arcs over the letters of ${visible(text)}. The table below lists the likeliest paths.`;
  const [width, height] = [x(text.length) + MARGIN, base + 34];
  const box = { viewBox: `0 0 ${width} ${height}`, width, height };
  const attributes = { ...box, class: 'lab-drawing', role: 'img', 'aria-label': alt };
  return svgElement('svg', attributes, ...arcs, ...names, ...nodes, ...letters);
}
