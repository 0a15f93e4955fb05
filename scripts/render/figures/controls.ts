import type { FigureForms } from '#page-model/client-data';
import type { DrawnFigure } from '#report/block';
import type { VegaSpec } from './spec.ts';
import { figureError } from './spec.ts';

/**
 * The controls of an interactive figure: what Vega-Lite's `params` bind to inputs, taken out of the specification for
 * the page to build as labelled HTML controls, which set the signal of the same name.
 */
export type FigureControl = { readonly signal: string; readonly label: string } & (
  | ({ readonly type: 'range'; readonly value: number } & Range)
  | { readonly type: 'select'; readonly value: Value; readonly options: readonly Option[] }
  | { readonly type: 'checkbox'; readonly value: boolean }
);

type Range = Readonly<Record<'min' | 'max' | 'step', number>>;
type Value = string | number | boolean;
interface Option {
  readonly value: Value;
  readonly label: string;
}

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

function rangeControl({ name, value, bind = {} }: Signal, label: string): FigureControl {
  const [min, max, step] = [bind.min, bind.max, bind.step].map(Number);
  if (typeof value !== 'number') throw new Error(`the parameter ${name} needs a number as its value`);
  if (min === undefined || max === undefined || step === undefined || !(min < max) || !(step > 0)) {
    throw new Error(`the range of the parameter ${name} needs min, max and step`);
  }
  if (value < min || value > max) throw new Error(`the parameter ${name} starts outside of its range`);
  return { type: 'range', signal: name, label, min, max, step, value };
}

function selectControl({ name, value, bind = {} }: Signal, label: string): FigureControl {
  const options = Array.isArray(bind.options) ? bind.options.filter(isValue) : [];
  const labels: readonly unknown[] = Array.isArray(bind.labels) ? bind.labels : options;
  if (!isValue(value) || !options.includes(value)) {
    throw new Error(`the parameter ${name} needs one of its options as its value`);
  }
  return {
    type: 'select',
    signal: name,
    label,
    options: options.map((option, i) => ({ value: option, label: String(labels[i] ?? option) })),
    value,
  };
}

function controlOf(signal: Signal): FigureControl {
  const { name, value, bind = {} } = signal;
  if (typeof bind.name !== 'string' || bind.name.trim() === '') {
    throw new Error(`the parameter ${name} needs a label for its control (bind.name)`);
  }
  const label = bind.name.trim().replace(/:$/, '');
  switch (bind.input) {
    case 'range':
      return rangeControl(signal, label);
    case 'select':
    case 'radio':
      return selectControl(signal, label);
    case 'checkbox':
      if (typeof value !== 'boolean')
        throw new Error(`the parameter ${name} needs true or false as its value`);
      return { type: 'checkbox', signal: name, label, value };
    default:
      throw new Error(
        `the parameter ${name} is bound to "${String(bind.input)}", for which there is no control`,
      );
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
    const forms = { wide: pageForm(figure, wide), ...(narrow && { narrow: pageForm(figure, narrow) }) };
    return { forms, controls: bound.map(controlOf) };
  } catch (error) {
    throw figureError(figure, error);
  }
}
