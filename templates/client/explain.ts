import { announce } from './announce';
import { element } from './element';
import { aboutTerm, aboutValue } from './explain-values';
import { Popup } from './popup';

/**
 * Numbers and terms explain themselves: pointed at, tapped, or reached by the keyboard. What opens stays while the
 * pointer is on it, goes with Escape, and hides nothing that was not there before (WCAG 1.4.13).
 */

/** How long a pointer rests before something opens, and may be away before it closes, in ms. */
const OPENS_AFTER = 300;
const CLOSES_AFTER = 250;

const EXPLAINED = 'main data.value, main a.term';

function explainedAt(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>(EXPLAINED) ?? undefined) : undefined;
}

function contentFor(anchor: HTMLElement): Node[] {
  return anchor instanceof HTMLAnchorElement ? aboutTerm(anchor) : aboutValue(anchor);
}

class Explanations {
  private readonly popup = new Popup();
  private timer: ReturnType<typeof setTimeout> | undefined;

  open(anchor: HTMLElement): void {
    clearTimeout(this.timer);
    if (this.popup.explained !== anchor) this.popup.show(anchor, contentFor(anchor));
  }

  close(): void {
    clearTimeout(this.timer);
    this.popup.hide();
  }

  get explained(): Element | undefined {
    return this.popup.explained;
  }

  /** Opens and reads out, for who asked by pressing. */
  say(anchor: HTMLElement): void {
    this.open(anchor);
    announce([...this.popup.panel.children].map((line) => line.textContent).join(' '));
  }

  private later(delay: number, what: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(what, delay);
  }

  followPointer(): void {
    document.addEventListener('pointerover', ({ target, pointerType }) => {
      if (pointerType === 'touch') return;
      const anchor = explainedAt(target);
      if (anchor) this.later(OPENS_AFTER, () => this.open(anchor));
      else if (target instanceof Node && this.popup.panel.contains(target)) clearTimeout(this.timer);
      // What has the focus keeps its explanation, wherever the pointer goes.
      else if (this.explained !== document.activeElement) this.later(CLOSES_AFTER, () => this.close());
    });
  }

  followFocus(): void {
    document.addEventListener('focusin', ({ target }) => {
      const anchor = explainedAt(target);
      // A finger or mouse gives the focus, too, but opens by itself.
      if (anchor?.matches(':focus-visible')) this.open(anchor);
    });
    document.addEventListener('focusout', ({ target }) => {
      if (target === this.explained) this.close();
    });
  }

  followPresses(): void {
    document.addEventListener('click', (event) => {
      const anchor = explainedAt(event.target);
      const touched = event instanceof PointerEvent && event.pointerType === 'touch';
      if (anchor instanceof HTMLAnchorElement) {
        // A first tap explains the term, a second one goes to the glossary.
        if (touched && this.explained !== anchor) {
          event.preventDefault();
          this.open(anchor);
        }
      } else if (anchor) this.say(anchor);
      else if (!(event.target instanceof Node && this.popup.panel.contains(event.target))) this.close();
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.explained) {
        this.close();
        event.stopImmediatePropagation();
      }
    });
    // Inside a table that scrolls by itself the number would move away from under its explanation.
    const scrolled = ({ target }: Event): void => {
      if (target instanceof Element && target.contains(this.explained ?? null)) this.close();
    };
    document.addEventListener('scroll', scrolled, { capture: true, passive: true });
  }
}

/** A button that makes the numbers stops of the Tab key: there are thousands, which would bar the way otherwise. */
function offerNumberStops(): void {
  const button = element('button', 'skip', 'Explain the numbers by keyboard');
  button.type = 'button';
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    const isOn = button.getAttribute('aria-pressed') === 'false';
    button.setAttribute('aria-pressed', String(isOn));
    document.documentElement.classList.toggle('walking', isOn);
    for (const value of document.querySelectorAll('main data.value'))
      if (isOn) value.setAttribute('tabindex', '0');
      else value.removeAttribute('tabindex');
    announce(isOn ? 'Tab goes from number to number.' : 'Tab passes over the numbers.');
  });
  document.querySelector('.skip')?.after(button);
}

/** Lets every number and every term of the text explain itself. */
export function startExplanations(): void {
  const explanations = new Explanations();
  explanations.followPointer();
  explanations.followFocus();
  explanations.followPresses();
  offerNumberStops();
}
