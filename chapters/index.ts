import type { Chapter } from '#report';
import { logitsLogprobsSoftmax } from './01-logits-logprobs-softmax/index.ts';
import { crossEntropyPerplexity } from './02-cross-entropy-perplexity/index.ts';
import { logprobsAsConfidence } from './03-logprobs-as-confidence/index.ts';
import { logSpaceJointProbability } from './04-log-space-joint-probability/index.ts';
import { logSemiringOnGraphs } from './05-log-semiring-on-graphs/index.ts';
import { decibelsChapter } from './06-decibels/index.ts';
import { customAlgebra } from './07-custom-algebra/index.ts';

export { comparisonOfReports as comparison } from './comparison/index.ts';
export { overview } from './overview.ts';

/** The chapters of the report in reading order. */
export const chapters: readonly Chapter[] = [
  logitsLogprobsSoftmax,
  crossEntropyPerplexity,
  logprobsAsConfidence,
  logSpaceJointProbability,
  logSemiringOnGraphs,
  decibelsChapter,
  customAlgebra,
];
