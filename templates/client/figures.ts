import type { FigureRuntime, MountedFigure } from './figure-runtime';

/**
 * Figures with controls. The drawing in the page stays until a reader first sets a control; then Vega, which lies in
 * the page as plain text, is started and draws in its place.
 */

declare global {
  var natsAndBitsFigures: FigureRuntime | undefined;
}

type Control = HTMLInputElement | HTMLSelectElement;

/** Starts Vega, once. The page's policy knows the script by its hash. */
function runtime(): FigureRuntime {
  if (!globalThis.natsAndBitsFigures) {
    const script = document.createElement('script');
    script.textContent = document.getElementById('figure-runtime')?.textContent ?? '';
    document.head.append(script);
  }
  if (!globalThis.natsAndBitsFigures) throw new Error('the figures cannot be drawn anew');
  return globalThis.natsAndBitsFigures;
}

function settingOf(control: Control): unknown {
  if (control instanceof HTMLSelectElement) return JSON.parse(control.value);
  return control.type === 'checkbox' ? control.checked : control.valueAsNumber;
}

/** A range's value with as many decimals as its step has. */
function rangeText(range: HTMLInputElement): string {
  const decimals = (range.step.split('.')[1] ?? '').length;
  return range.valueAsNumber.toFixed(decimals).replace('-', '−');
}

function showValue(control: Control): void {
  const output = control.parentElement?.querySelector('output');
  if (output && control instanceof HTMLInputElement && control.type === 'range')
    output.value = rangeText(control);
}

function resetControl(control: Control): void {
  if (control instanceof HTMLSelectElement) {
    control.selectedIndex = [...control.options].findIndex((option) => option.defaultSelected);
  } else {
    control.value = control.defaultValue;
    control.checked = control.defaultChecked;
  }
}

function startFigure(group: HTMLElement, id: string, drawing: HTMLElement): void {
  const controls = [...group.querySelectorAll<Control>('[data-signal]')];
  let mounted: Promise<MountedFigure> | undefined;
  let again = false;
  let busy = false;

  const draw = async (): Promise<void> => {
    again = true;
    if (busy) return;
    busy = true;
    try {
      mounted ??= runtime().mount(
        JSON.parse(document.getElementById(`${id}-specification`)?.textContent ?? ''),
        drawing,
      );
      const figure = await mounted;
      while (again) {
        again = false;
        await figure.set(
          Object.fromEntries(controls.map((control) => [control.dataset.signal ?? '', settingOf(control)])),
        );
      }
    } finally {
      busy = false;
    }
  };

  for (const control of controls) {
    control.addEventListener('input', () => {
      showValue(control);
      void draw();
    });
  }
  group.querySelector('.reset')?.addEventListener('click', () => {
    for (const control of controls) {
      resetControl(control);
      showValue(control);
    }
    void draw();
  });
  // A browser may have kept what was set before the page was loaded again: the drawing starts over, so do they.
  for (const control of controls) {
    resetControl(control);
    showValue(control);
  }
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
