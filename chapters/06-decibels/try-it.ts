import {
  decibelsToPower,
  decibelsToProbability,
  natsToDecibels,
  probabilityToDecibels,
} from '#numerics/decibel';
import { at } from '#numerics/list';
import { exercise, recap } from '#report/block';
import { claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { decibels, given, math, nats, probability, real, ref, term, token } from '#report/values';

const GAIN = 46;
const BELIEF = 0.99;
const AGAINST = -20;
const QUESTION = 'The capital of Australia is';
const PASSAGE = 'The parliament meets in Canberra.';
const ANSWERS = [' Canberra', ' Sydney'];

export const decibelExercises = measurement({
  id: 'decibel-exercises',
  kinds: {
    gain: 'exact',
    factor: 'float64',
    natInDecibels: 'float64',
    belief: 'exact',
    against: 'exact',
    before: 'float64',
    after: 'float64',
    afterProbability: 'float64',
    right: 'exact',
    wrong: 'exact',
    rows: { right: 'nats', wrong: 'nats', difference: 'nats', odds: 'decibels' },
    evidence: 'decibels',
    even: 'decibels',
  },
  async measure({ lm }) {
    const before = probabilityToDecibels(BELIEF);
    const rows = [];
    for (const context of [QUESTION, `${PASSAGE} ${QUESTION}`]) {
      const scores = await lm.scoreContinuations(
        lm.encode(context),
        ANSWERS.map((answer) => lm.encode(answer)),
      );
      const [right, wrong] = [at(scores, 0).total, at(scores, 1).total];
      rows.push({ right, wrong, difference: right - wrong, odds: natsToDecibels(right - wrong) });
    }
    return {
      gain: GAIN,
      factor: decibelsToPower(GAIN),
      natInDecibels: natsToDecibels(1),
      belief: BELIEF,
      against: AGAINST,
      before,
      after: before + AGAINST,
      afterProbability: decibelsToProbability(before + AGAINST),
      right: at(ANSWERS, 0),
      wrong: at(ANSWERS, 1),
      rows,
      evidence: at(rows, 1).odds - at(rows, 0).odds,
      even: 0,
    };
  },
});

export const tryDecibels = section({
  id: 'try-decibels',
  title: prose`Try it`,
  needs: { m: decibelExercises },
  write({ m }) {
    const [plain, informed] = [at(m.rows, 0), at(m.rows, 1)];
    return [
      exercise(
        [
          prose`
            An amplifier has a gain of ${given(m.gain)} dB in power. Which factor is that? Do it in the head, with ten
            decibels for a factor of ten and three for a factor of two.
          `,
        ],
        [
          prose`
            ${given(m.gain)} is four tens and two threes: ten thousand times four, forty thousand. Exactly it is
            ${real(m.factor, 'float64', { digits: 5 })}, because three decibels are not quite a factor of two.
          `,
        ],
      ),
      exercise(
        [
          prose`
            You believe a thing with a probability of ${given(m.belief)}. Then comes evidence of ${given(m.against)} dB, which
            speaks against it. What do you believe now?
          `,
        ],
        [
          prose`
            Two nines are ${decibels(m.before)} of odds. Adding ${given(m.against)} dB leaves ${decibels(m.after)}: as
            good as even. As a probability that is ${probability(m.afterProbability)}.
          `,
        ],
      ),
      exercise(
        [
          prose`
            Now measure evidence on your own text. In the folder of this report, after \`npm ci\`, score two answers without
            and with a passage before the question:

            \`\`\`sh
            npm run score -- --context "The capital of Australia is" " Canberra"
            npm run score -- --context "The capital of Australia is" " Sydney"
            npm run score -- --context "The parliament meets in Canberra. The capital of Australia is" " Canberra"
            npm run score -- --context "The parliament meets in Canberra. The capital of Australia is" " Sydney"
            \`\`\`

            Take the two totals, subtract, and turn nats into decibels: times ${real(m.natInDecibels, 'float64', { digits: 4 })}.
            What is the passage worth? Then write a question, two answers and a passage of your own. Does a passage that only
            *hints* at the answer move the odds as well?
          `,
        ],
        [
          prose`
            Without the passage ${token(m.right)} has ${nats(plain.right)} and ${token(m.wrong)} has ${nats(plain.wrong)}: a
            difference of ${nats(plain.difference)}, which is ${decibels(plain.odds)}. With it the difference is
            ${nats(informed.difference)}, or ${decibels(informed.odds)}. So here the passage is worth
            ${decibels(m.evidence)}. ${claim({
              a: m.evidence,
              b: m.even,
              kind: 'decibels',
              when: {
                greater: prose`It speaks for the answer that it names.`,
                less: prose`It speaks against the answer that it names, which hardly any reader would have guessed. Measure, do not assume.`,
                tooClose: prose`It moved nothing.`,
              },
            })}
          `,
        ],
      ),
    ];
  },
});

export const rememberDecibels = section({
  id: 'remember-decibels',
  title: prose`What to remember`,
  needs: {},
  write() {
    return [
      recap([
        prose`A ${term('decibel')} is a logarithm of a ratio. Ten for what adds up, twenty for what is squared first; the change is the same.`,
        prose`A scale says which steps count as equal: differences on a linear axis, ratios on a logarithmic one. A logarithmic axis has no zero and no base for bars.`,
        prose`Levels of independent sources add by log-add-exp, with ${math`f(x) = 10^{x/10}`}. Two equal ones make three decibels more.`,
        prose`The mean of the decibels and the level of the mean power are two answers to two questions.`,
        prose`A level without its reference is half a number.`,
        prose`Evidence is a change of ${term('odds')}: in decibels it is added, if it is news. See ${ref('evidence-in-decibels')}.`,
        prose`Rounding is noise, six decibels a bit; a prediction survives as long as the steps are small beside the gaps between its top logits.`,
      ]),
    ];
  },
});
