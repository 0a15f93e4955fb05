import { chapter, headline, prose } from '#report';
import { average } from './average.ts';
import { codeBooksProof, codewords } from './codewords.ts';
import { bitsAndBytes } from './digits-and-prose.ts';
import { entropyAndKl } from './entropy-and-kl.ts';
import { goodAndBad } from './good-and-bad.measure.ts';
import { goodAndBadSection, orderMatters } from './good-and-bad.ts';
import { lowPerplexity } from './low-perplexity.ts';
import { oneToken } from './one-token.ts';
import { trainingLoss } from './other-tools.ts';
import { ownWritingSection } from './own-writing.ts';
import { realText } from './real-text.ts';
import { remember } from './remember.ts';
import { sureAndRightSection } from './sure-and-right.ts';
import { tryIt } from './try-it.ts';
import { pairedDifference, twoTokenizers } from './two-models.ts';
import { contextSection } from './windows.ts';

export const crossEntropyPerplexity = chapter({
  id: '02-cross-entropy-perplexity',
  title: prose`Cross-entropy and perplexity`,
  question: prose`How surprised is the model?`,
  abilities: [
    prose`turn log-probabilities into a loss, a perplexity and bits per byte`,
    prose`explain what cross-entropy and KL divergence measure`,
    prose`tell whether a difference between two models is noise`,
  ],
  sections: [
    realText,
    oneToken,
    average,
    bitsAndBytes,
    twoTokenizers,
    pairedDifference,
    codewords,
    entropyAndKl,
    lowPerplexity,
    tryIt,
    remember,
  ],
  further: [
    sureAndRightSection,
    goodAndBadSection,
    contextSection,
    ownWritingSection,
    trainingLoss,
    codeBooksProof,
  ],
  groups: {
    'real-text': 'Surprisal and perplexity',
    'bits-per-byte': 'Fair comparisons',
    codewords: 'Codes and KL divergence',
    'low-perplexity': 'Pitfalls and recap',
  },
  headline: headline({
    needs: { m: goodAndBad },
    write: ({ m }) =>
      prose`${orderMatters(m)} Cross-entropy measures
        this cost, and perplexity and bits per byte express it in other units.`,
  }),
});
