import type { SceneData } from '../../scripts/page-model/scene-data';
import { announce } from './announce';
import { element } from './element';
import { storedJson } from './embedded-json';

/** Scenes: words of their sentences set the state of the figure beside them, and its marks move there. */

/** How long a change takes, in ms. */
const DURATION = 800;
/** The share of that time by which the last dot starts after the first. */
const SPREAD = 0.4;
/** The line that words cross when they are read, as a share of the window's height. */
const READING_LINE = 0.7;

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

type Value = string | number;

/** An attribute of a mark, or its text, with its values by the states. */
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
  else mark.setAttribute(attribute, share === 1 ? to : between(from, to, eased(share)));
}

class MovingFigure {
  private readonly tracks: readonly Track[];
  private frame = 0;

  constructor(svg: Element, tracks: SceneData['tracks'][number]) {
    const marks = [...svg.children].filter(({ localName }) => !['title', 'desc'].includes(localName));
    this.tracks = tracks.flatMap(([index, attribute, values]) => {
      const mark = marks[index];
      return mark ? [{ mark, attribute, values }] : [];
    });
  }

  /** Moves all marks to a state from wherever they are: dots one after another, what is larger together. */
  move(state: number, isAtOnce: boolean): void {
    cancelAnimationFrame(this.frame);
    const ways = this.tracks
      .map((track) => ({ track, from: currentOf(track), to: String(track.values[state]) }))
      .filter(({ from, to }) => from !== to);
    const dots = new Set(
      ways.map(({ track }) => track.mark).filter(({ localName }) => localName === 'circle'),
    );
    const delays = new Map([...dots].map((dot, place) => [dot, (SPREAD * place) / dots.size]));
    const start = performance.now();
    const draw = (now: number): void => {
      const done = isAtOnce ? 1 : Math.min(1, Math.max(0, now - start) / DURATION);
      for (const { track, from, to } of ways) {
        const delay = delays.get(track.mark);
        const share = delay === undefined ? done : (done - delay) / (1 - SPREAD);
        place(track, from, to, Math.min(1, Math.max(0, share)));
      }
      if (done < 1) this.frame = requestAnimationFrame(draw);
    };
    draw(start);
  }
}

function startScene(figure: HTMLElement): void {
  const { states, tracks } = storedJson<SceneData>(`${figure.id}-scene`);
  const drawings = [...figure.querySelectorAll('.drawing > svg')];
  const moving = drawings.map((svg, index) => new MovingFigure(svg, tracks[index] ?? []));
  const [title, description] = ['title', 'desc'].map((name) => figure.querySelector(name));
  let current = 0;

  const show = (state: number, isAtOnce = stillness.matches): void => {
    if (state !== current) for (const one of moving) one.move(state, isAtOnce);
    current = state;
    if (description) description.textContent = states[state]?.words ?? '';
    for (const [button, itsState] of buttons) button.ariaPressed = String(itsState === state);
  };

  const buttons = new Map(
    [...figure.querySelectorAll<HTMLElement>('.sets')].map((words): [HTMLButtonElement, number] => {
      const button = element('button', 'sets', ...words.childNodes);
      button.type = 'button';
      const state = states.findIndex(({ name }) => name === words.dataset.state);
      button.addEventListener('click', () => {
        show(state);
        announce(`${title?.textContent ?? ''}: ${states[current]?.words ?? ''}`);
      });
      words.replaceWith(button);
      return [button, state];
    }),
  );
  show(current);

  // What is read sets its state, too; what a reader pressed stays until other words come to the line.
  let read: HTMLElement | undefined;
  const watch = new IntersectionObserver(
    () => {
      const line = READING_LINE * innerHeight;
      const above = [...buttons.keys()].filter((button) => button.getBoundingClientRect().bottom < line);
      const last = above.at(-1);
      if (last === read) return;
      read = last;
      if (!stillness.matches) show(last ? (buttons.get(last) ?? 0) : 0);
    },
    { rootMargin: `0px 0px ${-100 * (1 - READING_LINE)}% 0px`, threshold: 1 },
  );
  for (const button of buttons.keys()) watch.observe(button);

  let seen = 0;
  addEventListener('beforeprint', () => {
    seen = current;
    show(0, true);
  });
  addEventListener('afterprint', () => show(seen, true));
}

export function startScenes(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('figure.scene')) startScene(figure);
}
