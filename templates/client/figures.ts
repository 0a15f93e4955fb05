import type { Spec } from 'vega';
import type { Columns, FigureForms } from '../../scripts/page-model/client-data';
import { announce } from './announce';
import {
  areAtStart,
  controlsOf,
  resetControl,
  setControl,
  settingsInWords,
  showValue,
  signalsOf,
} from './controls';
import { element, visibleDrawing } from './element';
import { storedJson } from './embedded-json';
import { numberedRowsOf } from './figure-data';
import type { FigureRuntime, MountedFigure } from './figure-runtime';
import { runScript } from './load-script';

/**
 * Figures with controls. The drawing in the page stays until a reader sets a control; then Vega, which lies in the page
 * as plain text or beside it, is started and draws in its place. Reset brings back the drawing that came with the page.
 */

declare global {
  var natsAndBitsFigures: FigureRuntime | undefined;
}

async function runtime(): Promise<FigureRuntime> {
  await runScript('figure-runtime');
  if (!globalThis.natsAndBitsFigures) throw new Error('the figures cannot be drawn anew');
  return globalThis.natsAndBitsFigures;
}

/** The specification that fits the column now, its data filled in. */
function specificationOf(id: string, narrow: boolean): Spec {
  const forms = storedJson<FigureForms<Spec>>(`${id}-specification`);
  const columns = storedJson<Readonly<Record<string, Columns>>>(`${id}-data`);
  const form = { ...forms.wide, ...(narrow ? forms.narrow : {}) };
  const data = (form.data ?? []).map((set) => {
    const own = columns[set.name];
    return own && !('values' in set) && !('source' in set)
      ? { ...set, values: numberedRowsOf(set.name, own) }
      : set;
  });
  return { ...form, data: data as NonNullable<Spec['data']> };
}

/** Whether the page shows its narrow drawings now. */
const narrowColumn = matchMedia('(max-width: 44rem)');

function startFigure(group: HTMLElement, id: string, drawing: HTMLElement): void {
  const controls = controlsOf(group);
  const name = drawing.querySelector('title')?.textContent ?? '';
  let stage: HTMLElement | undefined;
  let mounted: Promise<MountedFigure> | undefined;
  let again = false;
  let busy = false;
  const failure = element('p', 'failure', `${name} could not be drawn anew.`);

  const mount = async (): Promise<MountedFigure> => {
    const made = element('div', 'stage');
    stage = made;
    drawing.append(made);
    const { mount: mountInto } = await runtime();
    return mountInto(specificationOf(id, narrowColumn.matches), made);
  };

  /** Takes away what was drawn in place of the page's drawing: the next change of a control starts anew. */
  const unmount = (): void => {
    mounted?.then(
      (figure) => figure.finalize(),
      () => undefined,
    );
    mounted = undefined;
    stage?.remove();
  };

  const prepare = (): void => {
    const prepared = mounted ?? mount();
    mounted = prepared;
    prepared.catch(() => {
      if (mounted === prepared) unmount();
    });
  };

  const draw = async (): Promise<void> => {
    again = true;
    if (busy) return;
    busy = true;
    try {
      while (again) {
        again = false;
        // While this is waited for the column may have changed its width, and the figure its mount.
        mounted ??= mount();
        const figure = await mounted;
        await figure.set(signalsOf(controls));
      }
      const setting = settingsInWords(controls);
      stage?.querySelector('svg')?.setAttribute('aria-label', `${name}, drawn for ${setting}`);
      drawing.classList.toggle('live', !areAtStart(controls));
      failure.remove();
      announce(`${name}, ${setting}`);
    } catch (error) {
      console.error(error);
      unmount();
      drawing.classList.remove('live');
      group.append(failure);
      announce(`${name} could not be drawn anew`);
    } finally {
      busy = false;
    }
  };

  const reset = group.querySelector<HTMLButtonElement>('.reset');
  const drawAsSet = (): void => {
    // Its place is kept.
    reset?.classList.toggle('unneeded', areAtStart(controls));
    void draw();
  };
  for (const control of controls) {
    control.addEventListener('input', () => {
      showValue(control);
      drawAsSet();
    });
  }
  const dragged = controls.find((control) => 'dragged' in control.dataset);
  const drag = async ({ clientX, buttons }: PointerEvent): Promise<void> => {
    const svg = visibleDrawing(drawing);
    const matrix = svg?.getScreenCTM()?.inverse();
    if (buttons !== 1 || !matrix || !(dragged instanceof HTMLInputElement)) return;
    prepare();
    const figure = await mounted?.catch(() => undefined);
    if (!figure) return;
    // The control keeps it in its range and on its steps.
    setControl(dragged, figure.valueAt(new DOMPoint(clientX, 0).matrixTransform(matrix).x));
    drawAsSet();
  };
  if (dragged) {
    drawing.classList.add('draggable');
    drawing.addEventListener('pointerdown', (event) => {
      drawing.setPointerCapture(event.pointerId);
      void drag(event);
    });
    drawing.addEventListener('pointermove', (event) => void drag(event));
  }
  // Whoever reaches for a control gets an answer at once: the figure is ready, out of sight, before the first move.
  for (const reaching of ['pointerenter', 'focusin'])
    group.addEventListener(reaching, prepare, { once: true });
  reset?.addEventListener('click', () => {
    for (const control of controls) resetControl(control);
    // The button goes out of sight.
    controls[0]?.focus({ preventScroll: true });
    drawAsSet();
  });
  narrowColumn.addEventListener('change', () => {
    if (!mounted) return;
    unmount();
    void draw();
  });
  // A browser may have kept what was set before the page was loaded again: the drawing starts over, so do they.
  for (const control of controls) resetControl(control);
  group.hidden = false;
}

/** Shows the controls of every figure that has some. */
export function startFigures(): void {
  for (const group of document.querySelectorAll<HTMLElement>('.controls')) {
    const id = group.dataset.figure ?? '';
    const drawing = document.querySelector<HTMLElement>(`[data-drawing="${id}"]`);
    if (drawing) startFigure(group, id, drawing);
  }
}
