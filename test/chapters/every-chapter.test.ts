import { expect, it } from 'vitest';
import { writeReport } from '#report/write-report';
import { chapters, overview } from '../../chapters/index.ts';
import { committedOutputs } from './committed.ts';

it('writes every chapter the same twice', () => {
  const [first, again] = [0, 1].map(() => writeReport(chapters, committedOutputs(), overview));
  expect(again?.chapters).toEqual(first?.chapters);
});
