import { at } from '#numerics/list';
import { always, exercise, list, measured, prose, recap, section, source, sources } from '#report';
import { decibels, given, percent, probability, ref } from '#report/values';
import { evidenceLedger } from './evidence.measure.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { passagesPull } from './passage-evidence.ts';

export const tryDecibels = section({
  id: 'try-decibels',
  title: prose`Try it`,
  needs: { ledger: evidenceLedger },
  write: ({ ledger: { clues, detector } }) => [
    exercise(
      prose`*Quantised* models store their weights in fewer
        bits, and the rounding error acts like noise. How many decibels of *signal-to-noise ratio* does one bit cost?`,
      prose`With one bit less, the steps between
        the values that can be stored are about twice as wide. So the error doubles, its power quadruples, and the
        signal-to-noise ratio falls by about **six decibels for each bit**.`,
    ),
    exercise(
      prose`The odds of a hypothesis are ${given(clues.before)} dB. Three independent clues are worth
        ${list(clues.worth.map((worth) => given(worth)))} dB. How probable is it now?`,
      prose`The clues add up to odds of ${given(clues.after)} dB, about one to two, or ${percent(clues.probability, 2)}.`,
    ),
    exercise(
      prose`Two more filters, just as good but with independent errors, also flag the request of
        ${ref('strength-of-evidence')}. How sure are you now?`,
      prose`Each flag adds ${decibels(detector.flag, 0)}. The second takes the odds from
        ${decibels(at(detector.afterFlags, 0).level, 0)} to almost even, a probability of
        ${probability(at(detector.afterFlags, 1).probability, 3)}, and the third to
        ${decibels(at(detector.afterFlags, 2).level, 0)}, or ${probability(at(detector.afterFlags, 2).probability, 2)}.`,
    ),
  ],
});

export const rememberDecibels = section({
  id: 'remember-decibels',
  title: prose`What to remember`,
  needs: { m: passageEvidence },
  write: ({ m }) => [
    recap([
      always(
        prose`A logarithmic scale turns ratios into differences: ten decibels for each factor of ten in power or
          probability, twenty in amplitude.`,
      ),
      always(prose`A level needs a reference. Near certainty, use odds.`),
      always(prose`Average the quantity that adds: powers of unrelated sounds, not their levels.`),
      always(prose`Evidence in decibels adds if the pieces are independent under each hypothesis.`),
      measured(prose`${passagesPull(m)}`),
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
