import type { InspectedToken } from '../../scripts/page-model/client-data';
import { announce } from './announce';
import { element } from './element';

/**
 * Looking into a token strip: what the model had expected in a token's place. A token is chosen by pointing at it,
 * or by a slider that walks through the text: one control for keyboard, finger and screen reader, while the text of
 * the strip stays a text that can be read on.
 */

interface Row {
  readonly name: Node | string;
  readonly shown: string;
  readonly share: number;
  readonly kind: 'candidate' | 'came' | 'others';
}

function tokenCode(text: string): HTMLElement {
  return element('code', 'token', text);
}

/** A bar that is as long as a probability. */
function bar(share: number): HTMLElement {
  const filled = element('span');
  filled.style.width = `${100 * share}%`;
  const whole = element('span', 'inspector-bar', filled);
  whole.setAttribute('aria-hidden', 'true');
  return whole;
}

function rowsOf(
  text: string,
  [probability, , , came, share, others, othersShare, ...candidates]: InspectedToken,
): Row[] {
  const rows = candidates.map(([name, shown, part], index): Row => {
    return { name: tokenCode(name), shown, share: part, kind: index === came ? 'came' : 'candidate' };
  });
  rows.push({ name: 'all others', shown: others, share: othersShare, kind: 'others' });
  // What came from far behind is one of the others, so it is shown behind their sum.
  if (came < 0) rows.push({ name: tokenCode(text), shown: probability, share, kind: 'came' });
  return rows;
}

function tableRow({ name, shown, share, kind }: Row): HTMLElement {
  const head = element('th', '', name);
  head.scope = 'row';
  const mark = kind === 'came' ? ' came' : '';
  return element(
    'tr',
    kind,
    head,
    element('td', '', bar(share)),
    element('td', 'number', shown),
    element('td', '', mark),
  );
}

/** The candidates in one sentence, for those who hear them. */
export function spoken(
  text: string,
  [probability, rank, entropy, , , , , ...candidates]: InspectedToken,
): string {
  const likeliest = candidates.map(([name, shown]) => `${name} ${shown}`).join(', ');
  return `${text}: probability ${probability}, rank ${rank}. Expected: ${likeliest}. Entropy ${entropy}.`;
}

/** What was expected at a token, as the rows of a table. */
export const expectedRows = (text: string, token: InspectedToken): HTMLElement[] =>
  rowsOf(text, token).map(tableRow);

class Inspector {
  private readonly table = element('tbody');
  private readonly place = element('p', 'inspector-place');
  private readonly slider = element('input');
  private chosen: HTMLElement | undefined;

  constructor(
    private readonly panel: HTMLElement,
    private readonly spans: readonly HTMLElement[],
    private readonly tokens: readonly (InspectedToken | null)[],
    private readonly details: readonly string[],
  ) {
    const id = `${panel.dataset.strip ?? ''}-slider`;
    const label = element('label', '', 'Walk through the tokens');
    label.htmlFor = id;
    Object.assign(this.slider, { id, type: 'range', min: '1', max: String(spans.length), step: '1' });
    this.slider.addEventListener('input', () => {
      this.choose(this.slider.valueAsNumber - 1);
      this.chosen?.scrollIntoView({ block: 'nearest' });
    });
    // Once used, the panel stays in sight as long as its text is; Escape puts it back.
    this.slider.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') panel.classList.remove('in-use');
    });
    const control = element('div', 'control', label, this.slider);
    panel.append(control, this.place, element('table', '', this.table));
  }

  /** What a reader chose: shown, and read out. */
  private choose(index: number): void {
    this.show(index);
    this.panel.classList.add('in-use');
    const token = this.tokens[index];
    announce(token ? spoken(this.textAt(index), token) : (this.details[index] ?? ''));
  }

  /** A token's text, which its detail begins with. */
  private textAt(index: number): string {
    const detail = this.details[index] ?? '';
    return detail.slice(0, detail.lastIndexOf(': '));
  }

  /** Shows what was expected at a token. */
  private show(index: number): void {
    const span = this.spans[index];
    if (!span) return;
    const token = this.tokens[index];
    const detail = this.details[index] ?? '';
    const text = this.textAt(index);
    this.chosen?.classList.remove('chosen');
    this.chosen = span;
    span.classList.add('chosen');
    this.slider.value = String(index + 1);
    this.slider.setAttribute('aria-valuetext', `${text}, token ${index + 1} of ${this.spans.length}`);
    this.place.replaceChildren(tokenCode(text), detail.slice(text.length + 1));
    if (token) this.place.append(`; entropy of the prediction ${token[2]}`);
    this.table.replaceChildren(...(token ? expectedRows(text, token) : []));
  }

  /** Chosen by pointing: the slider takes the focus, so that the arrow keys go on from here. */
  point(span: HTMLElement): void {
    this.choose(this.spans.indexOf(span));
    span.scrollIntoView({ block: 'nearest' });
    this.slider.focus({ preventScroll: true });
  }

  start(first: number): void {
    this.show(first);
    this.panel.hidden = false;
  }
}

/** Brings the inspectors of all token strips to life. */
export function startTokenInspectors(): void {
  for (const panel of document.querySelectorAll<HTMLElement>('.inspector')) {
    const id = panel.dataset.strip ?? '';
    const strip = document.getElementById(`${id}-tokens`);
    const data = document.getElementById(`${id}-insights`)?.textContent;
    if (!strip || !data) continue;
    const spans = [...strip.querySelectorAll<HTMLElement>('.t')];
    const details = spans.map((span) => span.title);
    // The panel says more than the tool tips, which would cover the text.
    for (const span of spans) span.removeAttribute('title');
    const inspector = new Inspector(panel, spans, JSON.parse(data) as (InspectedToken | null)[], details);
    strip.classList.add('inspected');
    strip.addEventListener('click', (event) => {
      const span = event.target instanceof Element ? event.target.closest<HTMLElement>('.t') : null;
      // Whoever selects text to copy it does not choose a token.
      if (span && getSelection()?.isCollapsed !== false) inspector.point(span);
    });
    inspector.start(Number(panel.dataset.first));
  }
}
