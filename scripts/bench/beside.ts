import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { UserError } from '#base/user-error';
import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';
import { median } from '#numerics/statistics';
import { speedOf } from './raw.ts';

export type BesideSpeed = Awaited<ReturnType<typeof benchBeside>>;

/** How long a program may take to open and to score the text. */
const PATIENCE_SECONDS = 600;
/** How long it may take to end once its input has ended. */
const GRACE_SECONDS = 5;

/**
 * A program that scores texts: it reads a line `{"text": "…"}` for each of them from standard input, writes a line
 * `{"tokens": 1024, "seconds": 2.5}`, the time of scoring alone, to standard output, and ends when its input does.
 */
export class OtherProgram {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;
  private readonly command: string;
  private readonly patienceSeconds: number;
  private readonly graceSeconds: number;

  constructor(command: string, patienceSeconds = PATIENCE_SECONDS, graceSeconds = GRACE_SECONDS) {
    this.command = command;
    this.patienceSeconds = patienceSeconds;
    this.graceSeconds = graceSeconds;
    // A process group of its own: the shell, and what it started, can be ended together.
    this.child = spawn(command, { shell: true, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdin.on('error', () => {}); // of a program that has ended: told when no answer comes
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  /** Throws a UserError when the program ends, is silent for too long, or answers with anything else. */
  async score(text: string): Promise<{ readonly tokens: number; readonly seconds: number }> {
    this.child.stdin.write(`${JSON.stringify({ text })}\n`);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.kill();
    }, 1000 * this.patienceSeconds);
    const { value: line, done } = await this.lines.next();
    clearTimeout(timer);
    if (late) throw this.failure(`has not answered for ${this.patienceSeconds} seconds`);
    if (done) throw this.failure(`ended without an answer (${await this.end()})`);
    const answer = answerIn(line);
    if (answer) return answer;
    const shown = JSON.stringify(line.slice(0, 100));
    throw this.failure(`should answer with {"tokens": N, "seconds": S}, above 0, but wrote ${shown}`);
  }

  /** Ends the program: its input ends, and if it goes on, it is killed. Gives its exit code in words. */
  async end(): Promise<string> {
    const { child } = this;
    const timer = setTimeout(() => this.kill(), 1000 * this.graceSeconds);
    child.stdin.end();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    clearTimeout(timer);
    return child.signalCode === null ? `exit code ${child.exitCode}` : child.signalCode;
  }

  private kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return; // never started
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.child.kill('SIGKILL'); // the group has gone, or there are none on this system
    }
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
