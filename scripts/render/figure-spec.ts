import type { Config, TopLevelSpec } from 'vega-lite';
import { compile } from 'vega-lite';
import type { FigureBlock } from '#report/block';
import { assertFieldsPresent } from './figure-fields.ts';
import { schemaFailures } from './spec-schema.ts';
import { FIGURE_WIDTH, SPEC_NAMES, THEME } from './theme.ts';

/** From a chapter's figure to a Vega specification: names resolved, data and theme added, every warning an error. */

export type VegaSpec = Readonly<Record<string, unknown>>;

/** Collects what Vega and Vega-Lite complain about. */
export interface Complaints {
  readonly messages: string[];
  readonly logger: {
    level(level?: number): never;
    error(...args: readonly unknown[]): never;
    warn(...args: readonly unknown[]): never;
    info(...args: readonly unknown[]): never;
    debug(...args: readonly unknown[]): never;
  };
}

/** A logger that keeps warnings and errors, to be thrown by `assertNoComplaints`. */
export function collectComplaints(): Complaints {
  const messages: string[] = [];
  const keep = (...args: readonly unknown[]): never => {
    messages.push(args.map((arg) => (arg instanceof Error ? arg.message : String(arg))).join(' '));
    return logger as never;
  };
  const ignore = (): never => logger as never;
  const logger = { level: ignore, error: keep, warn: keep, info: ignore, debug: ignore };
  return { messages, logger };
}

/** Throws an Error that names the figure and everything that was complained about. */
export function assertNoComplaints(figure: FigureBlock, { messages }: Complaints): void {
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
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, resolveNames(child, id)]));
}

/** What no figure has, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  url: 'a figure loads nothing',
  href: 'a figure links nowhere',
  timeUnit: 'a figure shows no dates: they would depend on the time zone',
};

function assertNothingRefused(node: unknown, id: string): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, child] of Object.entries(node)) {
    const why = child === 'temporal' && key === 'type' ? REFUSED.timeUnit : REFUSED[key];
    if (why !== undefined) throw new Error(`figure ${id}: "${key}" stands in the specification, but ${why}`);
    assertNothingRefused(child, id);
  }
}

const COMPOSITIONS = ['facet', 'repeat', 'hconcat', 'vconcat', 'concat'];
const FACET_CHANNELS = ['facet', 'row', 'column'];

/** Whether a specification is made of several views, whose widths share the figure's. */
export function isComposed(spec: Readonly<Record<string, unknown>>): boolean {
  const encoding = (spec.encoding ?? {}) as object;
  return COMPOSITIONS.some((key) => key in spec) || FACET_CHANNELS.some((key) => key in encoding);
}

/** A figure's specification as Vega-Lite takes it. Throws an Error on an unknown name, data set or field. */
export function completeSpec(figure: FigureBlock): Readonly<Record<string, unknown>> {
  const own = resolveNames(figure.spec, figure.id) as Record<string, unknown>;
  for (const key of ['config', 'datasets', '$schema', 'autosize', 'background', 'padding']) {
    if (key in own) throw new Error(`figure ${figure.id}: "${key}" is the theme's, not the specification's`);
  }
  assertNothingRefused(own, figure.id);
  const spec = {
    ...('rows' in figure.data ? { data: { name: 'rows' } } : {}),
    ...(isComposed(own) ? {} : { width: FIGURE_WIDTH }),
    ...own,
    datasets: figure.data,
  };
  const failures = schemaFailures({ ...spec, datasets: {} });
  if (failures.length > 0) throw new Error(`figure ${figure.id}: ${failures.slice(0, 3).join('; ')}`);
  assertFieldsPresent(figure, spec);
  return spec;
}

/** What one rendering asks of the theme. */
export interface Look {
  readonly background?: string;
  /** Paper around the drawing in px. */
  readonly padding?: number;
  /** The width of each view of a composed figure in px. */
  readonly viewWidth?: number;
  /** Each entry of a legend on a line of its own. */
  readonly stackedLegends?: boolean;
}

const STACKED_LEGEND: Config['legend'] = {
  columns: 1,
  titleOrient: 'top',
  titleAnchor: 'start',
  titleBaseline: 'top',
};

function configFor(spec: Readonly<Record<string, unknown>>, look: Look): Config {
  const config: Config = {
    ...THEME,
    ...(look.background === undefined ? {} : { background: look.background }),
    ...(look.padding === undefined ? {} : { padding: look.padding }),
    ...(look.stackedLegends ? { legend: { ...THEME.legend, ...STACKED_LEGEND } } : {}),
  };
  if (!isComposed(spec)) return config;
  const width = look.viewWidth ?? FIGURE_WIDTH / 2;
  return {
    ...config,
    view: { ...THEME.view, continuousWidth: width, discreteWidth: width },
  };
}

/** Compiles to Vega with our theme. Throws an Error with Vega-Lite's own words on whatever it rejects or warns about. */
export function compileFigure(
  figure: FigureBlock,
  spec: Readonly<Record<string, unknown>>,
  look: Look = {},
): VegaSpec {
  const complaints = collectComplaints();
  let compiled: VegaSpec;
  try {
    compiled = compile(spec as unknown as TopLevelSpec, {
      config: configFor(spec, look),
      logger: complaints.logger,
    }).spec as unknown as VegaSpec;
  } catch (error) {
    throw new Error(`figure ${figure.id}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  assertNoComplaints(figure, complaints);
  // Set here and not in the configuration, where Vega-Lite would warn about every view whose height is in steps.
  return isComposed(spec) ? compiled : { ...compiled, autosize: { type: 'fit-x', contains: 'padding' } };
}
