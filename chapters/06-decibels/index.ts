import { chapter, headline, prose } from '#report';
import { decibels, rank } from '#report/values';
import { addingLevels } from './adding-levels.ts';
import { beliefs } from './beliefs.ts';
import { converter } from './converter.ts';
import { evidence } from './evidence.ts';
import { meanLevels } from './mean-levels.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { pitfalls } from './pitfalls.ts';
import { quantisation } from './quantisation.ts';
import { quantisedLogits } from './quantised-logits.measure.ts';
import { ratiosInDecibels } from './ratios.ts';
import { references } from './reference-levels.ts';
import { threeAxes } from './three-axes.ts';
import { rememberDecibels, tryDecibels } from './try-it.ts';

export const decibelsChapter = chapter({
  number: 6,
  slug: 'decibels',
  title: prose`Decibels`,
  question: prose`What does a logarithmic scale do to meaning?`,
  abilities: [
    prose`read and write any ratio in decibels, and choose between ten and twenty`,
    prose`add and average levels, and say to what they refer`,
    prose`weigh evidence, and the damage of rounding, in decibels`,
  ],
  sections: [
    ratiosInDecibels,
    converter,
    threeAxes,
    addingLevels,
    meanLevels,
    references,
    beliefs,
    evidence,
    quantisation,
    pitfalls,
    tryDecibels,
    rememberDecibels,
  ],
  headline: headline({
    needs: { m: passageEvidence, q: quantisedLogits },
    write({ m, q }) {
      const rounding = prose`In theory rounding logits costs ${decibels(q.perBit)} of signal-to-noise per bit${
        q.fewestAlone === null
          ? prose`.`
          : prose`; here the likeliest token stayed alone on top down to ${rank(q.fewestAlone)} bits.`
      }`;
      return prose`A passage with the right answer was worth ${decibels(m.all.gold, { digits: 1 })} of
        evidence (median), one with a false answer ${decibels(m.all.counterfactual, { digits: 1 })}. ${
          q.signal === 'silence' ? prose`` : rounding
        }`;
    },
  }),
});
