import type { createColors } from 'picocolors';
import { showProbability } from '#base/printed-number';
import { visible } from '#base/visible-space';
import type { TextScore } from '#lm/types';
import type { ScoreAnswer } from './result.ts';

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

/** Four digits: "85.96", "11,230". */
function showPerplexity(perplexity: number): string {
  const rounded = Number(perplexity.toPrecision(4));
  if (rounded >= 1e9) return perplexity.toExponential(3);
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

function summaryLines({ score }: ScoreAnswer): string[] {
  const count = score.tokens.length;
  const length = `${count.toLocaleString('en-US')} token${count === 1 ? '' : 's'}`;
  const first = score.tokens[0]?.logprob === null ? ', the first with nothing before it' : '';
  const lines = [['length', `${length}${first}`]];
  if (score.meanLogprob !== null) {
    lines.push(['total', `${score.totalLogprob.toFixed(3)} nats`]);
    lines.push(['mean', `${score.meanLogprob.toFixed(3)} nats a token`]);
  }
  if (score.perplexity !== null) lines.push(['perplexity', showPerplexity(score.perplexity)]);
  if (score.bitsPerByte !== null) lines.push(['bits per byte', score.bitsPerByte.toFixed(3)]);
  return lines.map(([name = '', value]) => `  ${name.padEnd(15)}${value}`);
}

/** Everything the command prints for a person, ending in a newline. */
export function answerTable(answer: ScoreAnswer, colours: Colours): string {
  const { model, score, nextEntropy } = answer;
  const { bold } = colours;
  const next = answer.next?.map(({ text, logprob }, i) => ({ text, logprob, rank: i + 1 })) ?? [];
  const parts = [
    [bold(model.id)],
    tableOf(score.tokens, colours),
    summaryLines(answer),
    ...(nextEntropy === null || next.length === 0
      ? []
      : [[`${bold('What comes next')} (entropy ${nextEntropy.toFixed(3)} nats)`], tableOf(next, colours)]),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
