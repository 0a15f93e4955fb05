export { italics } from './italics.ts';

/**
 * The marks that figures are made of, as functions that return plain Vega-Lite layers:
 * `line({ x: 'temperature', y: q('entropy', { title: 'entropy in nats' }) }, { data: 'curve' })`.
 * A channel given as a name is a quantitative field, or a nominal one where it is words, a colour or a shape.
 */

type Channel = string | object;
type Channels = Readonly<Record<string, Channel>>;

/** How a mark looks, and where its rows come from: a data set by name, `rows` unless told. */
interface Look {
  readonly data?: string;
  readonly transform?: readonly object[];
  readonly [property: string]: unknown;
}

interface Layer {
  readonly data?: { readonly name: string };
  readonly transform?: readonly object[];
  readonly mark: object;
  readonly encoding?: Readonly<Record<string, object>>;
}

export const q = (field: string, more: object = {}) => ({ field, type: 'quantitative', ...more });
export const n = (field: string, more: object = {}) => ({ field, type: 'nominal', ...more });

/** Series that colour and shape tell apart, so that they differ in print, too. */
export const series = (
  field: string,
  more: object = { title: null, sort: null },
  shapes?: readonly string[],
) => ({
  color: n(field, more),
  shape: n(field, shapes ? { ...more, scale: { range: shapes } } : more),
});

const NAMED = new Set(['text', 'color', 'shape', 'detail']);

const encodingOf = (channels: Channels) =>
  Object.fromEntries(
    Object.entries(channels).map(([name, channel]) => [
      name,
      typeof channel !== 'string' ? channel : NAMED.has(name) ? n(assertField(channel)) : q(channel),
    ]),
  );

function assertField(channel: string): string {
  if (!channel.startsWith('$')) return channel;
  const example = `mark.dots({ … }, { color: '${channel}' })`;
  throw new Error(`"${channel}" is a colour and no field: pass it as an option, ${example}`);
}

const layer =
  (type: string, usual: object = {}) =>
  (channels: Channels, { data, transform, ...look }: Look = {}): Layer => ({
    ...(data && { data: { name: data } }),
    ...(transform && { transform }),
    mark: { type, ...usual, ...look },
    ...(Object.keys(channels).length === 0 ? {} : { encoding: encodingOf(channels) }),
  });

export const line = layer('line');
export const bars = layer('bar');
export const rect = layer('rect');
export const rule = layer('rule');
export const tick = layer('tick');
export const dots = layer('point', { filled: true });
export const points = layer('point');
/** Words that name a mark, in its size. */
export const label = layer('text', { style: 'label' });
/** Signs of a formula, in the letters of the page's formulas. */
export const formula = layer('text', { style: 'formula' });
export const annotation = layer('text', { style: 'annotation' });
export const words = layer('text');
/** A dashed line to compare with. */
export const reference = layer('rule', { style: 'reference' });
/** How what a reader sets is drawn in every figure: as a straight line, or as a curve. */
const YOURS = { color: '$chosen', strokeWidth: 3.5, strokeDash: [3, 3], strokeCap: 'butt' };
export const yours = layer('rule', YOURS);
export const yourCurve = layer('line', YOURS);

/** Words above all else, with a rim of paper that keeps lines out of them. */
export const aboveLines = (...words: readonly Layer[]): Layer[] => [
  ...words.map((one) => ({
    ...one,
    mark: { ...one.mark, stroke: '$paper', strokeWidth: 6, strokeJoin: 'round' },
  })),
  ...words,
];

/** A look for each value of a field, and what all share: labels to the left of some marks, to the right of others. */
export const cases = (field: string, looks: Readonly<Record<string, Look>>, shared: Look = {}): Look[] =>
  Object.entries(looks).map(([value, look]) => ({
    transform: [{ filter: `datum.${field} === '${value}'` }],
    ...shared,
    ...look,
  }));

type LabelLook = Look & { readonly text?: string };

/** A layer and its labels, in one look or in several `cases`. Spread it into the list of layers. */
export function labelled(
  marks: Layer,
  looks: LabelLook | readonly LabelLook[],
  channels: Channels = {},
): Layer[] {
  const { x, y } = marks.encoding ?? {};
  const places: Channels = { ...(x && { x }), ...(y && { y }), ...channels };
  const labels = [looks].flat().map(({ text = 'label', style = 'label', ...look }) => ({
    ...marks,
    ...words({ ...places, text }, { style, ...look }),
  }));
  return [marks, ...labels];
}

/** A parameter of a figure that readers set by a slider. */
export const slider = (
  name: string,
  value: unknown,
  [min, max, step]: readonly [min: number, max: number, step: number],
  label: string,
  more: object = {},
) => ({ name, value, bind: { input: 'range', min, max, step, name: label, ...more } });

/** A parameter of a figure that readers set to one of several values. */
export const select = (name: string, value: unknown, options: readonly unknown[], label: string) => ({
  name,
  value,
  bind: { input: 'select', options, name: label },
});
