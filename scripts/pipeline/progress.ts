import { type DownloadProgress, downloadReporter, type ProgressStream } from '#lm/download-progress';

export interface StageTime {
  readonly stage: string;
  readonly seconds: number;
}

export interface Progress {
  readonly times: readonly StageTime[];
  /** Ends the stage before. */
  stage(title: string): void;
  downloading(progress: DownloadProgress): void;
  note(line: string): void;
  /** Measuring begins; the last run computed so many tokens for the same. */
  plan(expectedTokens: number): void;
  /** A measurement begins; `tokens` tells at any time how many the model has computed for it. */
  measuring(chapter: string, id: string, tokens: () => number): void;
  measured(chapter: string, id: string, tokens: number): void;
  /** What a terminal shows from now on, until the stage ends. */
  show(describe: () => string): void;
  /** Where something failed, what was begun is not shown as done. */
  end(hasFailed?: boolean): void;
}

export async function watching<T>(progress: Progress, body: () => Promise<T>): Promise<T> {
  try {
    const result = await body();
    progress.end();
    return result;
  } catch (error) {
    progress.end(true);
    throw error;
  }
}

export function showDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function showTokens(tokens: number): string {
  return `${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`;
}

/** Before this share is done, a guess of the time left says nothing. */
const TOO_EARLY = 0.04;

/** "200 tokens/s · 60 % · about 0.3 s left". There is no share beyond what the last run computed. */
export function describePace(tokens: number, expected: number, elapsed: number): string {
  const parts: string[] = [];
  if (elapsed > 0 && tokens > 0)
    parts.push(`${Math.round((1000 * tokens) / elapsed).toLocaleString('en-US')} tokens/s`);
  const share = tokens / expected;
  if (share <= 1) parts.push(`${Math.floor(100 * share)} %`);
  if (share <= 1 && share >= TOO_EARLY)
    parts.push(`about ${showDuration((elapsed * (1 - share)) / share)} left`);
  return parts.join(' · ');
}

const REDRAW_EVERY_MS = 100;

/** Prints a line per stage, and in a pipe per measurement; a terminal shows what goes on below them. `now` is in ms. */
export function progressFor(stream: ProgressStream, now: () => number = () => performance.now()): Progress {
  const isLive = stream.isTTY === true;
  const times: StageTime[] = [];
  let title = '';
  let stageBegan = 0;
  let measurementBegan = 0;
  let work = { expected: 0, tokens: 0, began: 0 };
  let describe: (() => string) | undefined;

  const clear = (): unknown => isLive && stream.write('\r\x1b[K');
  const print = (line: string): void => {
    clear();
    stream.write(`${line}\n`);
  };
  const draw = (): void => {
    // One column less than there are: a full line would wrap. Some terminals say they have none.
    if (describe) stream.write(`\r${describe().slice(0, (stream.columns || 80) - 1)}\x1b[K`);
  };
  const timer = isLive ? setInterval(draw, REDRAW_EVERY_MS) : undefined;
  timer?.unref();
  const show = (next: (() => string) | undefined): void => {
    if (!isLive) return;
    describe = next;
    draw();
  };
  const download = downloadReporter(stream, now);
  /** Ends the last stage, and begins another one unless `next` is empty. */
  const begin = (next: string): void => {
    const took = now() - stageBegan;
    if (title !== '') {
      times.push({ stage: title, seconds: took / 1000 });
      print(`${title}: ${showDuration(took)}`);
    }
    title = next;
    stageBegan += took;
    show(title === '' ? undefined : () => `${title} …`);
  };
  return {
    times,
    stage: begin,
    downloading(progress) {
      // The bar of the download has the live line for itself.
      show(progress.done ? () => `${title} …` : undefined);
      download(progress);
    },
    note: print,
    plan(expected) {
      work = { expected, tokens: 0, began: now() };
    },
    measuring(chapter, id, tokensNow) {
      measurementBegan = now();
      show(() => {
        const tokens = tokensNow();
        const pace = describePace(work.tokens + tokens, work.expected, now() - work.began);
        return [chapter, id, showTokens(tokens), pace].filter(Boolean).join(' · ');
      });
    },
    measured(chapter, id, tokens) {
      work.tokens += tokens;
      if (!isLive)
        print(`${chapter}: ${id}: ${showTokens(tokens)}, ${showDuration(now() - measurementBegan)}`);
    },
    show,
    end(hasFailed = false) {
      clearInterval(timer);
      clear();
      if (!hasFailed) begin('');
    },
  };
}

export const SILENT: Progress = progressFor({ write() {} }, () => 0);
