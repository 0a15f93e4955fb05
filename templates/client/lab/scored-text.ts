import { at } from '../../../scripts/numerics/list';
import type { LabToken } from '../../../scripts/page-model/lab';
import { element } from '../element';
import { tokenCode } from './fields';
import { count, nats, percent, visible } from './number-and-token-text';

/** A text whose tokens are coloured by their surprisal. A token shows its numbers when it is pointed at or walked to. */

/** Where the scale of surprisal ends, in nats, unless a token has more; and the number of its tints. */
const [USUAL, TINTS] = [12, 12];

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

const tintOf = (logprob: number | null, highest: number): string =>
  logprob === null ? '' : `var(--tint-${Math.round((-logprob / highest) * (TINTS - 1))})`;

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

/** What the tints say, as above the report's token strips; `end` is the number at the end of the scale. */
function legend(end: HTMLElement): HTMLElement {
  const tints = Array.from({ length: TINTS }, (_, step) => element('span', `tint-${step}`));
  const steps = element('span', 'legend-steps', ...tints);
  steps.setAttribute('aria-hidden', 'true');
  const scale = element('span', 'legend-scale', '0 ', steps, ' ', end);
  return element('p', 'legend', element('span', 'legend-name', 'surprisal in nats'), ' ', scale);
}

export class ScoredText {
  readonly whole: HTMLElement;
  readonly tokens: ScoredToken[] = [];
  private readonly lead = element('span', 'lab-lead');
  private readonly list = element('span');
  private readonly strip = element('div', 'strip', this.lead, this.list);
  private readonly detail = element('p', 'lab-detail');
  private readonly spans: HTMLElement[] = [];
  private readonly end = element('span');
  private highest = USUAL;
  private place = 0;

  constructor(name: string) {
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-orientation', 'horizontal');
    this.list.setAttribute('aria-label', name);
    this.detail.setAttribute('aria-hidden', 'true');
    this.whole = element('div', 'lab-scored', legend(this.end), this.strip, this.detail);
    const placeOf = ({ target }: Event) => this.spans.indexOf(target as HTMLElement);
    this.strip.addEventListener('pointerover', (event) => this.show(placeOf(event)));
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
    this.lead.textContent = lead;
    this.tokens.length = 0;
    this.spans.length = 0;
    this.place = 0;
    this.highest = USUAL;
    this.list.replaceChildren();
    this.detail.textContent = '';
    this.whole.hidden = true;
  }

  add(more: readonly ScoredToken[]): void {
    const first = this.spans.length;
    for (const token of more) {
      const shown = visible(token.text);
      // A space inside the colour would leave a sliver of it where the line is broken.
      const [space = ''] = /^ +(?=[^ ])/.exec(token.text) ?? [];
      const span = element('span', 't', shown.slice(space.length));
      span.setAttribute('role', 'option');
      span.setAttribute('aria-label', `${shown}: ${numbersOf(token)}`);
      span.tabIndex = this.spans.length === 0 ? 0 : -1;
      this.spans.push(span);
      this.list.append(space, span, ...(token.text.includes('\n') ? [element('br')] : []));
    }
    this.tokens.push(...more);
    this.colour(Math.max(this.highest, this.largest), first);
    this.whole.hidden = this.tokens.length === 0;
    if (this.detail.textContent === '')
      this.detail.textContent = 'Point at a token, tap it, or walk with the arrow keys to see its numbers.';
  }

  /** The largest surprisal in whole nats, or the usual end of the scale if that is larger. */
  get largest(): number {
    return this.tokens.reduce((most, { logprob }) => Math.max(most, Math.ceil(-(logprob ?? 0))), USUAL);
  }

  /** Colours the tokens from a place on, by a scale that ends at so many nats; if that is new, all of them. */
  colour(highest: number, from = this.spans.length): void {
    const first = highest === this.highest ? from : 0;
    this.highest = highest;
    this.end.textContent = String(highest);
    for (const [index, span] of this.spans.slice(first).entries())
      span.style.background = tintOf(at(this.tokens, first + index).logprob, highest);
  }

  /** Moves the focus to a token. */
  goTo(place: number): void {
    this.spans[place]?.focus();
  }

  private show(place: number): void {
    const [token, span] = [this.tokens[place], this.spans[place]];
    if (!token || !span) return;
    for (const other of [this.spans[this.place], span]) {
      if (other) other.tabIndex = other === span ? 0 : -1;
      other?.classList.toggle('chosen', other === span);
      other?.setAttribute('aria-selected', String(other === span));
    }
    this.place = place;
    this.detail.replaceChildren(tokenCode(token.text), ` ${numbersOf(token)}`);
  }
}

/** The sum of a text's log-probabilities in nats, over as many tokens and bytes as have one. */
export function totalsOf(tokens: readonly ScoredToken[]) {
  const scored = tokens.filter(({ logprob }) => logprob !== null);
  const total = scored.reduce((sum, { logprob }) => sum + (logprob ?? 0), 0);
  return { total, count: scored.length, bytes: scored.reduce((sum, { bytes }) => sum + bytes, 0) };
}
