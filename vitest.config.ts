import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that open a browser, start commands, or check and draw the whole report: minutes, where others take seconds. */
const LONG = [
  'test/{bench,calibrate,score,serve}/**/*.test.ts',
  'test/chapters/{strange*,links,every-chapter}.test.ts',
  'test/{check,mistakes}/**/*.test.ts',
  'test/compare/strange.test.ts',
  'test/pipeline/{build-report,commands,comparison,killed,shown-code,staleness}.test.ts',
  'test/render/{published-*,*-browser,figure*,html,markdown,report,security,minify-svg,value-sources}.test.ts',
  'test/report/walkers.test.ts',
];
const MODEL = 'test/**/*.model.test.ts';

/** A test that hangs is to fail soon. The limits leave room for slow machines that do other work, too. */
const limits = (seconds: number) => ({ testTimeout: 1000 * seconds, hookTimeout: 3000 * seconds });

/** Tests that open the embedded model end in `.model.test.ts`: they share one worker, so that it is opened seldom. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [MODEL, ...LONG],
          maxWorkers: availableParallelism(),
          ...limits(60),
        },
      },
      {
        test: {
          name: 'long',
          include: LONG,
          exclude: [MODEL],
          maxWorkers: availableParallelism(),
          ...limits(300),
        },
      },
      {
        test: {
          name: 'model',
          include: [MODEL],
          // Vitest refuses to run projects of different numbers of workers together; a model has all cores then, too.
          sequence: { groupOrder: 1 },
          pool: 'forks',
          maxWorkers: 1,
          isolate: false,
          fileParallelism: false,
          ...limits(900),
        },
      },
    ],
  },
});
