import { significant, withThousands } from '#base/printed-number';
import { perplexityOf } from '#numerics/perplexity';

/** A text coloured by surprisal, with its perplexity, as a picture: in the browser and, for links to the report, at its build. */

export const PICTURE_SIZE = { width: 1200, height: 630 } as const;

export interface SurprisePicture {
  /** The tokens of a text; the log-probability in nats is null where nothing predicted a token. */
  readonly tokens: readonly { readonly text: string; readonly logprob: number | null }[];
  readonly model: string;
  readonly colours: {
    readonly paper: string;
    readonly ink: string;
    readonly soft: string;
    readonly tints: readonly string[];
  };
}

/** Where the scale of surprisals ends, in nats. It is the same for all texts, so that their colours can be compared. */
export const MOST_SURPRISAL = 12;

/** Which of so many tints a surprisal in nats has; the last is also that of larger ones. */
export function surpriseStep(surprisal: number, tints: number): number {
  return Math.round(Math.min(1, Math.max(0, surprisal / MOST_SURPRISAL)) * (tints - 1));
}

type Pen = Pick<CanvasRenderingContext2D, 'fillStyle' | 'font' | 'fillText' | 'fillRect' | 'measureText'>;
type Token = SurprisePicture['tokens'][number];
interface Placed extends Token {
  readonly x: number;
  readonly line: number;
  readonly width: number;
}

const MARGIN = 64;
const WIDTH = PICTURE_SIZE.width - 2 * MARGIN;
/** Where the text has to end, in px from the top. */
const TEXT_END = 450;
const LINE = 1.5;
/** How wide a tint of the key is, in px. */
const TINT = 20;
const SIZES = [60, 54, 48, 42, 36, 32, 28, 24];
const font = (family: 'RptSans' | 'RptSerif', size: number, weight = 400): string =>
  `${weight} ${size}px ${family}, RptMath, RptFallback, serif`;

const linesAt = (size: number): number => Math.floor((TEXT_END - MARGIN) / (size * LINE));

/** Tokens in lines, broken before the tokens that begin with a space where that is possible. */
function placed(pen: Pen, tokens: readonly Token[]): Placed[] {
  const widths = tokens.map(({ text }) => pen.measureText(text.replaceAll('\n', '')).width);
  const all: Placed[] = [];
  // A line does not begin with the space before its first word.
  const startOf = (text: string): number => (text.startsWith(' ') ? -pen.measureText(' ').width : 0);
  let [x, line] = [startOf(tokens[0]?.text ?? ''), 0];
  for (const [index, token] of tokens.entries()) {
    const width = widths[index] ?? 0;
    let word = width;
    for (let next = index + 1; next < tokens.length && /^\S/.test(tokens[next]?.text ?? ''); next++)
      word += widths[next] ?? 0;
    const startsWord = index === 0 || /^\s/.test(token.text);
    if (x > 0 && x + (startsWord && word <= WIDTH ? word : width) > WIDTH)
      [x, line] = [startOf(token.text), line + 1];
    all.push({ ...token, x, line, width });
    x += width;
    if (token.text.includes('\n')) [x, line] = [startOf(tokens[index + 1]?.text ?? ''), line + 1];
  }
  return all;
}

/** Draws the picture on white paper of its size. A text that is too long is cut, and ends in "…". */
export function drawSurprise(pen: Pen, { tokens, model, colours }: SurprisePicture): void {
  const { width, height } = PICTURE_SIZE;
  pen.fillStyle = colours.paper;
  pen.fillRect(0, 0, width, height);
  let size = 0;
  let text: Placed[] = [];
  for (size of SIZES) {
    pen.font = font('RptSerif', size);
    text = placed(pen, tokens);
    if ((text.at(-1)?.line ?? 0) < linesAt(size)) break;
  }
  const shown = text.filter(({ line }) => line < linesAt(size));
  for (const { text: one, logprob, x, line, width: wide } of shown) {
    const top = MARGIN + line * size * LINE;
    // A space before a word is not coloured.
    const [space = ''] = /^\s+/.exec(one) ?? [];
    const gap = pen.measureText(space.replaceAll('\n', '')).width;
    pen.fillStyle =
      (logprob === null ? undefined : colours.tints[surpriseStep(-logprob, colours.tints.length)]) ??
      colours.paper;
    pen.fillRect(MARGIN + x + gap, top, wide - gap, size * 1.3);
    pen.fillStyle = colours.ink;
    pen.fillText(one.replaceAll('\n', ''), MARGIN + x, top + size);
  }
  const last = shown.at(-1);
  if (last && shown.length < text.length)
    pen.fillText('…', MARGIN + last.x + last.width, MARGIN + last.line * size * LINE + size);
  const scored = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
  pen.font = font('RptSans', 40, 600);
  pen.fillText(perplexityText(scored), MARGIN, 525);
  pen.font = font('RptSans', 26);
  pen.fillStyle = colours.soft;
  pen.fillText(`${model} · Nats & Bits`, MARGIN, 570);
  const scale = width - MARGIN - colours.tints.length * TINT;
  pen.fillText('0', scale - 26, 570);
  pen.fillText(`surprisal in nats, ${MOST_SURPRISAL} or more`, scale - 150, 525);
  for (const [step, tint] of colours.tints.entries()) {
    pen.fillStyle = tint;
    pen.fillRect(scale + step * TINT, 548, TINT, 26);
  }
}

/** "Perplexity 64.1 over 21 tokens" of their log-probabilities in nats. */
const perplexityText = (logprobs: readonly number[]): string =>
  logprobs.length === 0
    ? ''
    : `Perplexity ${significant(perplexityOf(logprobs), 3)} over ${withThousands(String(logprobs.length))} ${logprobs.length === 1 ? 'token' : 'tokens'}`;
