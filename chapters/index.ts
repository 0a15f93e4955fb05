import type { Chapter } from '#report/section';
import { logitsLogprobsSoftmax } from './01-logits-logprobs-softmax/index.ts';

/** The chapters of the report in reading order. */
export const chapters: readonly Chapter[] = [logitsLogprobsSoftmax];
