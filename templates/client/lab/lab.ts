import { INSTRUMENTS, type InstrumentKind, type LabModel } from '../../../scripts/page-model/lab';
import { copyText } from '../copy';
import { element } from '../element';
import { storedJson } from '../embedded-json';
import { addressed } from '../folds';
import { hashOf, LONGEST_LINK, type State, stateIn } from './address';
import { startAnswers } from './answers';
import { Asker } from './ask';
import { button } from './fields';
import { startGenerate } from './generate';
import { landOn } from './landing';
import { loadModel } from './load-model';
import { startNext } from './next-token';
import { count, SIGNS_EXPLAINED } from './number-and-token-text';
import { openModel } from './open-model';
import { type Stored, startScore } from './score';
import { startCuts } from './tokenizations';

/** Puts the instruments into a page, each where the page has a line for it. */

/** Starts an instrument with texts, and returns what reads its texts as they are now. */
type Start = (
  place: HTMLElement,
  texts: never,
  asker: Asker,
  model: LabModel,
  stored?: Stored,
) => () => object;

const STARTS: Readonly<Record<InstrumentKind, Start>> = {
  score: startScore,
  next: startNext,
  answers: startAnswers,
  generate: startGenerate,
  cuts: startCuts,
};

/** How long a text must have been as it is before the address tells of it, in ms. Browsers refuse many changes a second. */
const REST = 500;

function addressWithout(): string {
  return location.pathname + location.search;
}

class Instrument {
  private readonly example: State;
  private readonly stored: Stored | undefined;
  private readonly body = element('div');
  private readonly note = element('p', 'lab-note');
  private asker = new Asker();
  private read: (() => object) | undefined;
  /** The address of what was last shown, written or remembered. */
  private known = '';

  constructor(
    readonly place: HTMLElement,
    readonly kind: InstrumentKind,
    private readonly model: LabModel,
  ) {
    this.example = JSON.parse(place.dataset.example ?? '') as State;
    this.stored = storedIn(place, this.example);
    const restore = button('Restore the example', () => {
      this.begin(this.example);
      history.replaceState(history.state, '', addressWithout());
    });
    const link = button('Copy link', () => void this.copyLink());
    this.note.setAttribute('role', 'status');
    const title = element('p', 'lab-title', element('span', 'kind', 'Try it'), ` ${INSTRUMENTS[kind]}`);
    const signs = element('p', 'lab-caption', SIGNS_EXPLAINED);
    const foot = element('div', 'lab-foot', signs, link, restore);
    const load = IN_BROWSER ? [loadModel(IN_BROWSER)] : [];
    // Whatever was typed is asked once the model is there.
    IN_BROWSER?.watch(() => {
      if (IN_BROWSER.loading.state === 'loaded' && this.read) this.begin(this.read() as State);
    });
    place.replaceChildren(title, ...load, this.body, foot, this.note, ...whereTextsGo());
    place.setAttribute('role', 'group');
    place.setAttribute('aria-label', INSTRUMENTS[kind]);
    place.classList.add('live');
    let resting: ReturnType<typeof setTimeout>;
    const soon = () => {
      clearTimeout(resting);
      resting = setTimeout(() => this.remember(), REST);
    };
    for (const event of ['input', 'change', 'click']) place.addEventListener(event, soon);
    // Steps are written after the click that asked for them.
    new MutationObserver(soon).observe(this.body, { childList: true, subtree: true });
  }

  /** Whoever only reads past it does not make the model work. */
  beginWhenSeen(): void {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      if (!this.read) this.begin(this.example);
    });
    seen.observe(this.place);
  }

  /** Shows what an address says, unless it is longer than a link can be. */
  open(hash: string): void {
    const fits = hash.length <= LONGEST_LINK;
    this.begin((fits && stateIn(hash, this.kind)) || {});
    this.note.textContent = fits ? '' : tooLong(hash);
  }

  begin(texts: State): void {
    this.asker.end();
    this.asker = new Asker();
    this.body.replaceChildren();
    const shown = { mark: this.example.before, ...this.example, ...texts } as never;
    this.read = STARTS[this.kind](this.body, shown, this.asker, this.model, this.stored);
    this.known = this.hash();
  }

  private hash(): string {
    return this.read ? hashOf(this.kind, this.read() as State) : '';
  }

  /** Puts what a reader changed into the address of the page, so that it survives a reload and the way back. */
  private remember(): void {
    const hash = this.hash();
    if (hash === this.known) return;
    this.known = hash;
    const fits = hash.length <= LONGEST_LINK;
    this.note.textContent = fits ? '' : tooLong(hash);
    history.replaceState(history.state, '', addressWithout() + (fits ? hash : ''));
  }

  private async copyLink(): Promise<void> {
    const hash = this.hash();
    const fits = hash.length <= LONGEST_LINK;
    const copied = fits && (await copyText(new URL(hash, location.href).href));
    const said = copied
      ? 'The link is copied. It holds your text, which nobody else sees unless you send it.'
      : 'The browser did not allow copying.';
    this.note.textContent = fits ? said : tooLong(hash);
  }
}

const tooLong = ({ length }: string): string =>
  `This is too long for a link: it has ${count(length)} characters, and at most ${count(LONGEST_LINK)} fit.`;

/** Says what becomes of texts, and whether the report was written with another model. */
function whereTextsGo(): HTMLElement[] {
  const { model, engine, runs } = DESCRIPTION;
  const written = document.querySelector<HTMLElement>('main')?.dataset.model;
  const where = {
    server: engine
      ? `${model} answers at ${engine}: what you write is sent there.`
      : `${model} answers on this machine, and what you write stays on it.`,
    browser: `${model} answers in this browser, and what you write stays in it.`,
  }[runs];
  const differs = `The report was written with ${written}, so its numbers differ.`;
  return [
    element('p', 'lab-caption', where),
    ...(model === written ? [] : [element('p', 'lab-note', differs)]),
  ];
}

/** The results that the page has for an example, if they are of the model that answers. */
function storedIn(place: HTMLElement, example: State): Stored | undefined {
  const isOpening = place.querySelector('#opening-tokens') !== null;
  const written = document.querySelector<HTMLElement>('main')?.dataset.model;
  if (!isOpening || DESCRIPTION.model !== written) return undefined;
  const hash = hashOf('score', example);
  return { hash, tokens: storedJson('opening-scores'), insights: storedJson('opening-insights') };
}

/** The script is in a folder of the report's. */
const ROOT = new URL('..', (document.currentScript as HTMLScriptElement).src);
const DESCRIPTION = globalThis.natsAndBitsModel ?? { runs: 'server', model: '' };
const { model: MODEL, inBrowser: IN_BROWSER } = openModel(DESCRIPTION, ROOT);

const instruments = [...document.querySelectorAll<HTMLElement>('.instrument')].flatMap((place) => {
  const { kind = '' } = place.dataset;
  return kind in INSTRUMENTS ? [new Instrument(place, kind as InstrumentKind, MODEL)] : [];
});

/** Shows what the address says of an instrument, and returns where that is. */
function followAddress(): HTMLElement | undefined {
  const one = instruments.find(({ kind }) => stateIn(location.hash, kind));
  one?.open(location.hash);
  return one?.place;
}

// A text from this page goes along to the page of all instruments.
document.addEventListener('click', ({ target }) => {
  const link = target instanceof Element && target.closest<HTMLAnchorElement>('a[href$="lab.html"]');
  if (link && location.hash.startsWith('#try=')) link.hash = location.hash;
});

addEventListener('hashchange', () => {
  const place = followAddress();
  if (place) landOn(place);
});
const place = followAddress() ?? addressed(location.hash);
// After a reload or on the way back, and for what a search found, the page is where its reader wants it.
const [arrival] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
if (place && arrival?.type === 'navigate' && location.search === '') landOn(place);
for (const one of instruments) one.beginWhenSeen();
