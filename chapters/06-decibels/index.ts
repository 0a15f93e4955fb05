import { chapter, headline, prose } from '#report';
import { grades, ledger, levels, strength } from './evidence.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { evidence, passageNumbers, passagesCompared } from './passage-evidence.ts';
import { falsePulls } from './passage-findings.ts';
import { addingLevels, soundAndRadio } from './ratios.ts';
import { neitherAnswer, retrievalRule } from './retrieval-rule.ts';
import { rememberDecibels, tryDecibels } from './try-it.ts';

export const decibelsChapter = chapter({
  id: '06-decibels',
  title: prose`Decibels`,
  question: prose`How much is a piece of evidence worth?`,
  abilities: [
    prose`weigh evidence in decibels, and know when pieces of evidence add`,
    prose`measure what a passage does to a model's answer`,
    prose`decide how reliable the passages of a retrieval system must be`,
  ],
  sections: [
    ledger,
    levels,
    strength,
    evidence,
    passagesCompared,
    neitherAnswer,
    retrievalRule,
    tryDecibels,
    rememberDecibels,
  ],
  further: [passageNumbers, grades, soundAndRadio, addingLevels],
  groups: {
    'evidence-adds-up': 'Evidence',
    'evidence-in-decibels': 'Retrieved passages',
    'try-decibels': 'Exercises and recap',
  },
  headline: headline({
    needs: { m: passageEvidence },
    write: ({ m }) => prose`${falsePulls(m)}`,
  }),
});
