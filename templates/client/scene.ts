import type { SceneData } from '../../scripts/page-model/scene-data';
import { announce } from './announce';
import { element } from './element';
import { storedJson } from './embedded-json';

/** Scenes: words of their sentences set the state of the figure beside them, a dial goes through its frames. */

/** How long a change takes, in ms; along the dial by its distance. */
const DURATION = 900;
const WHOLE_DIAL = 1200;
/** How long a drawing takes to follow a hand. */
const FOLLOWING = 100;
/** The share of a change by which the last dot starts after the first. */
const SPREAD = 0.4;
/** The line that words cross when they are read, as a share of the window's height, below and beside a drawing. */
const READING_LINES = [0.7, 0.55] as const;
/** What a reader set stays until the page was scrolled by this share of the window, and other words are read. */
const HOLD = 0.15;

const stillness = matchMedia('(prefers-reduced-motion: reduce)');
/** As in the stylesheet. */
const columns = matchMedia('(min-width: 60rem)');

type Value = string | number;

/** An attribute of a mark, or its text, with its values by the frames. */
interface Track {
  readonly mark: Element;
  readonly attribute: string;
  readonly values: readonly Value[];
}

const NUMBER = /-?\d+(?:\.\d+)?/g;

/** What lies between two values: their numbers in between. Colours, and paths of other commands, change halfway. */
function between(from: string, to: string, share: number): string {
  const [before, after] = [from.match(NUMBER) ?? [], to.match(NUMBER) ?? []];
  if (to.startsWith('#') || from.replace(NUMBER, '') !== to.replace(NUMBER, ''))
    return share < 0.5 ? from : to;
  let next = 0;
  return to.replace(NUMBER, () => {
    const [start, end] = [Number(before[next]), Number(after[next])];
    next += 1;
    return (start + (end - start) * share).toFixed(2);
  });
}

const eased = (share: number): number => (share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2);

const currentOf = ({ mark, attribute }: Track): string =>
  (attribute === 'text' ? mark.textContent : mark.getAttribute(attribute)) ?? '';

/** Puts an attribute somewhere on its way; words change when half of it is done. */
function place({ mark, attribute }: Track, from: string, to: string, share: number): void {
  if (attribute === 'text') mark.textContent = share < 0.5 ? from : to;
  else mark.setAttribute(attribute, share === 0 ? from : share === 1 ? to : between(from, to, share));
}

/** Calls with the share of a time that has passed, from 0 to 1, until it is stopped. */
function during(duration: number, draw: (done: number) => void): () => void {
  const start = performance.now();
  let next = 0;
  const step = (now: number): void => {
    const done = duration === 0 ? 1 : Math.min(1, Math.max(0, now - start) / duration);
    if (done < 1) next = requestAnimationFrame(step);
    draw(done);
  };
  step(start);
  return () => cancelAnimationFrame(next);
}

class MovingFigure {
  private readonly tracks: readonly Track[];

  constructor(svg: Element, tracks: SceneData['tracks'][number]) {
    const marks = [...svg.children].filter(({ localName }) => !['title', 'desc'].includes(localName));
    this.tracks = tracks.flatMap(([index, attribute, values]) => {
      const mark = marks[index];
      return mark ? [{ mark, attribute, values }] : [];
    });
  }

  /** Puts all marks on a frame or between two. */
  put(at: number): void {
    const before = Math.floor(at);
    for (const track of this.tracks) {
      const [from, to = from] = track.values.slice(before, before + 2).map(String);
      place(track, from ?? '', to ?? '', at - before);
    }
  }

  /** The way to a frame from wherever all marks are: dots go one after another, what is larger together. */
  wayTo(frame: number): (done: number) => void {
    const ways = this.tracks
      .map((track) => ({ track, from: currentOf(track), to: String(track.values[frame]) }))
      .filter(({ from, to }) => from !== to);
    const dots = new Set(
      ways.map(({ track }) => track.mark).filter(({ localName }) => localName === 'circle'),
    );
    const delays = new Map([...dots].map((dot, place) => [dot, (SPREAD * place) / dots.size]));
    return (done) => {
      for (const { track, from, to } of ways) {
        const delay = delays.get(track.mark);
        const share = delay === undefined ? done : (done - delay) / (1 - SPREAD);
        place(track, from, to, eased(Math.min(1, Math.max(0, share))));
      }
    };
  }
}

function startScene(figure: HTMLElement): void {
  const { frames, still, tracks } = storedJson<SceneData>(`${figure.id}-scene`);
  const drawings = [...figure.querySelectorAll('.drawing > svg')];
  const moving = drawings.map((svg, index) => new MovingFigure(svg, tracks[index] ?? []));
  const [title, description] = ['title', 'desc'].map((name) => figure.querySelector(name));
  const dial = figure.querySelector<HTMLInputElement>('.dial > input');
  const output = figure.querySelector<HTMLOutputElement>('.dial > output');
  const labelOf = (frame: number): string | undefined => frames[Math.round(frame)]?.label;

  let current = still;
  /** The frame that is drawn, or what is between two of the dial; nothing on other ways. */
  let drawn: number | undefined = still;
  let stop = (): void => undefined;

  const turn = (at: number, step: string): void => {
    if (!dial || !output) return;
    output.value = labelOf(at) ?? '';
    if (labelOf(at) === undefined) return;
    dial.step = step;
    dial.valueAsNumber = at;
  };

  const move = (to: number, isAtOnce: boolean, isByHand: boolean): void => {
    stop();
    const from = drawn;
    if (from !== undefined && labelOf(from) !== undefined && labelOf(to) !== undefined) {
      const distance = Math.abs(to - from) / (Number(dial?.max) - Number(dial?.min));
      const duration = isByHand ? FOLLOWING : DURATION + (WHOLE_DIAL - DURATION) * distance;
      stop = during(isAtOnce ? 0 : duration, (done) => {
        const at = done === 1 ? to : from + (to - from) * (isByHand ? done : eased(done));
        for (const one of moving) one.put(at);
        drawn = at;
        if (!isByHand) turn(at, done === 1 ? '1' : 'any');
      });
    } else {
      const ways = moving.map((one) => one.wayTo(to));
      drawn = undefined;
      turn(to, '1');
      stop = during(isAtOnce ? 0 : isByHand ? FOLLOWING : DURATION, (done) => {
        for (const way of ways) way(done);
        if (done === 1) drawn = to;
      });
    }
  };

  const show = (frame: number, isAtOnce = stillness.matches, isByHand = false): void => {
    if (frame !== current || isByHand) move(frame, isAtOnce, isByHand);
    current = frame;
    if (description) description.textContent = frames[frame]?.words ?? '';
    dial?.setAttribute('aria-valuetext', labelOf(frame) ?? '');
    for (const [button, its] of buttons) button.ariaPressed = String(its === frame);
  };

  /** Where the page was when a reader set the figure. */
  let held = Number.NEGATIVE_INFINITY;

  const buttons = new Map(
    [...figure.querySelectorAll<HTMLElement>('.sets')].map((words): [HTMLButtonElement, number] => {
      const only = words.childNodes.length === 1 ? words.querySelector('math > * > annotation') : null;
      const button = element('button', 'sets', ...words.childNodes);
      // A formula alone is no name for a button.
      if (only) button.ariaLabel = only.textContent;
      button.type = 'button';
      const frame = frames.findIndex(({ name }) => name === words.dataset.state);
      button.addEventListener('click', () => {
        held = scrollY;
        show(frame);
        announce(`${title?.textContent ?? ''}: ${frames[current]?.words ?? ''}`);
      });
      words.replaceWith(button);
      return [button, frame];
    }),
  );
  // What the first words say comes before what they lead to.
  const [first = still] = buttons.values();
  turn(still, '1');
  show(first, true);

  if (dial?.parentElement) dial.parentElement.hidden = false;
  dial?.addEventListener('input', () => {
    held = scrollY;
    const frame = Math.round(dial.valueAsNumber);
    turn(frame, '1');
    show(frame, stillness.matches, true);
  });

  // What is read sets its state, too.
  let read: HTMLElement | undefined;
  let watch: IntersectionObserver | undefined;
  const watchWords = (): void => {
    const line = READING_LINES[columns.matches ? 1 : 0];
    const follow = (): void => {
      const above = [...buttons.keys()].filter(
        (button) => button.getBoundingClientRect().bottom < line * innerHeight,
      );
      const last = above.at(-1);
      if (last === read || Math.abs(scrollY - held) < HOLD * innerHeight) return;
      read = last;
      show((last && buttons.get(last)) ?? first);
    };
    watch?.disconnect();
    watch = new IntersectionObserver(follow, {
      rootMargin: `0px 0px ${-100 * (1 - line)}% 0px`,
      threshold: 1,
    });
    for (const button of buttons.keys()) watch.observe(button);
  };
  watchWords();
  columns.addEventListener('change', watchWords);

  let seen = 0;
  addEventListener('beforeprint', () => {
    seen = current;
    show(still, true);
  });
  addEventListener('afterprint', () => show(seen, true));
}

export function startScenes(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('figure.scene')) startScene(figure);
}
