import { at } from '#numerics/list';
import { always, exercise, finding, less, measured, prose, recap, section, source, sources } from '#report';
import { decibels, given, math, nats, percent, probability, real, ref, term } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { passagesPull, secondCopyLess } from './evidence.ts';
import { evidenceLedger } from './ledger.measure.ts';
import { passageEvidence } from './passage-evidence.measure.ts';
import { sixDecibelsPerBit } from './quantisation.ts';
import { quantisedLogits } from './quantised-logits.measure.ts';
import { decibelExercises } from './try-it.measure.ts';

export const tryDecibels = section({
  id: 'try-decibels',
  title: prose`Try it`,
  needs: { m: decibelExercises, ledger: evidenceLedger },
  write: ({ m, ledger: { detector } }) => [
    exercise(
      prose`An amplifier has a gain of ${given(m.gain)} dB in power. Which factor is that? Work it out in your head.`,
      prose`${given(m.gain)} dB is four tens and two threes: ten thousand times four, forty thousand. Exactly it is
        ${real(m.factor, 3)}, because three decibels are not quite a factor of two.`,
    ),
    exercise(
      prose`After the filter of ${ref('evidence-adds-up')}, a second one flags the same request. It is just as good, and
        its errors have other causes. How sure are you now? And after a third?`,
      prose`The second adds another ${decibels(detector.flag, 0)} and takes the odds from
        ${decibels(at(detector.afterFlags, 0).level, 0)} to almost even, a probability of
        ${probability(at(detector.afterFlags, 1).probability, 3)}. The third takes them to
        ${decibels(at(detector.afterFlags, 2).level, 0)}, or ${probability(at(detector.afterFlags, 2).probability, 2)}.`,
    ),
    exercise(
      prose`Measure evidence yourself. In the project's folder, after \`npm ci\`, score two answers without and with a
        passage:

        \`\`\`sh
        npm run score -- --context "The capital of Australia is" " Canberra"
        npm run score -- --context "The capital of Australia is" " Sydney"
        npm run score -- --context "The parliament meets in Canberra. The capital of Australia is" " Canberra"
        npm run score -- --context "The parliament meets in Canberra. The capital of Australia is" " Sydney"
        \`\`\`

        ${namingTheModel(m.known)}For each prompt, subtract the total of Sydney from that of Canberra. Then subtract the
        first difference from the second, and multiply by ${real(m.natInDecibels, 3)} to get decibels. Then
        try a passage of your own.`,
      prose`Without the passage the difference is ${nats(m.without.difference)}, or ${decibels(m.without.level)}. With it,
        the difference is ${nats(m.informed.difference)}, or ${decibels(m.informed.level)}: Canberra then has
        ${percent(m.right, 2)} and Sydney ${percent(m.wrong, 2)}. So the passage is worth ${decibels(m.evidence, 1)}. ${finding(
          {
            id: 'parliament-misleads',
            when: less('evidence of the passage', m.evidence, 0),
            text: () =>
              prose`The passage about the parliament names the right answer and moves the odds away from it: evidence is what a passage does, not what it says.`,
          },
        )}`,
    ),
  ],
});

export const rememberDecibels = section({
  id: 'remember-decibels',
  title: prose`What to remember`,
  needs: { q: quantisedLogits, passages: passageEvidence },
  write: ({ q, passages }) => [
    recap([
      always(
        prose`A ${term('decibel')} is a logarithm of a ratio: ten times for powers, and for probabilities and their ratios; twenty times for amplitudes.`,
      ),
      always(
        prose`A level needs a reference. One half is ${given(-3)} dB against certainty and ${given(0)} dB in ${term('odds')}.`,
      ),
      always(
        prose`Levels of incoherent sources add by log-add-exp: ${math`n`} equal ones are ${math`10 \log_{10} n`} decibels louder than one.`,
      ),
      always(prose`The mean of the decibels never exceeds the level of the mean power.`),
      always(
        prose`Evidence adds up in decibels of odds if the pieces so far tell you nothing about the next once you know which of two hypotheses is true.`,
      ),
      measured(prose`${passagesPull(passages)}`),
      measured(prose`${secondCopyLess(passages)}`),
      measured(prose`${sixDecibelsPerBit(q)}`),
    ]),
    sources([
      source({
        id: 'tunny-1945',
        authors: ['Good, I. J.', 'Michie, D.', 'Timms, G.'],
        year: 1945,
        title: 'General Report on Tunny',
        where: 'Bletchley Park, section 21 (g)',
        url: 'http://www.ellsbury.com/tunny/tunny-039.htm',
        adds: prose`The ledger of the coin, on a page of the codebreakers' own report, and what they used decibans for.`,
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
        id: 'jeffreys-1961',
        authors: ['Jeffreys, Harold'],
        year: 1961,
        title: 'Theory of Probability',
        where: 'Oxford University Press, third edition, appendix B',
        url: 'https://global.oup.com/academic/product/theory-of-probability-9780198503682',
        adds: prose`The verbal scale of evidence, in half powers of ten.`,
      }),
      source({
        id: 'jaynes-2003',
        authors: ['Jaynes, E. T.'],
        year: 2003,
        title: 'Probability Theory: The Logic of Science',
        where: 'Cambridge University Press, chapter 4',
        url: 'https://doi.org/10.1017/CBO9780511790423',
        adds: prose`Tests hypotheses in decibels, and shows what happens with more than two.`,
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
