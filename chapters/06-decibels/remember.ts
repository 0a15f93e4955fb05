import { always, choose, measured, prose, recap, section, source, sources } from '#report';
import { count, decibels, given, math, term } from '#report/values';
import { copyDoubt, isUnmoved, pullDoubt } from './evidence.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { quantisedLogits } from './quantised-logits.measure.ts';
import { repeatedPassage } from './repeated-passage.measure.ts';

const WHOLE = { digits: 0 } as const;
const ONE = { digits: 1 } as const;

export const rememberDecibels = section({
  id: 'remember-decibels',
  title: prose`What to remember`,
  needs: { q: quantisedLogits, passages: passageEvidence, twice: repeatedPassage },
  write: ({ q, passages, twice }) => [
    recap([
      always(
        prose`A ${term('decibel')} is a logarithm of a ratio: ten for powers and what adds up like them (probabilities, and so their odds), twenty for amplitudes.`,
      ),
      always(prose`A level without its reference is half a number. One half is ${given(-3)} dB against certainty and
        ${given(0)} dB of ${term('odds')}.`),
      always(
        prose`Levels of what comes together add by log-add-exp: ${math`n`} equal ones make ${math`10 \log_{10} n`} decibels more.`,
      ),
      always(prose`The mean of the decibels is not the level of the mean power.`),
      always(
        prose`Evidence adds up in decibels of odds, if no piece tells you anything about another once you know which of two hypotheses holds.`,
      ),
      measured(
        prose`On ${count(passages.realQuestions)} real questions a passage with the right answer was worth ${decibels(passages.real.gold, WHOLE)} (median), the same with the wrong one ${decibels(passages.real.counterfactual, WHOLE)}${pullDoubt(passages.pull.real, passages.moves)}.`,
      ),
      measured(
        prose`Over all ${count(twice.questions)} questions the passage with the right answer was worth ${decibels(twice.first, WHOLE)}${isUnmoved(twice) ? prose`` : copyDoubt(twice.firstIs, passages.moves)}, a second copy of it ${decibels(twice.second, ONE)} (medians)${choose(
          isUnmoved(twice) ? 'unmoved' : twice.secondIs,
          {
            unmoved: prose`: nothing, in every question.`,
            'at least as much': prose`: no less than the first.`,
            less: prose`.`,
            unclear: prose`: no clear difference from nothing.`,
            against: prose`: against what it says.`,
          },
        )}`,
      ),

      ...(q.least === null || q.most === null
        ? []
        : [
            measured(
              prose`Rounding is noise: down to three bits, each bit cost between ${decibels(q.least, ONE)} and ${decibels(q.most, ONE)}.`,
            ),
          ]),
    ]),
    sources([
      source({
        id: 'tunny-1945',
        authors: ['Good, I. J.', 'Michie, D.', 'Timms, G.'],
        year: 1945,
        title: 'General Report on Tunny',
        where: 'Bletchley Park, section 21 (g)',
        url: 'http://www.ellsbury.com/tunny/tunny-039.htm',
        adds: prose`The ledger of the coin, on a page of the codebreakers' own handbook, and what they used decibans for.`,
      }),
      source({
        id: 'good-1979',
        authors: ['Good, I. J.'],
        year: 1979,
        title:
          'Studies in the History of Probability and Statistics. XXXVII: A. M. Turing’s Statistical Work in World War II',
        where: 'Biometrika 66 (2)',
        url: 'https://doi.org/10.1093/biomet/66.2.393',
        adds: prose`Four pages by the man who sat beside him: bans, Banburismus, and the expected weight of evidence.`,
      }),
      source({
        id: 'jaynes-2003',
        authors: ['Jaynes, E. T.'],
        year: 2003,
        title: 'Probability Theory: The Logic of Science',
        where: 'Cambridge University Press, chapter 4',
        url: 'https://doi.org/10.1017/CBO9780511790423',
        adds: prose`Testing hypotheses in decibels, and what becomes of the sums when there are more than two.`,
      }),
      source({
        id: 'yudkowsky-2016',
        authors: ['Yudkowsky, Eliezer'],
        year: 2016,
        title: 'Bayes’ rule: Log-odds form',
        where: 'Arbital',
        url: 'https://arbital.greaterwrong.com/p/bayes_log_odds?l=1zh',
        adds: prose`More everyday examples of evidence that is added up, with pictures of the line of log-odds.`,
      }),
      source({
        id: 'bennett-1948',
        authors: ['Bennett, W. R.'],
        year: 1948,
        title: 'Spectra of Quantized Signals',
        where: 'Bell System Technical Journal 27 (3)',
        url: 'https://doi.org/10.1002/j.1538-7305.1948.tb01340.x',
        adds: prose`When rounding errors may be taken for evenly spread noise, and which frequencies that noise has.`,
      }),
    ]),
  ],
});
