import { at } from '#numerics/list';
import { always, choose, measured, prose, recap, type Seen, section, source, sources } from '#report';
import { cite, count, countInWords, given, nats, percent, real } from '#report/values';
import { GUO_2017, KADAVATH_2022, WU_2024 } from '../shared-sources.ts';
import { confidentAndWrong } from './confident-wrong.measure.ts';
import { factAccuracy } from './facts-set.measure.ts';
import { freeAnswers } from './free-answers.measure.ts';
import { passageSignals } from './passage-signals.measure.ts';
import { reliabilityOfTest } from './reliability.measure.ts';
import { temperatureScaling } from './scaling.measure.ts';
import { allSayNothing, barePoints, beatsCoin } from './shared.ts';

type Scaling = Seen<typeof temperatureScaling>;

/** What follows a change that chance may have made. */
const unlessClear = (verdict: Scaling['logLoss']['verdict']) =>
  choose(verdict, {
    down: prose``,
    up: prose``,
    'no clear effect': prose`, no clear change`,
    'not finite': prose``,
  });

export const rememberConfidence = section({
  id: 'remember-confidence',
  title: prose`What to remember`,
  needs: {
    facts: factAccuracy,
    free: freeAnswers,
    mistakes: confidentAndWrong,
    passages: passageSignals,
    reliability: reliabilityOfTest,
    scaling: temperatureScaling,
  },
  write({ facts, free, mistakes, passages, reliability, scaling }) {
    const [before, after] = [at(scaling.rows, 0), at(scaling.rows, 1)];
    const untrue = at(passages.told, 2);
    const repeated = passages.conditions[4];
    return [
      recap([
        always(
          prose`A log-probability can put answers in order; as a chance of being right it must be tested.`,
        ),
        always(prose`Telling right from wrong (AUROC) and meaning what one says (calibration) are two things. A
          score can have one alone.`),
        always(
          prose`A threshold is chosen for one model, prompt, score and kind of question; for others it is untested. Choose it on labelled questions; judge it on others.`,
        ),
        always(prose`To promise at most ${given(10)}% wrong on questions like these (Wilson's ${given(95)}% interval) you need ${given(35)} answers above the threshold, a number fixed beforehand, and no
          error among them; ${given(53)} if there is one.`),
        always(prose`Each further token can only lower a sum.`),
        measured(
          free.auroc.estimate === null
            ? prose`Of its answers in its own words ${count(free.right)} of ${count(free.n)} were right: there was
                nothing to tell apart.`
            : prose`The sum over a free answer's tokens told right from wrong with an AUROC of
                ${real(free.auroc.estimate, 2)}${
                  free.ofNames.estimate === null
                    ? prose``
                    : prose` (${real(free.ofNames.estimate, 2)} among answers of at most two words)`
                }.`,
        ),
        measured(prose`Among four answers the model was ${percent(reliability.meanConfidence, 2)} confident on
          average, and ${percent(reliability.accuracy, 2)} right${choose(facts.ties, {
            none: prose``,
            some: prose``,
            many: prose` (a tie counts as wrong)`,
          })}${choose(reliability.againstGuess, {
            better: prose``,
            'no clear effect': prose`, not clearly better than a blind guess`,
            worse: prose`, clearly worse than a blind guess`,
          })}. One temperature, fitted on others (${cite('guo-2017')}), brought ${
            scaling.logLoss.verdict === 'not finite'
              ? prose`the calibration error from ${barePoints(before.ece)} points to ${barePoints(after.ece)}${unlessClear(scaling.ece.verdict)}`
              : prose`the loss from ${nats(before.logLoss)} to ${nats(after.logLoss)}${unlessClear(scaling.logLoss.verdict)}`
          }.`),
        measured(
          choose(mistakes.any, {
            yes: prose`Mistakes come with high confidence, too: of ${count(mistakes.above.all)} choices with
              ${percent(mistakes.high, 2)} or more, ${count(mistakes.above.wrong)} were wrong.`,
            no: prose`None of ${count(mistakes.above.all)} choices with a confidence of ${percent(mistakes.high, 2)}
              or more was wrong. That is no promise that none will be.`,
            nobody: prose`No choice among four had a confidence of ${percent(mistakes.high, 2)} or more.`,
          }),
        ),
        measured(
          prose`${
            allSayNothing(repeated?.nothing, passages.questions)
              ? prose`With one false sentence beside a question none of ${count(passages.questions)} answers said anything`
              : prose`One false sentence beside a question was repeated in
                ${count(repeated?.untrue)} of ${count(passages.questions)} answers`
          }, and over all of them ${choose(passages.untrueTold, {
            'by none': prose`none of ${countInWords(untrue.asked)} signals ${
              passages.signals.some((signal) => signal.untrue?.verdict === 'reversed')
                ? prose`was clearly lower with it than with a right one`
                : prose`clearly told it from a right one`
            }${
              passages.bestReal.estimate === null || !beatsCoin(passages.bestReal.estimate)
                ? prose``
                : prose` (at best an AUROC of ${real(passages.bestReal.estimate, 2)}, on real questions)`
            }`,
            'by some': prose`${countInWords(untrue.byHowMany)} of ${countInWords(untrue.asked)} signals told it from
                a right one`,
          })}.`,
        ),
      ]),
      sources([
        source({
          id: 'openai-logprobs',
          authors: ['Hills, James', 'Anadkat, Shyamal'],
          year: 2023,
          title: 'Using logprobs',
          where: 'OpenAI Cookbook',
          url: 'https://cookbook.openai.com/examples/using_logprobs',
          adds: prose`Code to run against an API today: labels, retrieval, completion, with no test of how far the
            numbers can be trusted.`,
        }),
        source({
          ...GUO_2017,
          adds: prose`Where overconfidence comes from in deep networks, and temperature scaling against other
            remedies on many data sets.`,
        }),
        source({
          ...KADAVATH_2022,
          adds: prose`P(True) on models large enough for it to work, and what makes it better: showing the model
            several of its own answers.`,
        }),
        source({
          id: 'holtzman-2021',
          authors: ['Holtzman, Ari', 'West, Peter', 'Shwartz, Vered', 'Choi, Yejin', 'Zettlemoyer, Luke'],
          year: 2021,
          title: 'Surface Form Competition: Why the Highest Probability Answer Isn’t Always Right',
          where: 'Empirical Methods in Natural Language Processing',
          url: 'https://aclanthology.org/2021.emnlp-main.564',
          adds: prose`Why the many spellings of one answer take probability from each other, and the correction that
            divides by how likely the answer is anyway.`,
        }),
        source({
          ...WU_2024,
          adds: prose`Six large models against passages that were made false step by step, and a way to weigh the
            model's own answer against the passage by their probabilities.`,
        }),
      ]),
    ];
  },
});
