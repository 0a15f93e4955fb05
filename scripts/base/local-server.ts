import { once } from 'node:events';
import { wholeNumber } from '#base/whole-number';

/** Throws a UserError unless `--port` has the number of one. */
export const portNumber = (text: string): number => wholeNumber('--port', text, 1, 65_535);

/** Ends with Ctrl-C, or when the process is told to end. */
export const untilStopped = () => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
