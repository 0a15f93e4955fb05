import { at } from '../../../scripts/numerics/list';
import type { InspectedToken } from '../../../scripts/page-model/client-data';
import type { LabToken } from '../../../scripts/page-model/lab';
import { MOST_SURPRISAL, surpriseStep } from '../../../scripts/page-model/surprise-picture';
import { announce } from '../announce';
import { element } from '../element';
import { expectedRows, spoken } from '../token-inspector';
import { tokenCode } from './fields';
import { count, nats, percent, visible } from './number-and-token-text';
import type { Prediction } from './prediction';

/**
 * A text whose tokens are coloured by their surprisal. A token that is pointed at or walked to shows its numbers and,
 * where they can be asked for, the tokens that the model had expected in its place.
 */

export const TINTS = 12;
/** How long a token must be pointed at before the model is asked, in ms. */
const POINTING = 120;
const LISTED = 5;

/** What was expected at the token of a place; undefined where nothing was. */
export type Expected = (place: number, signal: AbortSignal) => Promise<InspectedToken | undefined>;

export interface ScoredToken {
  readonly id: number;
  readonly text: string;
  readonly bytes: number;
  /** In nats; null where nothing predicted the token. */
  readonly logprob: number | null;
  readonly rank: number | null;
  readonly entropy: number | null;
}

export function scoredToken(
  [id, bytes, logprob, rank, entropy]: LabToken,
  texts: readonly string[],
): ScoredToken {
  return { id, text: at(texts, id), bytes, logprob, rank, entropy };
}

const tintOf = (logprob: number | null): string =>
  logprob === null ? '' : `var(--tint-${surpriseStep(-logprob, TINTS)})`;

/** A token of a prediction as the report's inspectors show it. */
export function inspectedAt(
  { order, logprobs, entropy }: Prediction,
  id: number,
  texts: readonly string[],
): InspectedToken {
  const share = (one: number) => Math.exp(at(logprobs, one));
  const listed = [...order.subarray(0, LISTED)];
  const others = Math.max(0, 1 - listed.reduce((sum, one) => sum + share(one), 0));
  const candidates = listed.map((one) => [visible(at(texts, one)), percent(share(one)), share(one)] as const);
  const rank = order.indexOf(id) + 1;
  const numbers = [percent(share(id)), count(rank), `${nats(entropy)} nats`] as const;
  return [...numbers, rank <= LISTED ? rank - 1 : -1, share(id), percent(others), others, ...candidates];
}

/** "9.31 nats, probability 0.0091%, rank 1,203" */
function numbersOf({ logprob, rank, entropy }: ScoredToken): string {
  if (logprob === null) return 'nothing before it, so no number';
  const parts = [`surprisal ${nats(0 - logprob)} nats`, `probability ${percent(Math.exp(logprob))}`];
  if (rank !== null) parts.push(`rank ${count(rank)}`);
  if (entropy !== null) parts.push(`entropy of the prediction ${nats(entropy)} nats`);
  return parts.join(', ');
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (place) => place + 1,
  ArrowLeft: (place) => place - 1,
  Home: () => 0,
  End: (_place, last) => last,
};

/** What the tints say, as above the report's token strips. */
function legend(): HTMLElement {
  const tints = Array.from({ length: TINTS }, (_, step) => element('span', `tint-${step}`));
  const steps = element('span', 'legend-steps', ...tints);
  steps.setAttribute('aria-hidden', 'true');
  const scale = element('span', 'legend-scale', '0 ', steps, ` ${MOST_SURPRISAL} or more`);
  return element('p', 'legend', element('span', 'legend-name', 'surprisal in nats'), ' ', scale);
}

export class ScoredText {
  readonly whole: HTMLElement;
  readonly tokens: ScoredToken[] = [];
  private readonly lead = element('span', 'lab-lead');
  private readonly list = element('span');
  private readonly strip = element('div', 'strip inspected', this.lead, this.list);
  private readonly detail = element('p', 'inspector-place');
  private readonly rows = element('tbody');
  private readonly spans: HTMLElement[] = [];
  private asking = new AbortController();
  private place = 0;

  constructor(
    name: string,
    private readonly expected: Expected,
  ) {
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-orientation', 'horizontal');
    this.list.setAttribute('aria-label', name);
    const table = element('table', '', this.rows);
    table.setAttribute('aria-label', 'What the model expected');
    const panel = element('div', 'inspector', this.detail, table);
    this.whole = element('div', 'lab-scored', legend(), element('div', 'strip-beside', this.strip, panel));
    const placeOf = ({ target }: Event) => this.spans.indexOf(target as HTMLElement);
    this.strip.addEventListener('pointerover', (event) => {
      if (event.pointerType === 'mouse') this.show(placeOf(event));
    });
    this.strip.addEventListener('focusin', (event) => this.show(placeOf(event)));
    this.strip.addEventListener('click', (event) => this.goTo(placeOf(event)));
    this.strip.addEventListener('keydown', (event) => {
      const step = STEPS[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.goTo(step(this.place, this.spans.length - 1));
    });
    this.clear();
  }

  /** Takes all tokens away. What comes before them may be shown. */
  clear(lead = ''): void {
    this.asking.abort();
    this.lead.textContent = lead;
    this.tokens.length = 0;
    this.spans.length = 0;
    this.place = 0;
    this.list.replaceChildren();
    this.detail.replaceChildren();
    this.rows.replaceChildren();
    this.whole.hidden = true;
  }

  add(more: readonly ScoredToken[]): void {
    for (const token of more) {
      const shown = visible(token.text);
      // A space inside the colour would leave a sliver of it where the line is broken.
      const [space = ''] = /^ +(?=[^ ])/.exec(token.text) ?? [];
      const span = element('span', 't', shown.slice(space.length));
      span.setAttribute('role', 'option');
      span.setAttribute('aria-label', `${shown}: ${numbersOf(token)}`);
      span.tabIndex = this.spans.length === 0 ? 0 : -1;
      span.style.background = tintOf(token.logprob);
      this.spans.push(span);
      this.list.append(space, span, ...(token.text.includes('\n') ? [element('br')] : []));
    }
    this.tokens.push(...more);
    this.whole.hidden = this.tokens.length === 0;
    if (!this.detail.hasChildNodes())
      this.detail.textContent =
        'Point at a token, tap it, or walk with the arrow keys to see what was expected.';
  }

  /** The place of the token with the largest surprisal. */
  get mostSurprising(): number {
    const logprobs = this.tokens.map(({ logprob }) => logprob ?? 0);
    return logprobs.indexOf(Math.min(...logprobs));
  }

  /** Moves the focus to a token. */
  goTo(place: number): void {
    this.spans[place]?.focus();
  }

  /** Shows a token, and what was expected in its place. */
  show(place: number): void {
    const [token, span] = [this.tokens[place], this.spans[place]];
    if (!token || !span) return;
    for (const other of [this.spans[this.place], span]) {
      if (other) other.tabIndex = other === span ? 0 : -1;
      other?.classList.toggle('chosen', other === span);
      other?.setAttribute('aria-selected', String(other === span));
    }
    this.place = place;
    this.detail.replaceChildren(tokenCode(token.text), ` ${numbersOf(token)}`);
    this.asking.abort();
    this.asking = new AbortController();
    void this.unfold(place, this.asking.signal);
  }

  private async unfold(place: number, signal: AbortSignal): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, POINTING));
    if (signal.aborted) return;
    // What failed is said where the text is scored.
    const found = await this.expected(place, signal).catch(() => undefined);
    if (signal.aborted) return;
    const text = visible(this.tokens[place]?.text ?? '');
    this.rows.replaceChildren(...(found ? expectedRows(text, found) : []));
    if (found && document.activeElement === this.spans[place]) announce(spoken(text, found));
  }
}
