export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const REDRAW_MS = 200;
const REPEAT_MS = 5000;

/** Shows progress until `work` ends: on one redrawn line in a terminal, elsewhere on a line every five seconds. */
export async function withProgressLine<T>(
  describe: () => string,
  work: () => Promise<T>,
  stream: ProgressStream = process.stderr,
): Promise<T> {
  const isTerminal = stream.isTTY === true;
  // A line as wide as the terminal would wrap. Some terminals say that they have no columns.
  const width = (stream.columns || 80) - 1;
  const draw = () => stream.write(isTerminal ? `\r${describe().slice(0, width)}\x1b[K` : `${describe()}\n`);
  const timer = setInterval(draw, isTerminal ? REDRAW_MS : REPEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (isTerminal) stream.write('\r\x1b[K');
  }
}
