import { chapter, headline, prose } from '#report';
import { ledger, strength } from './evidence.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { evidence, furthestPassage, passagesCompared, passagesPull } from './passage-evidence.ts';
import { ratiosInDecibels, references } from './ratios.ts';
import { addingLevels, meanLevels } from './sums-and-means.ts';
import { rememberDecibels, tryDecibels } from './try-it.ts';
import { whyLogarithms } from './why-logarithms.ts';

export const decibelsChapter = chapter({
  number: 6,
  slug: 'decibels',
  title: prose`Decibels`,
  question: prose`What does a logarithmic scale do to meaning?`,
  abilities: [
    prose`convert ratios to decibels, with the right factor and a named reference`,
    prose`add, subtract and average levels`,
    prose`weigh evidence in decibels, and know when pieces of evidence add`,
  ],
  sections: [
    whyLogarithms,
    ratiosInDecibels,
    references,
    addingLevels,
    meanLevels,
    ledger,
    strength,
    evidence,
    passagesCompared,
    furthestPassage,
    tryDecibels,
    rememberDecibels,
  ],
  groups: {
    'why-logarithms': 'Levels',
    'evidence-adds-up': 'Evidence',
    'try-decibels': 'Exercises and recap',
  },
  headline: headline({
    needs: { m: passageEvidence },
    write: ({ m }) => prose`Ten decibels make the odds of an answer ten times as large. ${passagesPull(m)}`,
  }),
});
