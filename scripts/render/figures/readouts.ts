import { isRecord } from '#base/json';
import { memoiseByObject } from '#base/memoise';
import { dataOf, named, type Readouts, type Shown, writtenRows } from '#page-model/readout';
import type { DataRow } from '#report/block';

/** What the page needs to tell readers the values behind a mark: names from the specification, rows from the scene. */

type Spec = Readonly<Record<string, unknown>>;

type DataSets = Readonly<Record<string, readonly DataRow[]>>;

/** The rows of a figure with their names in them, made once, as Vega marks the rows that it has met. */
export const numberedRows = memoiseByObject((data: DataSets): DataSets => {
  const numbered = Object.entries(data).map(([set, rows]) => [set, named(set, rows)]);
  return Object.fromEntries(numbered);
});

/** Channels that place a mark or order marks, and say no more than another channel does. */
const SILENT = new Set(['x2', 'y2', 'xOffset', 'yOffset', 'order', 'size', 'opacity']);

/** What channels of a set say of a field. */
interface Use {
  readonly title: string | undefined;
  /** Its channel has no title, since its values speak for themselves. */
  readonly speaks: boolean;
  readonly isText: boolean;
  readonly isShare: boolean;
  readonly to: string | undefined;
}

const titleOf = ({ title }: Spec): string | undefined =>
  typeof title === 'string' ? title : Array.isArray(title) ? title.join(' ') : undefined;

function useOf(channel: string, def: Spec, end: unknown): Use | undefined {
  const title = (isRecord(end) ? titleOf(end) : undefined) ?? titleOf(def);
  const isPlace = channel === 'x' || channel === 'y';
  if (isPlace && def.axis === null && title === undefined) return undefined;
  return {
    title,
    speaks: def.type === 'nominal' && def.title === null,
    isText: channel === 'text',
    isShare: isRecord(def.axis) && String(def.axis.format).includes('%'),
    to: isRecord(end) && typeof end.field === 'string' ? end.field : undefined,
  };
}

const merged = (one: Use, other: Use): Use => ({
  title: one.title ?? other.title,
  speaks: one.speaks || other.speaks,
  isText: one.isText && other.isText,
  isShare: one.isShare || other.isShare,
  to: one.to && other.to,
});

function shownOf(uses: ReadonlyMap<string, Use>, elsewhere: (field: string) => Use[]): readonly Shown[] {
  const speaking = [...uses.values()].some(({ title, speaks }) => speaks && title === undefined);
  return [...uses].flatMap(([field, { title, speaks, isText, isShare, to }]): Shown[] => {
    // Words at a mark name its row when nothing else does.
    if (isText && title === undefined && speaking) return [];
    const others = elsewhere(field);
    const named = title ?? (speaks || isText ? '' : others.find((use) => use.title)?.title);
    const isPercent = isShare || others.some((use) => use.isShare);
    const one = [named ?? field, field, isPercent ? 1 : 0] as const;
    return [to === undefined ? one : [...one, to]];
  });
}

/** What is shown of the rows of each set: the fields of its marks' channels, under the titles of their axes and legends. */
export function readouts(spec: Spec): Readouts {
  const found = new Map<string, Map<string, Use>>();
  const collect = (encoding: Spec, set: string, isText: boolean): void => {
    const uses = found.get(set) ?? new Map<string, Use>();
    found.set(set, uses);
    for (const [channel, defs] of Object.entries(encoding))
      for (const def of [defs].flat()) {
        if (!isRecord(def) || typeof def.field !== 'string' || SILENT.has(channel)) continue;
        // Words stand where their mark is: what places them is not theirs to say.
        if (isText && channel !== 'text') continue;
        const [use, before] = [useOf(channel, def, encoding[`${channel}2`]), uses.get(def.field)];
        if (use) uses.set(def.field, before ? merged(before, use) : use);
      }
  };
  const visit = (node: Spec, outerSet: string, outer: Spec): void => {
    const set = isRecord(node.data) ? String(node.data.name) : outerSet;
    const encoding = { ...outer, ...(isRecord(node.encoding) ? node.encoding : {}) };
    const look = isRecord(node.mark) ? node.mark : { type: node.mark };
    // Vega-Lite's own way to say that a mark tells nothing.
    if ('mark' in node && look.tooltip !== null) collect(encoding, set, look.type === 'text');
    for (const key of ['layer', 'hconcat', 'vconcat', 'concat', 'spec'])
      for (const child of [node[key]].flat()) if (isRecord(child)) visit(child, set, encoding);
  };
  visit(spec, '', {});
  // Where nothing but words is drawn, they say it themselves.
  const drawn = [...found].filter(([, uses]) => [...uses.values()].some(({ isText }) => !isText));
  // A field of one name in two sets has the title that either gives it.
  const elsewhere = (field: string): Use[] => drawn.flatMap(([, uses]) => uses.get(field) ?? []);
  return Object.fromEntries(drawn.map(([set, uses]) => [set, shownOf(uses, elsewhere)]));
}

export interface SceneNode {
  readonly marktype?: string;
  readonly role?: string;
  readonly items?: readonly SceneNode[];
}

/** An SVG as Vega writes it, with the rows of each group of marks at the group. */
export function withRows(svg: string, root: SceneNode): string {
  const groups: string[] = [];
  const visit = (node: SceneNode): void => {
    if (node.role === 'mark') {
      const data = dataOf(node as Parameters<typeof dataOf>[0]);
      groups.push(data.length === 0 ? '' : ` data-rows="${writtenRows(data)}"`);
    }
    for (const child of node.items ?? []) visit(child);
  };
  visit(root);
  let next = 0;
  return svg.replace(
    /<g class="mark-[a-z]+ role-mark[ "][^>]*?(?=>)/g,
    (open) => open + (groups[next++] ?? ''),
  );
}
