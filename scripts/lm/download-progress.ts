/** Where progress is shown: standard error, or what a test looks at. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** How far the download of one file of a model is; in bytes, `total` undefined when the server does not say. */
export interface DownloadProgress {
  readonly file: string;
  readonly loaded: number;
  readonly total: number | undefined;
  readonly done: boolean;
}

const REDRAW_EVERY_MS = 100;

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function line({ file, loaded, total }: DownloadProgress): string {
  if (!total) return `${file}  ${megabytes(loaded)}`;
  const percent = Math.min(100, Math.floor((100 * loaded) / total));
  return `${percent} %  ${file}  ${megabytes(loaded)} of ${megabytes(total)}`;
}

/** Shows downloads: in a terminal on one line that is redrawn; elsewhere with a line as a file begins and ends. */
export function downloadReporter(
  stream: ProgressStream,
  now: () => number = () => performance.now(),
): (progress: DownloadProgress) => void {
  let begun: string | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const { file, loaded, total, done } = progress;
    if (stream.isTTY !== true) {
      const size = total === undefined ? '' : `, ${megabytes(total)}`;
      if (begun !== file) stream.write(`Downloading ${file}${size}\n`);
      begun = file;
      if (done) stream.write(`Downloaded ${file}, ${megabytes(loaded)}\n`);
      return;
    }
    if (done) {
      stream.write(`\r\x1b[K✓ ${file}  ${megabytes(loaded)}\n`);
    } else if (now() - drawn >= REDRAW_EVERY_MS) {
      drawn = now();
      // One column less than there are: a full line would wrap.
      stream.write(`\r${line(progress).slice(0, (stream.columns ?? 80) - 1)}\x1b[K`);
    }
  };
}
