import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isFileError } from '#base/file-errors';
import { UserError } from '#base/user-error';

/**
 * One command at a time writes an output folder. Each creates an empty file that names its process, and only then looks
 * for the files of others, so at least the later of two commands sees the other's. Files of dead processes are removed.
 */

/** State and start of a process, in clock ticks, from Linux's /proc; undefined elsewhere, and once it is gone. */
function processFacts(pid: number): { readonly state: string; readonly started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** `started` tells a process from a later one with the same number, where the system says when processes started. */
function isAlive(pid: number, started: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is such a process, and it belongs to someone else.
    if (!isFileError(error, 'EPERM')) return false;
  }
  const facts = processFacts(pid);
  if (!facts) return true;
  // Z and X: it has ended, and only waits for its parent to notice.
  return !'ZX'.includes(facts.state) && (started === '' || facts.started === started);
}

/** The name of a claim behind the lock's own: process, start, and what no other claim has. */
const CLAIM = /^\.([1-9]\d*)-(\d*)-[0-9a-f-]+$/;

/** Takes the lock at `path` and gives a function to release it. Throws a UserError that names who else has it. */
export function takeLock(path: string, shownAs: string): () => void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const own = `${path}.${process.pid}-${processFacts(process.pid)?.started ?? ''}-${randomUUID()}`;
  const release = (): void => rmSync(own, { force: true });
  writeFileSync(own, '');
  for (const name of readdirSync(folder)) {
    const other = join(folder, name);
    if (other === own || !name.startsWith(basename(path))) continue;
    const [, pid, started = ''] = CLAIM.exec(name.slice(basename(path).length)) ?? [];
    if (pid === undefined) continue;
    if (isAlive(Number(pid), started)) {
      release();
      throw new UserError(
        `Another command (process ${pid}) is writing ${shownAs}; wait until it is done (or delete ${other}, should that process be something else).`,
      );
    }
    rmSync(other, { force: true });
  }
  return release;
}
