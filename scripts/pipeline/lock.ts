import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '#base/user-error';
import { isFileError } from './file-errors.ts';

/**
 * One command at a time writes an output folder. The lock is a file that names its owner; it appears whole or not at
 * all (a hard link to a finished file), and a dead owner's lock is taken over.
 */

/** A process, told apart from a later one that got the same number where the system says when it started. */
interface Owner {
  readonly pid: number;
  /** Clock ticks since the system started; '' where it cannot be known. */
  readonly started: string;
}

/** State and start of a process from Linux' /proc; undefined elsewhere, and for a process that is gone. */
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

function describeSelf(): Owner {
  return { pid: process.pid, started: processFacts(process.pid)?.started ?? '' };
}

function isAlive(owner: Owner): boolean {
  if (!Number.isSafeInteger(owner.pid) || owner.pid <= 0) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: there is such a process, and it belongs to someone else.
    if (!isFileError(error, 'EPERM')) return false;
  }
  const facts = processFacts(owner.pid);
  if (!facts) return true;
  const isZombie = facts.state === 'Z' || facts.state === 'X';
  return !isZombie && (owner.started === '' || facts.started === owner.started);
}

/** The owner that a lock file names; undefined when there is none, or nothing that names one. */
function readOwner(path: string): Owner | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw error;
  }
  const [pid, started = ''] = text.trim().split(' ');
  return { pid: Number(pid), started };
}

function sameOwner(a: Owner | undefined, b: Owner): boolean {
  return a !== undefined && Object.is(a.pid, b.pid) && a.started === b.started;
}

/** Puts our lock in place unless there is one. */
function tryToTake(path: string, self: Owner): boolean {
  const draft = `${path}.${self.pid}`;
  writeFileSync(draft, `${self.pid} ${self.started}\n`);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Takes a dead owner's lock away. Two commands may try at once: the lock is first moved aside, and put back when what
 * was moved turns out to be the other command's new one.
 */
function removeDead(path: string, dead: Owner, self: Owner): void {
  const aside = `${path}.${self.pid}.dead`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return;
    throw error;
  }
  if (!sameOwner(readOwner(aside), dead)) {
    try {
      linkSync(aside, path);
    } catch (error) {
      if (!isFileError(error, 'EEXIST')) throw error;
    }
  }
  rmSync(aside, { force: true });
}

/** Drafts of locks whose writers died between writing and removing them. */
function deadDrafts(path: string): string[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const start = `${basename(path)}.`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .filter((name) => {
      const pid = /^(\d+)(\.dead)?$/.exec(name.slice(start.length))?.[1];
      return pid !== undefined && !isAlive({ pid: Number(pid), started: '' });
    })
    .map((name) => join(folder, name));
}

/** Whether a dead process left its lock, or what it makes locks from. */
export function hasDeadLock(path: string): boolean {
  const owner = readOwner(path);
  return (owner !== undefined && !isAlive(owner)) || deadDrafts(path).length > 0;
}

/** The living process, this one included, that holds the lock. */
export function lockOwner(path: string): number | undefined {
  const owner = readOwner(path);
  return owner && isAlive(owner) ? owner.pid : undefined;
}

/**
 * Takes the lock at `path`; call what it returns to give it back. Throws a UserError that names the process when a
 * living one has it.
 */
export function takeLock(path: string, folder: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  const self = describeSelf();
  while (!tryToTake(path, self)) {
    const owner = readOwner(path);
    if (!owner) continue;
    if (isAlive(owner)) {
      throw new UserError(
        `Another command (process ${owner.pid}) is writing ${folder}; wait until it is done (or delete ${path}, should that process be something else).`,
      );
    }
    removeDead(path, owner, self);
  }
  for (const draft of deadDrafts(path)) rmSync(draft, { force: true });
  return () => {
    if (sameOwner(readOwner(path), self)) rmSync(path, { force: true });
  };
}
