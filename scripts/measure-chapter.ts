/**
 * Measures one chapter and prints each result as a line of JSON as soon as it is there. It is bundled into one plain
 * JavaScript file and run on another processor; see check-elsewhere.ts. Arguments: the number of the chapter, how many
 * threads to use, and, to run these and their needs alone, the ids of measurements.
 */
import { encodeJson } from '#base/json';
import { chapters } from '#chapters/index';
import { openLanguageModel } from '#lm/open';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';
import { inRunningOrder } from '#report/measurement';

const [number, threads, ...ids] = process.argv.slice(2);
const chapter = chapters.find((one) => one.number === Number(number));
if (!chapter) throw new Error(`there is no chapter ${number}`);
const all = measurementsOf([chapter]);
const chosen = ids.length === 0 ? all : inRunningOrder(all.filter(({ id }) => ids.includes(id)));

/** The text of a value on one line: line ends inside strings are escaped. */
const onOneLine = (value: unknown): string => encodeJson(value).replaceAll(/\n\s*/g, '');

const lm = await openLanguageModel({ threads: Number(threads) });
process.stderr.write('The model is open.\n');
await runMeasurements(chosen, lm, {
  measured({ id }, result) {
    process.stderr.write(`${id}: ${result.forwardTokens} tokens\n`);
    process.stdout.write(`${onOneLine({ id, ...result })}\n`);
  },
});
await lm.close();
