import type { FigureForms } from '#page-model/client-data';
import type { DrawnFigure } from '#report/block';
import type { VegaSpec } from './spec.ts';
import { figureError } from './spec.ts';

/**
 * The controls of an interactive figure: what Vega-Lite's `params` bind to inputs, taken out of the specification for
 * the page to build as labelled HTML controls, which set the signal of the same name.
 */
export type FigureControl = { readonly signal: string; readonly label: string } & (
  | ({ readonly type: 'range'; readonly value: number; readonly isDragged: boolean } & Range)
  | { readonly type: 'select'; readonly value: Value; readonly options: readonly Value[] }
);

type Range = Readonly<Record<'min' | 'max' | 'step', number>>;
type Value = string | number | boolean;

export interface InteractiveFigure {
  /** Compiled, with the theme's configuration, without `bind` and without the figure's data, which the page has once. */
  readonly forms: FigureForms<VegaSpec>;
  readonly controls: readonly FigureControl[];
}

interface Signal {
  readonly name: string;
  readonly value?: unknown;
  readonly bind?: Readonly<Record<string, unknown>>;
}

const isValue = (value: unknown): value is Value => ['string', 'number', 'boolean'].includes(typeof value);

function controlOf({ name, value, bind = {} }: Signal): FigureControl {
  const refuse = (what: string): never => {
    throw new Error(`the parameter ${name} ${what}`);
  };
  const label = typeof bind.name === 'string' ? bind.name.trim().replace(/:$/, '') : '';
  if (label === '') return refuse('needs a label for its control (bind.name)');
  const shown = { signal: name, label };
  switch (bind.input) {
    case 'range': {
      const [min = NaN, max = NaN, step = NaN] = [bind.min, bind.max, bind.step].map(Number);
      if (typeof value !== 'number') return refuse('needs a number as its value');
      if (!(min < max && step > 0)) return refuse('has a range that needs min, max and step');
      if (value < min || value > max) return refuse('starts outside of its range');
      // "x" as the element that a range belongs to: it can be dragged along that axis of the drawing, too.
      return { type: 'range', ...shown, min, max, step, value, isDragged: bind.element === 'x' };
    }
    case 'select': {
      const options = Array.isArray(bind.options) ? bind.options.filter(isValue) : [];
      if (!isValue(value) || !options.includes(value)) return refuse('needs one of its options as its value');
      return { type: 'select', ...shown, options, value };
    }
    default:
      return refuse(`is bound to "${String(bind.input)}", for which there is no control`);
  }
}

/** A compiled specification without inputs of Vega's, and without the data that the page carries once. */
function pageForm(figure: DrawnFigure, spec: VegaSpec): VegaSpec {
  const sets = (spec.data ?? []) as readonly Readonly<Record<string, unknown>>[];
  const data = sets.map(({ values, ...set }) =>
    Object.hasOwn(figure.data, String(set.name)) || values === undefined ? set : { ...set, values },
  );
  const signals = ((spec.signals ?? []) as readonly Signal[]).map(({ bind: _bind, ...rest }) => rest);
  return { ...spec, signals, data };
}

/** What another form of a specification has of its own: most of the two is the same, such as the theme. */
function changed(form: VegaSpec, other: VegaSpec): VegaSpec {
  const own = Object.entries(other).filter(
    ([key, part]) => JSON.stringify(part) !== JSON.stringify(form[key]),
  );
  return Object.fromEntries(own);
}

/**
 * What the page needs to let a reader set a figure's parameters; undefined when none is bound. Throws an Error that
 * begins with the figure's id when there is no control for what a parameter is bound to.
 */
export function interactiveFigure(
  figure: DrawnFigure,
  wide: VegaSpec,
  narrow?: VegaSpec,
): InteractiveFigure | undefined {
  const bound = ((wide.signals ?? []) as readonly Signal[]).filter(({ bind }) => bind !== undefined);
  if (bound.length === 0) return undefined;
  try {
    const form = pageForm(figure, wide);
    const forms = { wide: form, ...(narrow && { narrow: changed(form, pageForm(figure, narrow)) }) };
    return { forms, controls: bound.map(controlOf) };
  } catch (error) {
    throw figureError(figure, error);
  }
}
