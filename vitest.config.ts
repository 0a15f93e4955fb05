import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that open the embedded model end in `.model.test.ts`: they share one worker, so that it is opened seldom. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.model.test.ts'],
          maxWorkers: availableParallelism(),
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'model',
          include: ['test/**/*.model.test.ts'],
          // Vitest refuses to run projects of different numbers of workers together; a model has all cores then, too.
          sequence: { groupOrder: 1 },
          pool: 'forks',
          maxWorkers: 1,
          isolate: false,
          fileParallelism: false,
          testTimeout: 1_200_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
