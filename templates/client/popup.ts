import { element } from './element';

/** A small window for explanations: below what it explains, or above where there is no room. */

const GAP = 6;
const EDGE = 8;

/** A line of what a popup says. */
export function popupLine(...content: (Node | string)[]): HTMLElement {
  return element('span', 'popup-line', ...content);
}

export class Popup {
  readonly panel = element('div', 'popup');
  private anchor: Element | undefined;

  constructor(id = 'popup') {
    this.panel.id = id;
    this.panel.setAttribute('role', 'tooltip');
    this.panel.hidden = true;
    // In the main part of the page, since readers who go from part to part would miss it outside of all.
    (document.querySelector('main') ?? document.body).append(this.panel);
  }

  /** What is being explained. */
  get explained(): Element | undefined {
    return this.anchor;
  }

  show(anchor: Element, content: readonly Node[]): void {
    this.hide();
    this.anchor = anchor;
    anchor.classList.add('explained');
    anchor.setAttribute('aria-describedby', this.panel.id);
    this.panel.replaceChildren(...content);
    this.panel.hidden = false;
    this.place(anchor);
  }

  hide(): void {
    this.anchor?.classList.remove('explained');
    this.anchor?.removeAttribute('aria-describedby');
    this.anchor = undefined;
    this.panel.hidden = true;
  }

  /** In the coordinates of the page, so that it moves with the text. */
  private place(anchor: Element): void {
    const box = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
    // A scene's drawing, which the numbers of its sentences move, stays free.
    const sentences = anchor.closest('.sentences');
    const { right } = (sentences ?? document.documentElement).getBoundingClientRect();
    this.panel.style.maxWidth = sentences ? `${sentences.clientWidth}px` : '';
    const { width, height } = this.panel.getBoundingClientRect();
    const room = right - width - (sentences ? 0 : EDGE);
    const below = box.bottom + GAP;
    const fits = sentences !== null || below + height + EDGE <= innerHeight || box.top < height + GAP + EDGE;
    const top = fits ? below : box.top - GAP - height;
    const origin = this.panel.offsetParent?.getBoundingClientRect() ?? { left: -scrollX, top: -scrollY };
    this.panel.style.left = `${Math.max(EDGE, Math.min(box.left, room)) - origin.left}px`;
    this.panel.style.top = `${top - origin.top}px`;
  }
}
