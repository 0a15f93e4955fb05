import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { UserError } from '#base/user-error';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { median } from '#numerics/statistics';
import { speedOf } from './session-alone.ts';

export type BesideSpeed = Awaited<ReturnType<typeof benchBeside>>;

/**
 * A program that scores texts: it reads a line `{"text": "…"}` for each of them from standard input, writes a line
 * `{"tokens": 1024, "seconds": 2.5}`, the time of scoring alone, to standard output, and ends when its input does.
 */
export class OtherProgram {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;
  private readonly command: string;

  constructor(command: string) {
    this.command = command;
    this.child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdin.on('error', () => {}); // of a program that has ended: told when no answer comes
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /** Throws a UserError when the program ends, or answers with anything else. */
  async score(text: string): Promise<{ readonly tokens: number; readonly seconds: number }> {
    this.child.stdin.write(`${JSON.stringify({ text })}\n`);
    const { value: line, done } = await this.lines.next();
    if (done) throw this.failure(`ended without an answer (${await this.end()})`);
    const answer = answerIn(line);
    if (answer) return answer;
    const shown = JSON.stringify(line.slice(0, 100));
    throw this.failure(`should answer with {"tokens": N, "seconds": S}, above 0, but wrote ${shown}`);
  }

  /** Ends the program's input, and waits until the program ends. Gives its exit code in words. */
  async end(): Promise<string> {
    const { child } = this;
    child.stdin.end();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.signalCode === null ? `exit code ${child.exitCode}` : child.signalCode;
  }

  private failure(what: string): UserError {
    return new UserError(`The program beside score, ${this.command}, ${what}.`);
  }
}

const ANSWER = z.object({ tokens: z.int().positive(), seconds: z.number().positive() });

function answerIn(line: string): z.infer<typeof ANSWER> | undefined {
  try {
    return ANSWER.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // no JSON
  }
}

type Scorer = Pick<LanguageModel, 'encode' | 'score' | 'close'>;

/** Score and the other program score `text` by turns; medians over the rounds. Their first turn is not measured. */
export async function benchBeside(
  text: string,
  rounds: number,
  other: OtherProgram,
  open: () => Promise<Scorer> = openLanguageModel,
) {
  try {
    const { tokens: otherTokens } = await other.score(text);
    const lm = await open();
    try {
      const ids = lm.encode(text);
      await lm.score(ids);
      const turns: { readonly own: number; readonly others: number }[] = [];
      for (let round = 0; round < rounds; round++) {
        const own = await speedOf(ids.length, () => lm.score(ids));
        const { tokens, seconds } = await other.score(text);
        turns.push({ own, others: tokens / seconds });
      }
      return {
        score: { tokens: ids.length, tokensPerSecond: median(turns.map(({ own }) => own)) },
        other: { tokens: otherTokens, tokensPerSecond: median(turns.map(({ others }) => others)) },
        ratio: median(turns.map(({ own, others }) => own / others)),
      };
    } finally {
      await lm.close();
    }
  } finally {
    await other.end();
  }
}
