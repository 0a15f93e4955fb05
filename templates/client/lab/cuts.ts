import { at } from '../../../scripts/numerics/list';
import { logAddExp } from '../../../scripts/numerics/log-add-exp';
import { logSumExp } from '../../../scripts/numerics/log-sum-exp';
import { element } from '../element';
import { type Asker, score, tokenize, vocabulary } from './ask';
import { drawing, label, shape } from './drawing';
import { facts, lineField, row, table, tokenCode } from './fields';
import { count, nats, percent, visible } from './shown';

/** All the ways to write a word: the cuts of its letters into tokens as paths of a graph, and their sum. */

/** So many cuts are scored, those of the fewest tokens. */
const MOST = 600;
const LISTED = 6;
/** Edges with a smaller share are drawn without a number. */
const NAMED = 0.005;

type Cut = readonly string[];

/** The cuts of a text into so many pieces, longest first piece first. */
function* cutsInto(pieces: number, text: string, isPiece: (piece: string) => boolean): Generator<Cut> {
  if (pieces === 0 && text === '') yield [];
  if (pieces === 0 || text.length < pieces) return;
  for (let end = text.length; end > 0; end--) {
    const piece = text.slice(0, end);
    if (!isPiece(piece)) continue;
    for (const rest of cutsInto(pieces - 1, text.slice(end), isPiece)) yield [piece, ...rest];
  }
}

/** The cuts of a text with the fewest pieces, and how many there are in all. */
export function cutsOf(text: string, isPiece: (piece: string) => boolean) {
  const cuts: Cut[] = [];
  for (let pieces = 1; pieces <= text.length && cuts.length < MOST; pieces++)
    for (const cut of cutsInto(pieces, text, isPiece)) if (cuts.push(cut) === MOST) break;
  const ways = [1];
  for (let end = 1; end <= text.length; end++) {
    const from = Array.from({ length: end }, (_, start) => start);
    ways.push(from.reduce((sum, start) => sum + (isPiece(text.slice(start, end)) ? at(ways, start) : 0), 0));
  }
  return { cuts, ways: at(ways, text.length) };
}

interface Scored {
  readonly cut: Cut;
  readonly isOwn: boolean;
  readonly total: number;
}

export function startCuts(
  place: HTMLElement,
  example: { readonly before: string; readonly word: string },
  asker: Asker,
): void {
  const result = element('div');

  async function ask(signal: AbortSignal): Promise<string> {
    const [before, word] = [prompt.control.value, field.control.value];
    if (word.trim() === '' || before === '') return 'Write a beginning and a word.';
    const text = /\s$/.test(before) ? word : ` ${word.trimStart()}`;
    const [words, ownIds] = await Promise.all([vocabulary(), tokenize(text, signal)]);
    signal.throwIfAborted();
    const idOf = new Map(words.tokens.map((token, id) => [token, id]));
    for (const id of words.special) idOf.delete(at(words.tokens, id));
    for (const id of ownIds) idOf.set(at(words.tokens, id), id);
    const own = ownIds.map((id) => at(words.tokens, id));
    const isOwn = (cut: Cut) => cut.join('|') === own.join('|');
    const { cuts: found, ways } = cutsOf(text, (piece) => idOf.has(piece));
    const cuts = found.some(isOwn) ? found : [own, ...found];
    const totals = cuts.map(() => ({ total: 0, left: Number.POSITIVE_INFINITY }));
    for (const [index, cut] of cuts.entries()) at(totals, index).left = cut.length;
    const parts = cuts.map((cut) => ({ before, ids: cut.map((piece) => idOf.get(piece) ?? -1) }));
    let drawn = 0;
    const show = (): Scored[] => {
      drawn = performance.now();
      const done = cuts.flatMap((cut, index) => {
        const { total, left } = at(totals, index);
        return left === 0 ? [{ cut, isOwn: isOwn(cut), total }] : [];
      });
      if (done.length > 0) result.replaceChildren(...shown(text, done, cuts.length, ways));
      return done;
    };
    await score(parts.slice(0, MOST), signal, ({ part, tokens }) => {
      if (signal.aborted) return;
      const sum = at(totals, part);
      for (const [, , logprob] of tokens) {
        sum.total += logprob ?? 0;
        sum.left -= 1;
      }
      if (performance.now() - drawn > 300) show();
    });
    return sentence(show());
  }

  const changed = () => asker.typed(ask);
  const prompt = lineField('Beginning', example.before, changed);
  const field = lineField('Word', example.word.trimStart(), changed);
  place.append(row(prompt.whole, field.whole), asker.status, result);
  asker.now(ask);
}

/** The sums in nats of the tokeniser's own cut and of all, and the share of the others. */
function sumsOf(done: readonly Scored[]) {
  const own = done.find(({ isOwn }) => isOwn)?.total ?? Number.NEGATIVE_INFINITY;
  const others = logSumExp(done.filter(({ isOwn }) => !isOwn).map(({ total }) => total));
  const all = logAddExp(own, others);
  return { own, all, othersShare: Math.exp(others - all) };
}

function sentence(done: readonly Scored[]): string {
  const { othersShare } = sumsOf(done);
  return done.length === 1
    ? 'There is only one way to write this.'
    : `${percent(othersShare)} of the probability is in other cuts than the tokeniser’s own.`;
}

function shown(text: string, done: readonly Scored[], asked: number, ways: number): HTMLElement[] {
  const { own, all, othersShare } = sumsOf(done);
  const byTotal = done.toSorted((a, b) => b.total - a.total);
  const rows = byTotal.slice(0, LISTED).map(({ cut, isOwn, total }) => [
    element('span', '', ...cut.map((piece) => tokenCode(visible(piece))), isOwn ? ' the tokeniser’s own' : ''),
    nats(total),
    percent(Math.exp(total - all)),
  ]);
  const left = asked < ways ? `The ${count(asked)} with the fewest tokens are added up.` : '';
  const scroll = element('div', 'lab-scroll', graphOf(text, byTotal, all));
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'group');
  scroll.setAttribute('aria-label', 'The graph of the cuts');
  return [
    facts([
      ['Ways to write it', `${count(ways)}, of which ${count(done.length)} are scored. ${left}`],
      ['The tokeniser’s own cut', `${nats(own)} nats`],
      ['All of them together', `${nats(all)} nats; ${percent(othersShare)} is in the others`],
    ]),
    scroll,
    table('The likeliest cuts.', ['cut', 'sum (nats)', 'share of all'], rows),
  ];
}

const [CELL, MARGIN, ARC] = [50, 14, 26];

/** Places between letters, and an arc for each token: as thick as the share of the probability that goes through it. */
function graphOf(text: string, done: readonly Scored[], all: number): SVGElement {
  const edges = new Map<string, { start: number; end: number; share: number; isOwn: boolean }>();
  for (const { cut, total, isOwn } of done) {
    let start = 0;
    for (const piece of cut) {
      const end = start + piece.length;
      const edge = edges.get(`${start}-${end}`) ?? { start, end, share: 0, isOwn: false };
      edge.share += Math.exp(total - all);
      edge.isOwn ||= isOwn;
      edges.set(`${start}-${end}`, edge);
      start = end;
    }
  }
  const x = (position: number) => MARGIN + position * CELL;
  const spans = [...edges.values()].map(({ start, end }) => end - start);
  const base = 16 + ARC * Math.max(...spans);
  const rising = [...edges.values()].sort((a, b) => a.share - b.share);
  const arcs = rising.map(({ start, end, share, isOwn }) => {
    const height = base - ARC * (end - start) * 1.3;
    const path = `M${x(start)} ${base}C${x(start + 0.2)} ${height} ${x(end - 0.2)} ${height} ${x(end)} ${base}`;
    const className = isOwn ? 'edge best' : share < NAMED ? 'edge dropped' : 'edge kept';
    const drawn = shape('path', { d: path, class: className });
    drawn.style.strokeWidth = `${1 + 5 * Math.sqrt(share)}px`;
    return drawn;
  });
  const names = rising
    .filter(({ share }) => share >= NAMED)
    .map(({ start, end, share }) => {
      return label(x((start + end) / 2), base - ARC * (end - start) * 0.975 + 4, percent(share), 'weight middle');
    });
  const nodes = Array.from({ length: text.length + 1 }, (_, position) =>
    shape('circle', { cx: x(position), cy: base, r: 4, class: 'node' }),
  );
  const letters = [...text].map((letter, position) =>
    label(x(position + 0.5), base + 22, visible(letter), 'letter middle'),
  );
  const alt = `${edges.size} tokens as arcs over the letters of ${visible(text)}. The table below lists the likeliest paths.`;
  return drawing(x(text.length) + MARGIN, base + 34, alt, ...arcs, ...names, ...nodes, ...letters);
}
