import { chapter, headline, prose } from '#report';
import { count, decibels, rank } from '#report/values';
import { addingLevels } from './adding-levels.ts';
import { beliefs } from './beliefs.ts';
import { evidence, pullDoubt } from './evidence.ts';
import { ledger } from './ledger.ts';
import { meanLevels } from './mean-levels.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { pitfalls } from './pitfalls.ts';
import { quantisation } from './quantisation.ts';
import { ratiosInDecibels } from './ratios.ts';
import { references } from './reference-levels.ts';
import { rememberDecibels } from './remember.ts';
import { threeAxes } from './three-axes.ts';
import { tryDecibels } from './try-it.ts';

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
    addingLevels,
    meanLevels,
    references,
    beliefs,
    ledger,
    evidence,
    quantisation,
    pitfalls,
    tryDecibels,
    rememberDecibels,
  ],
  headline: headline({
    needs: { m: passageEvidence },
    write: ({
      m,
    }) => prose`On ${count(m.realQuestions)} questions about real things a passage with the right answer was worth
      ${decibels(m.real.gold, { digits: 0 })} of evidence (median), the same one with a false answer
      ${decibels(m.real.counterfactual, { digits: 0 })}${pullDoubt(m.pull.real, m.moves)}. The model had ${rank(m.wrongSide.none)} wrong before, ${rank(m.wrongSide.gold)} after the truth and ${rank(m.wrongSide.counterfactual)} after the lie.`,
  }),
});
