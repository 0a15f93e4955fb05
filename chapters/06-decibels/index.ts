import { chapter, headline, prose } from '#report';
import { addingLevels, meanLevels } from './adding-levels.ts';
import { beliefs } from './beliefs.ts';
import { evidence, passagesPull } from './evidence.ts';
import { ledger } from './ledger.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { quantisation } from './quantisation.ts';
import { ratiosInDecibels, references } from './ratios.ts';
import { threeAxes } from './three-axes.ts';
import { rememberDecibels, tryDecibels } from './try-it.ts';

export const decibelsChapter = chapter({
  number: 6,
  slug: 'decibels',
  title: prose`Decibels`,
  question: prose`What does a logarithmic scale do to meaning?`,
  abilities: [
    prose`read any ratio in decibels, and choose between ten and twenty`,
    prose`add and average levels, and name their reference`,
    prose`add up evidence in decibels, and know when that is allowed`,
  ],
  sections: [
    ratiosInDecibels,
    threeAxes,
    references,
    addingLevels,
    meanLevels,
    beliefs,
    ledger,
    evidence,
    quantisation,
    tryDecibels,
    rememberDecibels,
  ],
  headline: headline({ needs: { m: passageEvidence }, write: ({ m }) => prose`${passagesPull(m)}` }),
});
