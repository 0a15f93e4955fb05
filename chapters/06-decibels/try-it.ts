import { at } from '#numerics/list';
import { always, exercise, measured, prose, recap, section, source, sources } from '#report';
import { decibels, given, math, probability, ref } from '#report/values';
import { evidenceLedger } from './evidence.measure.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { denialPulls } from './passage-findings.ts';

export const tryDecibels = section({
  id: 'try-decibels',
  title: prose`Try it`,
  needs: { ledger: evidenceLedger },
  write: ({ ledger: { detector } }) => [
    exercise(
      prose`Two more filters, just as good but with independent errors, also flag the request of
        ${ref('strength-of-evidence')}. How sure are you now that it is an injection?`,
      prose`Each flag adds ${decibels(detector.flag, 0)}. The second takes the odds from
        ${decibels(at(detector.afterFlags, 0).level, 0)} to almost even, a probability of
        ${probability(at(detector.afterFlags, 1).probability, 3)}, and the third to
        ${decibels(at(detector.afterFlags, 2).level, 0)}, or ${probability(at(detector.afterFlags, 2).probability, 2)}.`,
    ),
    exercise(
      prose`Without a passage, ${given(60)} of ${given(100)} replies are right and ${given(10)} give the rival. With the right
        passage, these are ${given(85)} and ${given(5)}, and with a false one ${given(20)} and ${given(60)}. A false reply costs
        as much as a right one gains. One in three of your passages is false. Should you retrieve?`,
      prose`The scores are ${math`n = 0.5`}, ${math`g = 0.8`} and ${math`f = -0.4`}. They break even at
        ${math`0.3 / 1.2`}, one false passage in four. At one in three, the score is ${given(0.4)} with retrieval and
        ${given(0.5)} without. So do not, unless you find better sources.`,
    ),
  ],
});

export const rememberDecibels = section({
  id: 'remember-decibels',
  title: prose`What to remember`,
  needs: { m: passageEvidence },
  write: ({ m }) => [
    recap([
      always(prose`Ten decibels are a factor of ten, three a factor of two. For beliefs, use odds.`),
      always(
        prose`Evidence in decibels adds if the pieces are independent under each hypothesis. Where you end depends on where
          you began.`,
      ),
      always(
        prose`Odds between two answers do not say whether the model will give either. Look at their sum.`,
      ),
      always(
        prose`Whether retrieval helps depends on how many passages are false, and on what a false reply costs. Measure both on
          your questions.`,
      ),
      measured(prose`${denialPulls(m)}`),
    ]),
    sources([
      source({
        id: 'tunny-1945',
        authors: ['Good, I. J.', 'Michie, D.', 'Timms, G.'],
        year: 1945,
        title: 'General Report on Tunny',
        where: 'Bletchley Park, section 21 (g)',
        url: 'http://www.ellsbury.com/tunny/tunny-039.htm',
        adds: prose`The coin, and decibans at work.`,
      }),
      source({
        id: 'jeffreys-1961',
        authors: ['Jeffreys, Harold'],
        year: 1961,
        title: 'Theory of Probability',
        where: 'Oxford University Press, third edition, appendix B',
        url: 'https://global.oup.com/academic/product/theory-of-probability-9780198503682',
        adds: prose`The grades, in half powers of ten.`,
      }),
      source({
        id: 'jaynes-2003',
        authors: ['Jaynes, E. T.'],
        year: 2003,
        title: 'Probability Theory: The Logic of Science',
        where: 'Cambridge University Press, chapter 4',
        url: 'https://doi.org/10.1017/CBO9780511790423',
        adds: prose`Three hypotheses, in decibels.`,
      }),
    ]),
  ],
});
