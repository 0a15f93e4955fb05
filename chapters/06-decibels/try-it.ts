import { at } from '#numerics/list';
import { claim, exercise, prose, section } from '#report';
import { decibels, given, nats, probability, real, ref } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { evidenceLedger } from './ledger.measure.ts';
import { decibelExercises } from './try-it.measure.ts';
import { wordings } from './wordings.measure.ts';

export const tryDecibels = section({
  id: 'try-decibels',
  title: prose`Try it`,
  needs: { m: decibelExercises, w: wordings, ledger: evidenceLedger },
  write({ m, w, ledger: { detector } }) {
    const [statement, question] = [at(w.rows, 0), at(w.rows, 1)];
    const informed = statement.informed;
    return [
      exercise(
        prose`An amplifier has a gain of ${given(m.gain)} dB in power. Which factor is that? Do it in your
          head.`,
        prose`${given(m.gain)} is four tens and two threes: ten thousand times four, forty thousand. Exactly
          it is ${real(m.factor, { digits: 3 })}, because three decibels are not quite a factor of two.`,
      ),
      exercise(
        prose`After the filter of ${ref('evidence-adds-up')} a second one, as good, which errs for reasons of its own, flags the same request. How sure are you? And after a third?`,
        prose`Another ${decibels(detector.flag, { digits: 0 })} bring the odds from ${decibels(at(detector.afterFlags, 0).level, { digits: 0 })} to almost even: ${probability(at(detector.afterFlags, 1).probability, { digits: 3 })}. The third makes it ${decibels(at(detector.afterFlags, 2).level, { digits: 0 })}, or ${probability(at(detector.afterFlags, 2).probability, { digits: 2 })}.`,
      ),
      exercise(
        prose`Measure evidence yourself. In the project's folder, after \`npm ci\`, score two answers without and with a passage:

          \`\`\`sh
          npm run score -- --context "The capital of Australia is" " Canberra"
          npm run score -- --context "The capital of Australia is" " Sydney"
          npm run score -- --context "The parliament meets in Canberra. The capital of Australia is" " Canberra"
          npm run score -- --context "The parliament meets in Canberra. The capital of Australia is" " Sydney"
          \`\`\`

          ${namingTheModel(m.known)}For each prompt subtract the total of Sydney from that of Canberra. Subtract the
          first difference from the second, and turn nats into decibels: times ${real(m.natInDecibels, { digits: 3 })}.
           Then try a passage of your own.`,
        prose`Without the passage the difference is ${nats(statement.difference)}, which is
          ${decibels(statement.without)}; with it ${nats(informed.difference)}, or ${decibels(statement.with)}. So here
          the passage is worth ${decibels(statement.evidence)}. ${claim(statement.evidence, m.even, {
            greater: prose`It speaks for the answer that it names.`,
            less: prose`It speaks against the answer that it names.`,
            tooClose: prose`It moved nothing.`,
          })} Asked as a question the same passage is worth ${decibels(question.evidence)}
          (${ref('two-wordings')}).`,
      ),
    ];
  },
});
