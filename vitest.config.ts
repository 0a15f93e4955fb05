import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Tests that open a browser, start commands or servers, replace modules, or check and draw the whole report. Each file has
 * a process of its own; the others share one, which imports the project's modules once.
 */
const LONG = [
  'test/dev/**/*.test.ts',
  'test/{bench,calibrate,score,serve}/**/*.test.ts',
  'test/chapters/strange*.test.ts',
  'test/{check,mistakes}/**/*.test.ts',
  'test/compare/compare.test.ts',
  'test/pipeline/{build-report,commands,comparison,killed,shown-code,staleness}.test.ts',
  'test/render/{published-*,*-browser,figure*,html,markdown,report,security,minify-svg,value-sources}.test.ts',
];
const MODEL = 'test/**/*.model.test.ts';

/** A test that hangs is to fail soon. The limits leave room for slow machines that do other work, too. */
const limits = (seconds: number) => ({ testTimeout: 1000 * seconds, hookTimeout: 3000 * seconds });

/** Tests that open the embedded model, or build the whole report, end in `.model.test.ts`: they may take many minutes. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [MODEL, ...LONG],
          isolate: false,
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
          isolate: false,
          maxWorkers: availableParallelism(),
          ...limits(900),
        },
      },
    ],
  },
});
