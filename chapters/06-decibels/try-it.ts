import { at } from '#numerics/list';
import { always, claim, exercise, prose, recap, section } from '#report';
import { decibels, given, nats, probability, real, ref, term, token } from '#report/values';
import { namingTheModel } from '../score-command.ts';
import { quantisedLogits } from './quantised-logits.measure.ts';
import { decibelExercises } from './try-it.measure.ts';
import { wordings } from './wordings.measure.ts';

export const tryDecibels = section({
  id: 'try-decibels',
  title: prose`Try it`,
  needs: { m: decibelExercises, w: wordings },
  write({ m, w }) {
    const [statement, question] = [at(w.rows, 0), at(w.rows, 1)];
    const informed = statement.informed;
    return [
      exercise(
        prose`An amplifier has a gain of ${given(m.gain)} dB in power. Which factor is that? Do it in your
          head.`,
        prose`${given(m.gain)} is four tens and two threes: ten thousand times four, forty thousand. Exactly
          it is ${real(m.factor, { digits: 5 })}, because three decibels are not quite a factor of two.`,
      ),
      exercise(
        prose`You believe a thing with a probability of ${given(m.belief)}. Then comes evidence of
          ${given(m.against)} dB. What do you believe now?`,
        prose`Two nines are ${decibels(m.before)} of odds. Adding ${given(m.against)} dB leaves
          ${decibels(m.after)}: as good as even. As a probability that is
          ${probability(m.afterProbability)}.`,
      ),
      exercise(
        prose`Now measure evidence yourself. In the project's folder, the one with
          \`package.json\`, after \`npm ci\`, score two answers
          without and with a passage before the question:

          \`\`\`sh
          npm run score -- --context "The capital of Australia is" " Canberra"
          npm run score -- --context "The capital of Australia is" " Sydney"
          npm run score -- --context "The parliament meets in Canberra. The capital of Australia is" " Canberra"
          npm run score -- --context "The parliament meets in Canberra. The capital of Australia is" " Sydney"
          \`\`\`

          ${namingTheModel(m.known)}For each prompt subtract the total of Sydney from that of Canberra; then subtract the first
          difference from the second, and turn nats into decibels: times
          ${real(m.natInDecibels, { digits: 4 })}. Then try a passage of your own. Does one that only *hints*
          at the answer move the odds?`,
        prose`Without the passage ${token(w.right)} has ${nats(statement.right)} and ${token(w.wrong)} has
          ${nats(statement.wrong)}: a difference of ${nats(statement.difference)}, which is
          ${decibels(statement.without)}. With it the difference is ${nats(informed.difference)}, or
          ${decibels(statement.with)}. So here the passage is worth ${decibels(statement.evidence)}. ${claim(
            statement.evidence,
            m.even,
            {
              greater: prose`It speaks for the answer that it names.`,
              less: prose`It speaks against the answer that it names.`,
              tooClose: prose`It moved nothing.`,
            },
          )} Asked as a question the same passage is worth ${decibels(question.evidence)}: see
          ${ref('two-wordings')}. A value in decibels belongs to one prompt and one rival.`,
      ),
    ];
  },
});

export const rememberDecibels = section({
  id: 'remember-decibels',
  title: prose`What to remember`,
  needs: { q: quantisedLogits },
  write: ({ q }) => [
    recap([
      always(prose`A ${term('decibel')} is a logarithm of a ratio, times ten for powers and twenty for amplitudes: the
        same for the same change.`),
      always(prose`A scale says which steps count as equal: differences, or ratios. A logarithmic axis has no zero,
        and no base for bars unless zero decibels itself has a meaning.`),
      always(
        prose`Levels of incoherent sources add by log-add-exp: two equal ones make three decibels more.`,
      ),
      always(prose`The mean of the decibels and the level of the mean power answer two questions. A level without its
        reference is half a number.`),
      always(prose`Evidence is the change of a model's ${term('odds')}. It belongs to one prompt and one rival, and
        says nothing about the truth.`),
      ...(q.signal === 'silence'
        ? []
        : [
            always(prose`Rounding is noise, six decibels per bit. Logits rounded on a grid that contains the largest keep
        their winner, alone while half a step is smaller than its lead.`),
          ]),
    ]),
  ],
});
