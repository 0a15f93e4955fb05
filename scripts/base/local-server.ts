import { once } from 'node:events';
import { UserError } from '#base/user-error';

/** Throws a UserError unless `--port` has the number of one. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port > 0 && port < 65_536) return port;
  throw new UserError(`--port takes a number from 1 to 65535, not "${text}".`);
}

/** Ends with Ctrl-C, or when the process is told to end. */
export const untilStopped = () => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
