import { Unfinished } from '../../../scripts/page-model/lab';
import { element } from '../element';
import { button } from './fields';

/** How long nothing may have been typed before the model is asked, in ms. */
const TYPING = 150;
/** A shorter wait is not mentioned, in ms. */
const NOTICED = 150;

/** A sentence, which may contain tokens. */
export type Said = string | readonly (Node | string)[];
type Work = (signal: AbortSignal) => Promise<Said>;

/** One question at a time: a newer one cancels the older. A line under the fields says how it goes. */
export class Asker {
  readonly status = element('p', 'lab-status');
  /** Holds the answer. It is hidden when the status says why there is none, and pale while it is of an older question. */
  readonly result = element('div', 'lab-result');
  private readonly others: Asker[] = [];
  private stop = new AbortController();

  constructor() {
    this.status.setAttribute('role', 'status');
    this.result.hidden = true;
  }

  /** For a part of the same instrument that asks by itself. */
  another(): Asker {
    const other = new Asker();
    this.others.push(other);
    return other;
  }

  /** Does the work once nothing has been typed for a while. It gives the sentence that is said at its end. */
  typed(work: Work): void {
    this.now(work, TYPING);
  }

  now(work: Work, delay = 0): void {
    this.cancel();
    const { signal } = this.stop;
    setTimeout(async () => {
      if (signal.aborted) return;
      let seconds = 0;
      const elapsed = element('span');
      elapsed.setAttribute('aria-hidden', 'true');
      const busy = () => !signal.aborted && this.say(['The model is working…', elapsed], 'busy');
      const noticed = setTimeout(busy, NOTICED);
      const ticking = setInterval(() => {
        elapsed.textContent = ` ${++seconds} s`;
      }, 1000);
      try {
        const said = await work(signal);
        if (signal.aborted) return;
        this.say(said);
        this.show();
      } catch (error) {
        if (signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        if (error instanceof Unfinished) this.say(message);
        else this.say([message, ' ', button('Try again', () => this.now(work))], 'failed');
        this.result.hidden = true;
      } finally {
        clearTimeout(noticed);
        clearInterval(ticking);
      }
    }, delay);
  }

  private say(said: Said, state = ''): void {
    this.status.replaceChildren(...[said].flat());
    this.status.dataset.state = state;
    this.result.dataset.state = state;
  }

  /** The result is of the newest question from now on, though it may not be complete. */
  show(): void {
    this.result.hidden = false;
    this.result.dataset.state = '';
  }

  cancel(): void {
    this.stop.abort();
    this.stop = new AbortController();
  }

  /** Cancels what is asked, and takes the answer away. */
  clear(): void {
    this.cancel();
    this.say('');
    this.result.hidden = true;
  }

  /** Cancels everything that the instrument asks. */
  end(): void {
    for (const one of [this, ...this.others]) one.cancel();
  }
}
