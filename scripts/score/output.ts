import type { createColors } from 'picocolors';
import { encodeJson } from '#base/json';
import { showProbability } from '#base/printed-number';
import { visible } from '#base/visible-space';
import type { Candidate, LanguageModel, TextScore } from '#lm/types';
import type { ScoreRequest } from './input.ts';

/** What the command prints: JSON for programs, or a table for a person. */

export interface ScoreAnswer {
  readonly model: Pick<LanguageModel, 'id' | 'sha256' | 'vocabularySize' | 'contextLength'>;
  readonly request: ScoreRequest;
  readonly score: TextScore;
  /** Null from a server that gives no whole predictions, like all entropies. */
  readonly next: readonly Candidate[] | null;
  /** In nats, of the prediction after the text. */
  readonly nextEntropy: number | null;
}

/** The answer as JSON: natural logs, null where nothing was predicted, offsets in bytes. */
export function answerJson({ model, request, score, next, nextEntropy }: ScoreAnswer): string {
  const { id, sha256, vocabularySize: vocabulary_size, contextLength: context_length } = model;
  let end = 0;
  return encodeJson({
    model: { id, sha256, vocabulary_size, context_length },
    text: request.text,
    ...(request.context === '' ? {} : { context: request.context }),
    tokens: score.tokens.map(({ id, text, logprob, rank, entropy, special, ...token }) => {
      // A special token is in the text by its name.
      const bytes = special ? [...Buffer.from(text)] : [...token.bytes];
      const start = end;
      end += bytes.length;
      return { id, text, bytes, start, end, logprob, rank, entropy };
    }),
    next: next?.map(({ id, text, bytes, logprob }) => ({ id, text, bytes: [...bytes], logprob })) ?? null,
    next_entropy: nextEntropy,
    total_logprob: score.meanLogprob === null ? null : score.totalLogprob,
    mean_logprob: score.meanLogprob,
    perplexity: score.perplexity,
    bits_per_byte: score.bitsPerByte,
  });
}

type Colours = ReturnType<typeof createColors>;

const WIDEST_TOKEN = 24;

const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;
const ZERO_WIDTH = /[\p{M}\p{Cf}]/u;

/** How many columns a terminal draws a text in: two for a wide character, none for a combining one. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) if (!ZERO_WIDTH.test(character)) width += WIDE.test(character) ? 2 : 1;
  return width;
}

/** A text in exactly `width` columns: cut with "…", or filled up. */
export function inColumns(text: string, width: number): string {
  if (displayWidth(text) <= width) return text + ' '.repeat(width - displayWidth(text));
  let cut = '';
  for (const character of text) {
    if (displayWidth(cut + character) > width - 1) break;
    cut += character;
  }
  return `${cut}…${' '.repeat(width - displayWidth(cut) - 1)}`;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
/** In columns; a longer bar ends in "+". */
const WIDEST_BAR = 30;

/** A bar of one column a nat of surprisal. */
export function bar(logprob: number): string {
  const eighths = Math.round(Math.max(0, -logprob) * 8);
  if (eighths > WIDEST_BAR * 8) return `${'█'.repeat(WIDEST_BAR - 1)}+`;
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

type Row = Pick<TextScore['tokens'][number], 'text' | 'logprob' | 'rank'>;

function tableOf(rows: readonly Row[], { dim }: Colours): string[] {
  const names = ['token', ...rows.map(({ text }) => visible(text))];
  const widest = names.reduce((width, name) => Math.max(width, displayWidth(name)), 0);
  const line = (token: string, logprob: string, probability: string, rank: string): string =>
    `  ${inColumns(token, Math.min(WIDEST_TOKEN, widest))}${logprob.padStart(10)}${probability.padStart(12)}${rank.padStart(9)}`;
  const body = rows.map(({ text, logprob, rank }) => {
    if (logprob === null) return line(visible(text), '–', '–', '–');
    const place = rank === null ? '–' : rank.toLocaleString('en-US');
    return `${line(visible(text), logprob.toFixed(3), showProbability(logprob), place)}  ${bar(logprob)}`.trimEnd();
  });
  return [dim(`${line('token', 'log-prob', 'probability', 'rank')}  surprise`), ...body];
}

function summaryLines({ tokens, totalLogprob, meanLogprob, perplexity, bitsPerByte }: TextScore): string[] {
  const count = `${tokens.length.toLocaleString('en-US')} token${tokens.length === 1 ? '' : 's'}`;
  const first = tokens[0]?.logprob === null ? ', the first with nothing before it' : '';
  const lines = [['length', `${count}${first}`]];
  if (meanLogprob !== null) {
    lines.push(['total', `${totalLogprob.toFixed(3)} nats`]);
    lines.push(['mean', `${meanLogprob.toFixed(3)} nats a token`]);
  }
  if (perplexity !== null) lines.push(['perplexity', showPerplexity(perplexity)]);
  if (bitsPerByte !== null) lines.push(['bits per byte', bitsPerByte.toFixed(3)]);
  return lines.map(([name = '', value]) => `  ${name.padEnd(15)}${value}`);
}

/** Four digits: "85.96", "11,230". */
function showPerplexity(perplexity: number): string {
  const rounded = Number(perplexity.toPrecision(4));
  if (rounded >= 1e9) return perplexity.toExponential(3);
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** Everything the command prints for a person, ending in a newline. */
export function answerTable({ model, score, next, nextEntropy }: ScoreAnswer, colours: Colours): string {
  const { bold } = colours;
  const parts = [[bold(model.id)], tableOf(score.tokens, colours), summaryLines(score)];
  if (next && nextEntropy !== null && next.length > 0) {
    const likeliest = next.map(({ text, logprob }, i) => ({ text, logprob, rank: i + 1 }));
    parts.push([`${bold('What comes next')} (entropy ${nextEntropy.toFixed(3)} nats)`]);
    parts.push(tableOf(likeliest, colours));
  }
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
