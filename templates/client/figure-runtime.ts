import type { Spec } from 'vega';
import { transforms } from 'vega-dataflow';
import * as encoding from 'vega-encode';
import { expressionInterpreter } from 'vega-interpreter';
import { parse } from 'vega-parser';
import * as data from 'vega-transforms';
import { extend, Warn } from 'vega-util';
import { View } from 'vega-view';
import * as layout from 'vega-view-transforms';

/**
 * What draws a figure anew: Vega with its expressions interpreted, since the page's policy allows no eval. Only those of
 * its transforms are here that charts of rows need: no maps, forces, trees, word clouds or regressions.
 */
extend(transforms, data, layout, encoding);

export interface MountedFigure {
  /** Sets signals by their names and resolves when the figure is drawn. */
  set(signals: Readonly<Record<string, unknown>>): Promise<void>;
  /** The value of the horizontal axis at a place of the drawing, in px from its left. */
  valueAt(x: number): number;
  /** Lets go of what it listens to; nothing is drawn after it. */
  finalize(): void;
}

export interface FigureRuntime {
  /** Draws a compiled specification into an empty element. */
  mount(specification: Spec, stage: HTMLElement): Promise<MountedFigure>;
}

async function mount(specification: Spec, stage: HTMLElement): Promise<MountedFigure> {
  // Text must be measured in the page's fonts, which a browser loads when they are first used.
  await document.fonts.ready;
  const view = new View(parse(specification, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: 'svg',
    container: stage,
    hover: false,
    logLevel: Warn,
  });
  await view.runAsync();
  const svg = stage.querySelector('svg');
  svg?.setAttribute('class', 'figure');
  svg?.setAttribute('role', 'img');
  for (const name of ['role', 'aria-roledescription', 'aria-label']) stage.removeAttribute(name);
  return {
    async set(signals) {
      for (const [name, value] of Object.entries(signals)) view.signal(name, value);
      await view.runAsync();
    },
    valueAt(x) {
      const { invert } = view.scale('x') as { invert(place: number): number };
      return invert(x - view.origin()[0]);
    },
    finalize() {
      view.finalize();
    },
  };
}

globalThis.natsAndBitsFigures = { mount };
