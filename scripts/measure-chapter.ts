/**
 * Measures one chapter and prints the results as JSON. It is bundled into one plain JavaScript file and run on another
 * processor; see check-elsewhere.ts. Arguments: the number of the chapter, and of the threads to use.
 */
import { encodeJson } from '#base/json';
import { chapters } from '#chapters/index';
import { openLanguageModel } from '#lm/open';
import { runMeasurements } from '#pipeline/measure';
import { measurementsOf } from '#pipeline/project';

const [number, threads] = process.argv.slice(2).map(Number);
const chapter = chapters.find((one) => one.number === number);
if (!chapter) throw new Error(`there is no chapter ${number}`);
const lm = await openLanguageModel({ threads });
process.stderr.write('The model is open.\n');
const results = await runMeasurements(measurementsOf([chapter]), lm, {
  measured: ({ id }, { forwardTokens }) => process.stderr.write(`${id}: ${forwardTokens} tokens\n`),
});
await lm.close();
process.stdout.write(encodeJson([...results].map(([id, result]) => ({ id, ...result }))));
