import pc from 'picocolors';
import type { ProgressStream } from '#base/progress-line';
import { type DownloadProgress, downloadReporter } from '#lm/download-progress';

export interface StageTime {
  readonly stage: string;
  readonly seconds: number;
}

/** What a person watches during a build: a redrawn line in a terminal, elsewhere a plain line for each step. */
export interface Progress {
  readonly times: readonly StageTime[];
  /** Ends the stage before. */
  stage(title: string): void;
  downloading(progress: DownloadProgress): void;
  /** Something worth knowing. */
  note(line: string): void;
  /** Measuring begins; the last run computed so many tokens for the same. */
  plan(expectedTokens: number): void;
  /** A measurement begins; `tokens` tells at any time how many the model has computed for it. */
  measuring(chapter: string, id: string, tokens: () => number): void;
  measured(chapter: string, id: string, tokens: number): void;
  /** A stage made of countable things goes on: "figure", 3 of 8. */
  counted(what: string, done: number, total: number): void;
  end(): void;
  /** Something failed: what was begun is not shown as done. */
  abandon(): void;
}

export async function watching<T>(progress: Progress, body: () => Promise<T>): Promise<T> {
  try {
    const result = await body();
    progress.end();
    return result;
  } catch (error) {
    progress.abandon();
    throw error;
  }
}

export function showDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function showTokens(tokens: number): string {
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

/** The times of stages; `tellEnd` is called at the end of each, with its title and how long it took. */
function stageTimes(now: () => number, tellEnd: (title: string, took: string) => void) {
  const times: StageTime[] = [];
  let title = '';
  let began = 0;
  /** Ends the last stage, and begins another one unless `next` is empty. */
  const begin = (next: string): void => {
    const took = now() - began;
    if (title !== '') {
      times.push({ stage: title, seconds: took / 1000 });
      tellEnd(title, showDuration(took));
    }
    title = next;
    began += took;
  };
  return { times, begin, title: () => title };
}

const REDRAW_EVERY_MS = 100;
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function liveProgress(stream: ProgressStream, now: () => number): Progress {
  const colours = pc.createColors(process.env.NO_COLOR === undefined);
  const download = downloadReporter(stream, now);
  let describe: (() => string) | undefined;
  let frame = 0;
  let chapter = { title: '', began: 0, measurements: 0, tokens: 0 };
  let work = { expected: 0, tokens: 0, began: 0 };

  const draw = (): void => {
    if (!describe) return;
    frame = (frame + 1) % SPINNER.length;
    // Sign, space, and one column less than there are: a full line would wrap. Some terminals say they have none.
    const line = describe().slice(0, (stream.columns || 80) - 3);
    stream.write(`\r${colours.cyan(SPINNER[frame] ?? '')} ${line}\x1b[K`);
  };
  const timer = setInterval(draw, REDRAW_EVERY_MS);
  timer.unref();
  const keep = (line: string, aside: string): void => {
    stream.write(`\r\x1b[K${colours.green('✓')} ${line}  ${colours.dim(aside)}\n`);
  };
  const beginChapter = (next: string): void => {
    const { title, measurements, tokens, began } = chapter;
    if (title === next) return;
    const took = showDuration(now() - began);
    if (title !== '') keep(`  ${title}`, `${measurements} measured · ${showTokens(tokens)} · ${took}`);
    chapter = { title: next, began: now(), measurements: 0, tokens: 0 };
  };
  const stages = stageTimes(now, keep);
  const beginStage = (title: string): void => {
    beginChapter('');
    stages.begin(title);
    describe = title === '' ? undefined : () => `${title} …`;
    draw();
  };
  return {
    times: stages.times,
    stage: beginStage,
    downloading(progress) {
      // The bar of the download has the live line for itself.
      describe = progress.done ? () => `${stages.title()} …` : undefined;
      download(progress);
    },
    note: (line) => keep(line, ''),
    plan(expected) {
      work = { expected, tokens: 0, began: now() };
    },
    measuring(title, id, tokensNow) {
      beginChapter(title);
      describe = () => {
        const tokens = tokensNow();
        const pace = describePace(work.tokens + tokens, work.expected, now() - work.began);
        return [title, id, showTokens(tokens), pace].filter(Boolean).join(' · ');
      };
      draw();
    },
    measured(_title, _id, tokens) {
      work.tokens += tokens;
      chapter.measurements += 1;
      chapter.tokens += tokens;
    },
    counted(what, done, total) {
      describe = () => `${stages.title()} · ${what} ${done} of ${total}`;
      draw();
    },
    end() {
      clearInterval(timer);
      beginStage('');
    },
    abandon() {
      clearInterval(timer);
      stream.write('\r\x1b[K');
    },
  };
}

function plainProgress(stream: ProgressStream, now: () => number): Progress {
  let measurementBegan = 0;
  // A stage is told when it is done: should it fail, there is the error message alone.
  const stages = stageTimes(now, (title, took) => stream.write(`${title}: ${took}\n`));
  return {
    times: stages.times,
    stage: (title) => stages.begin(title),
    downloading: downloadReporter(stream, now),
    measuring() {
      measurementBegan = now();
    },
    measured(chapter, id, tokens) {
      stream.write(`${chapter}: ${id}: ${showTokens(tokens)}, ${showDuration(now() - measurementBegan)}\n`);
    },
    note: (line) => stream.write(`${line}\n`),
    plan() {},
    counted() {},
    end: () => stages.begin(''),
    abandon() {},
  };
}

/** Progress for a stream: live in a terminal, plain lines elsewhere. `now` gives milliseconds. */
export function progressFor(stream: ProgressStream, now: () => number = () => performance.now()): Progress {
  return stream.isTTY ? liveProgress(stream, now) : plainProgress(stream, now);
}

export const SILENT: Progress = plainProgress({ write() {} }, () => 0);
