import { element } from '../element';
import type { BrowserModel } from './browser-model';
import { button } from './fields';

/** A line that loads the model on demand, says how far it is, and cancels. Whatever shows it, all lines say the same. */

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

export function loadModel(model: BrowserModel): HTMLElement {
  const whole = element('div', 'lab-load');
  const said = element('p', 'lab-status');
  said.setAttribute('role', 'status');
  const bar = element('progress');
  bar.max = 1;
  bar.setAttribute('aria-label', 'Loading the model');
  const start = button(`Load the model, ${megabytes(model.bytes)}`, () => model.load(), 'main');
  const cancel = button('Cancel', () => model.cancel());
  // Whoever pressed a button by keyboard goes on where the other one appears.
  start.addEventListener('click', () => cancel.focus());

  function show(): void {
    const { loading } = model;
    whole.hidden = loading.state === 'loaded' && loading.isKept;
    start.hidden = loading.state !== 'unloaded';
    cancel.hidden = !start.hidden || loading.state === 'loaded';
    bar.hidden = loading.state !== 'loading';
    if (loading.state === 'unloaded')
      said.textContent = loading.failed ?? 'Load the model into this browser to try your own text.';
    else if (loading.state === 'loaded')
      said.textContent = 'This browser has no room to keep the model, so your next visit will load it again.';
    else if (loading.state === 'opening')
      said.textContent = 'The model is being opened, which takes some seconds. Then your text is scored.';
    else if (loading.state === 'loading') {
      const { loaded, total } = loading.progress;
      bar.value = loaded / total;
      // Whole steps of ten: a screen reader reads each change.
      const tenths = Math.floor((10 * loaded) / total) * 10;
      said.textContent = `Loading the model, ${megabytes(total)}: ${tenths}%`;
    }
  }

  model.watch(show);
  show();
  void model.isKept().then((isKept) => {
    if (isKept) start.textContent = 'Open the model (already in this browser)';
  });
  whole.append(said, bar, start, cancel);
  return whole;
}
