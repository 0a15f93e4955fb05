import type { Config, TopLevelSpec } from 'vega-lite';
import { compile } from 'vega-lite';
import { type LoggerInterface, logger, Warn } from 'vega-util';
import { isRecord } from '#base/json';
import { memoiseByObject } from '#base/memoise';
import type { DrawnFigure } from '#report/block';
import { assertFieldsPresent } from './check-fields.ts';
import { schemaFailures } from './check-schema.ts';
import { numberedRows } from './readouts.ts';
import { FIGURE_WIDTH, POWER_LABELS, SPEC_NAMES, THEME } from './theme.ts';

/** From a chapter's figure to a Vega specification: names resolved, data and theme added, every warning an error. */

export type VegaSpec = Readonly<Record<string, unknown>>;

interface Complaints {
  readonly messages: string[];
  readonly logger: LoggerInterface;
}

/** A logger for Vega and Vega-Lite that keeps warnings and errors, to be thrown by `assertNoComplaints`. */
export function collectComplaints(): Complaints {
  const messages: string[] = [];
  const keep = (_method: string, _level: string, args: unknown): void => {
    const words = Array.from(args as ArrayLike<unknown>);
    messages.push(words.map((word) => (word instanceof Error ? word.message : String(word))).join(' '));
  };
  return { messages, logger: logger(Warn, undefined, keep) };
}

export function figureError({ id }: DrawnFigure, error: unknown, where = ''): Error {
  const message = error instanceof Error ? error.message : String(error);
  const own = message.replace(`figure ${id}: `, '');
  return new Error(`figure ${id}${where}: ${own}`, { cause: error });
}

export function assertNoComplaints(figure: DrawnFigure, { messages }: Complaints): void {
  if (messages.length > 0) throw new Error(`figure ${figure.id}: ${[...new Set(messages)].join('; ')}`);
}

/** Replaces `"$blue"` by what the theme has under that name, everywhere in a specification. */
function resolveNames(value: unknown, id: string): unknown {
  if (typeof value === 'string' && /^\$[A-Za-z]+$/.test(value)) {
    const resolved = SPEC_NAMES.get(value.slice(1));
    if (resolved === undefined) {
      throw new Error(`figure ${id}: the theme has no ${value}; it has ${[...SPEC_NAMES.keys()].join(', ')}`);
    }
    return resolved;
  }
  if (Array.isArray(value)) return value.map((child) => resolveNames(child, id));
  if (typeof value !== 'object' || value === null) return value;
  const resolved = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, resolveNames(child, id)]),
  );
  return resolved.labelExpr === POWER_LABELS.labelExpr ? { ...POWER_LABELS, ...resolved } : resolved;
}

const REFUSED: Readonly<Record<string, string>> = {
  url: 'a figure loads nothing',
  href: 'a figure links nowhere',
  timeUnit: 'a figure shows no dates: they would depend on the time zone',
};

function assertNothingRefused(node: unknown, id: string): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, child] of Object.entries(node)) {
    const why = child === 'temporal' && key === 'type' ? REFUSED.timeUnit : REFUSED[key];
    if (why !== undefined) throw new Error(`figure ${id}: "${key}" is in the specification, but ${why}`);
    assertNothingRefused(child, id);
  }
}

const COMPOSITIONS = ['facet', 'repeat', 'hconcat', 'vconcat', 'concat'];
const FACET_CHANNELS = ['facet', 'row', 'column'];

export function isComposed(spec: Readonly<Record<string, unknown>>): boolean {
  const encoding = (spec.encoding ?? {}) as object;
  return COMPOSITIONS.some((key) => key in spec) || FACET_CHANNELS.some((key) => key in encoding);
}

const CASE = /^datum\.(\w+) === (?:'([^']*)'|(true|false))$/;

/** Whether a layer draws one case of its rows and no row is of this case: Vega-Lite finds no extent of nothing. */
function isEmptyCase(layer: unknown, { data }: DrawnFigure): boolean {
  const { transform, data: own } = layer as { transform?: unknown; data?: { name?: string } };
  const [only] = Array.isArray(transform) ? transform : [];
  const [, field = '', word, flag] = CASE.exec(typeof only?.filter === 'string' ? only.filter : '') ?? [];
  const rows = data[own?.name ?? 'rows'];
  if (field === '' || !rows?.every((row) => Object.hasOwn(row, field))) return false;
  return !rows.some((row) => row[field] === (word ?? flag === 'true'));
}

/** A figure's specification as Vega-Lite takes it. Throws an Error on an unknown name, data set or field. */
export function completeSpec(figure: DrawnFigure): Readonly<Record<string, unknown>> {
  const all = resolveNames(figure.spec, figure.id) as Record<string, unknown>;
  const layers = Array.isArray(all.layer) && all.layer.filter((layer) => !isEmptyCase(layer, figure));
  const own = layers ? { ...all, layer: layers } : all;
  for (const key of ['config', 'datasets', '$schema', 'autosize', 'background', 'padding']) {
    if (key in own) throw new Error(`figure ${figure.id}: "${key}" is the theme's, not the specification's`);
  }
  assertNothingRefused(own, figure.id);
  const spec = {
    ...('rows' in figure.data ? { data: { name: 'rows' } } : {}),
    ...(isComposed(own) ? {} : { width: FIGURE_WIDTH }),
    ...own,
    datasets: numberedRows(figure.data),
  };
  const failures = schemaFailures({ ...spec, datasets: {} });
  if (failures.length > 0) throw new Error(`figure ${figure.id}: ${failures.slice(0, 3).join('; ')}`);
  assertFieldsPresent(figure, spec);
  return spec;
}

/** What the views of a composed figure are given as their width in px, until `atWidth` sets it: no author writes it. */
const OPEN_WIDTH = 213.375;

/** Compiles to Vega with our theme. Throws an Error with Vega-Lite's own words on whatever it rejects or warns about. */
export function compileFigure(figure: DrawnFigure, spec: Readonly<Record<string, unknown>>): VegaSpec {
  const composed = isComposed(spec);
  const view = { ...THEME.view, continuousWidth: OPEN_WIDTH, discreteWidth: OPEN_WIDTH };
  const complaints = collectComplaints();
  let compiled: VegaSpec;
  try {
    compiled = compile(spec as unknown as TopLevelSpec, {
      config: composed ? { ...THEME, view } : THEME,
      logger: complaints.logger,
    }).spec as unknown as VegaSpec;
  } catch (error) {
    throw figureError(figure, error);
  }
  assertNoComplaints(figure, complaints);
  // Set here and not in the configuration, where Vega-Lite would warn about every view whose height is in steps.
  return composed ? compiled : { ...compiled, autosize: { type: 'fit-x', contains: 'padding' } };
}

const signalsOf = (spec: VegaSpec) =>
  (spec.signals ?? []) as readonly { readonly name: string; readonly value?: unknown }[];

/** Whether the width of a compiled specification is that of the whole figure, not of its views. */
export function isFitted({ autosize }: VegaSpec): boolean {
  return isRecord(autosize) && autosize.type === 'fit-x';
}

/** The signals of a compiled specification that set its width; none when it, or each of its views, has one of its own. */
export function widthSignals(spec: VegaSpec): string[] {
  if (isFitted(spec)) return typeof spec.width === 'number' ? ['width'] : [];
  const named = signalsOf(spec).filter(({ value }) => value === OPEN_WIDTH);
  return [...(spec.width === OPEN_WIDTH ? ['width'] : []), ...named.map(({ name }) => name)];
}

/** A compiled specification as if it had been compiled with another width. */
export function atWidth(spec: VegaSpec, width: number): VegaSpec {
  const names = widthSignals(spec);
  const signals = signalsOf(spec).map((one) => (names.includes(one.name) ? { ...one, value: width } : one));
  return {
    ...spec,
    ...(names.includes('width') ? { width } : {}),
    ...(spec.signals === undefined ? {} : { signals }),
  };
}

const STACKED_LEGEND: Config['legend'] = {
  columns: 1,
  titleOrient: 'top',
  titleAnchor: 'start',
  titleBaseline: 'top',
};

function hasLegends({ legends, marks }: { readonly legends?: unknown; readonly marks?: unknown }): boolean {
  return legends !== undefined || (Array.isArray(marks) && marks.some(hasLegends));
}

/** A compiled specification with its legends below each other; undefined when it has none. */
export const withStackedLegends = memoiseByObject((spec: VegaSpec): VegaSpec | undefined => {
  if (!hasLegends(spec)) return undefined;
  const config = spec.config as Readonly<Record<string, object>>;
  return { ...spec, config: { ...config, legend: { ...config.legend, ...STACKED_LEGEND } } };
});
