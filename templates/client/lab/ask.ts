import type { LabTokens } from '../../../scripts/page-model/lab';
import { element } from '../element';
import { button } from './fields';

/** Asks the server of the page. Nothing else is ever asked, see the page's policy. */

/** How long nothing may have been typed before the model is asked, in ms. */
const TYPING = 150;
/** A shorter wait is not mentioned, in ms. */
const NOTICED = 150;

/** What the model can read and write: the text of every token by its id. */
export interface Vocabulary {
  readonly model: string;
  readonly tokens: readonly string[];
  readonly special: ReadonlySet<number>;
}

/** A part of a request for scores: a text or tokens, and what comes before. */
export interface Part {
  readonly before: string;
  readonly text?: string;
  readonly ids?: readonly number[];
}

async function answered(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new Error('The server does not answer. Is npm run serve still running?');
  });
  if (response.ok) return response;
  const { error } = (await response.json()) as { readonly error: { readonly message: string } };
  throw response.status === 400 ? new Unfinished(error.message) : new Error(error.message);
}

const post = (path: string, body: object, signal: AbortSignal): Promise<Response> =>
  answered(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });

let known: Promise<Vocabulary> | undefined;

async function readVocabulary(): Promise<Vocabulary> {
  const response = await answered('/lab/vocabulary', {});
  const { special, ...rest } = (await response.json()) as Omit<Vocabulary, 'special'> & {
    readonly special: readonly number[];
  };
  return { ...rest, special: new Set(special) };
}

/** The vocabulary, asked for once. */
export function vocabulary(): Promise<Vocabulary> {
  known ??= readVocabulary().catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** The logits after a text and tokens that were chosen to follow it. */
export async function predict(
  text: string,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Float32Array> {
  const response = await post('/lab/next', { text, ids }, signal);
  return new Float32Array(await response.arrayBuffer());
}

/** The tokens of a text. */
export async function tokenize(prompt: string, signal: AbortSignal): Promise<readonly number[]> {
  const response = await post('/tokenize', { prompt }, signal);
  return ((await response.json()) as { readonly tokens: readonly number[] }).tokens;
}

/** Scores texts; their tokens are taken as they arrive. */
export async function score(
  parts: readonly Part[],
  signal: AbortSignal,
  take: (tokens: LabTokens) => void,
): Promise<void> {
  const response = await post('/lab/score', { parts }, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    if (done) throw new Error('The answer ended early. Is npm run serve still running?');
    const events = (rest + value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event.slice('data: '.length);
      if (data === '[DONE]') return;
      const tokens = JSON.parse(data) as LabTokens & { readonly error?: { readonly message: string } };
      if (tokens.error) throw new Error(tokens.error.message);
      take(tokens);
    }
  }
}

/** What a reader still has to write or change before the model can be asked. */
export class Unfinished extends Error {}

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
