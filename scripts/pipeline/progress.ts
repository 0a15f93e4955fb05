import pc from 'picocolors';
import { type DownloadProgress, downloadReporter } from '#lm/download-progress';
import type { ExpectedTokens } from './estimate.ts';
import { shareDone, timeLeft } from './estimate.ts';

/**
 * What a person watches while a report is built. In a terminal one line is drawn anew ten times a second, and what is
 * done stays above it; elsewhere (a file, a pipe, CI) there is a plain line for each thing done.
 */
export interface Progress {
  /** Begins a stage: "Opening the model". */
  stage(title: string): void;
  /** A file of the model is on its way. */
  downloading(progress: DownloadProgress): void;
  /** Measuring begins: what is to be run, and what each cost the last time. */
  plan(expected: ExpectedTokens): void;
  /** A measurement begins; `tokens` tells at any time how many the model has computed for it. */
  measuring(chapter: string, id: string, tokens: () => number): void;
  measured(chapter: string, id: string, tokens: number): void;
  /** A stage made of countable things goes on: "figures", 3 of 8. */
  counted(what: string, done: number, total: number): void;
  /** All is done: nothing is drawn any more. */
  end(): void;
  /** Something failed: what was begun is not shown as done, and nothing is drawn any more. */
  abandon(): void;
}

/** Runs `body`, and ends its progress as it ends. */
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

/** Says nothing. */
export const SILENT: Progress = {
  stage() {},
  downloading() {},
  plan() {},
  measuring() {},
  measured() {},
  counted() {},
  end() {},
  abandon() {},
};

/** What is needed of a stream to write progress to. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** 1,234 ms as "1.2 s", 83,000 ms as "1 min 23 s". */
export function showDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function showTokens(tokens: number): string {
  return `${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`;
}

/** How much is done of what was planned, in tokens and in time. */
class Account {
  private expected: ExpectedTokens = new Map();
  private readonly done = new Set<string>();
  private tokens = 0;
  private began = 0;

  constructor(private readonly now: () => number) {}

  plan(expected: ExpectedTokens): void {
    this.expected = expected;
    this.began = this.now();
  }

  finish(id: string, tokens: number): void {
    this.done.add(id);
    this.tokens += tokens;
  }

  /** "412 tokens · 830 tokens/s · 42 % · about 5.1 s left" */
  describe(current: { readonly id: string; readonly tokens: number }): string {
    const elapsed = this.now() - this.began;
    const share = shareDone(this.expected, this.done, current);
    const left = timeLeft(share, elapsed);
    const parts = [showTokens(current.tokens)];
    const total = this.tokens + current.tokens;
    if (elapsed > 0 && total > 0)
      parts.push(`${Math.round((1000 * total) / elapsed).toLocaleString('en-US')} tokens/s`);
    parts.push(`${Math.floor(100 * share)} %`);
    if (left !== undefined) parts.push(`about ${showDuration(left)} left`);
    return parts.join(' · ');
  }
}

const REDRAW_EVERY = 100;
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** What has been measured of the chapter that is being measured. */
interface ChapterTally {
  readonly title: string;
  readonly began: number;
  measurements: number;
  tokens: number;
}

function liveProgress(stream: ProgressStream, now: () => number): Progress {
  const colours = pc.createColors(process.env.NO_COLOR === undefined);
  const account = new Account(now);
  const download = downloadReporter(stream, now);
  let describe: (() => string) | undefined;
  let frame = 0;
  let stage = { title: '', began: 0 };
  let chapter: ChapterTally | undefined;

  const draw = (): void => {
    if (!describe) return;
    frame = (frame + 1) % SPINNER.length;
    // Sign, space, and one column less than there are: a full line would wrap. Some terminals say they have none.
    const line = describe().slice(0, (stream.columns || 80) - 3);
    stream.write(`\r${colours.cyan(SPINNER[frame] ?? '')} ${line}\x1b[K`);
  };
  const keep = (line: string, aside: string): void => {
    stream.write(`\r\x1b[K${colours.green('✓')} ${line}  ${colours.dim(aside)}\n`);
  };
  const timer = setInterval(draw, REDRAW_EVERY);
  timer.unref();
  const finishChapter = (): void => {
    if (!chapter) return;
    const { title, measurements, tokens, began } = chapter;
    keep(`  ${title}`, `${measurements} measured · ${showTokens(tokens)} · ${showDuration(now() - began)}`);
    chapter = undefined;
  };
  const finishStage = (): void => {
    finishChapter();
    if (stage.title !== '') keep(stage.title, showDuration(now() - stage.began));
    stage = { title: '', began: 0 };
    describe = undefined;
  };
  return {
    stage(title) {
      finishStage();
      stage = { title, began: now() };
      describe = () => `${title} …`;
      draw();
    },
    downloading(progress) {
      // The bar of the download has the live line for itself.
      describe = progress.done ? () => `${stage.title} …` : undefined;
      download(progress);
    },
    plan: (expected) => account.plan(expected),
    measuring(title, id, tokens) {
      if (chapter?.title !== title) finishChapter();
      chapter ??= { title, began: now(), measurements: 0, tokens: 0 };
      describe = () => `${title} · ${id} · ${account.describe({ id, tokens: tokens() })}`;
      draw();
    },
    measured(_title, id, tokens) {
      account.finish(id, tokens);
      if (!chapter) return;
      chapter.measurements += 1;
      chapter.tokens += tokens;
    },
    counted(what, done, total) {
      describe = () => `${stage.title} · ${what} ${done} of ${total}`;
      draw();
    },
    end() {
      clearInterval(timer);
      finishStage();
    },
    abandon() {
      clearInterval(timer);
      describe = undefined;
      stream.write('\r\x1b[K');
    },
  };
}

function plainProgress(stream: ProgressStream, now: () => number): Progress {
  let measurementBegan = 0;
  let stage = { title: '', began: 0 };
  // A stage is told when it is done: should it fail, the error message stands alone.
  const finishStage = (): void => {
    if (stage.title !== '') stream.write(`${stage.title}: ${showDuration(now() - stage.began)}\n`);
    stage = { title: '', began: 0 };
  };
  return {
    stage(title) {
      finishStage();
      stage = { title, began: now() };
    },
    downloading: downloadReporter(stream, now),
    plan() {},
    measuring() {
      measurementBegan = now();
    },
    measured(chapter, id, tokens) {
      stream.write(`${chapter}: ${id}: ${showTokens(tokens)}, ${showDuration(now() - measurementBegan)}\n`);
    },
    counted() {},
    end: finishStage,
    abandon() {},
  };
}

/** Progress for a stream: live in a terminal, plain lines elsewhere. `now` gives milliseconds. */
export function progressFor(stream: ProgressStream, now: () => number = () => performance.now()): Progress {
  return stream.isTTY ? liveProgress(stream, now) : plainProgress(stream, now);
}
