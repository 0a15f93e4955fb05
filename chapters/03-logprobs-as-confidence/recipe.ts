import { at } from '#numerics/list';
import { recap } from '#report/block';
import { choose } from '#report/claim';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, percent, real, ref } from '#report/values';
import { freeAnswers } from './free-answers.ts';
import { retrievalChoices } from './retrieval-choices.ts';
import { retrievalEffects } from './retrieval-effects.ts';
import { reviewLabels } from './review-labels.ts';
import { temperatureScaling } from './scaling.ts';
import { confidenceThresholds } from './thresholds.ts';

export const recipe = section({
  id: 'confidence-recipe',
  title: prose`A recipe for programs that retrieve`,
  needs: {
    effects: retrievalEffects,
    choices: retrievalChoices,
    free: freeAnswers,
    labels: reviewLabels,
    scaling: temperatureScaling,
  },
  write({ effects, choices, free, labels, scaling }) {
    const [named, notNamed] = [at(effects.naming, 0), at(effects.naming, 1)];
    const [before, after] = [at(scaling.rows, 0), at(scaling.rows, 1)];
    const counterfactual = at(choices.byCondition, 3);
    const [yesNo, sentiment] = [at(labels.questions, 0), at(labels.questions, 1)];
    return [
      prose`
        For a program that looks up passages and answers questions with them; each step points at its measurement.
      `,
      prose`
        - **Ask with and without the passage.** A rise of more than ${count(effects.rise)} nats came to ${count(named.above)} of
          ${count(named.n)} answers that the passage named and to ${count(notNamed.above)} of ${count(notNamed.n)} others
          (${ref('naming-table')}). It suggests that the answer was supported by the passage, not that the passage is right.
        - **Do not read confidence as truth.** With a false passage only ${count(counterfactual.right)} of
          ${count(choices.questions)} choices were right, ${choose(choices.confidenceChange.verdict, {
            up: prose`and confidence rose`,
            down: prose`and confidence fell`,
            'no clear effect': prose`and confidence showed no clear change`,
          })} (${ref('confidence-and-correctness')}). Judge passages by other means.
        - **Compare answers with answers where you have candidates** (${ref('signal-shares')}). Without a list, the sum of the
          free answer ranked well on ${count(free.n)} capitals and elements: AUROC ${real(free.auroc.estimate, 'statistic')},
          within one kind ${real(free.within.estimate, 'statistic')} (${ref('free-answers')}).
        - **Add up surface forms, and choose the cut on labelled examples.** With one spelling each, the two questions about
          reviews got ${count(yesNo.oneSpelling.right)} and ${count(sentiment.oneSpelling.right)} of ${count(labels.clear)} right,
          with all ${count(yesNo.right)} and ${count(sentiment.right)}; with a cut from labelled examples
          ${count(yesNo.rightOutOfSample)} and ${count(sentiment.rightOutOfSample)} (${ref('label-table')}).
        - **Choose the threshold on labelled questions of your own,** for your prompt, your passages and your model, with an
          interval (${ref('threshold-table')}).
        - **Check calibration with its chance level beside it** (${ref('reliability-diagram')}). One temperature, fitted on dev, took
          the calibration error from ${real(before.ece, 'statistic')} to ${real(after.ece, 'statistic')}, ${choose(
            after.chanceVerdict,
            {
              within: prose`within its chance level`,
              beyond: prose`still above its chance level`,
            },
          )} (${ref('scaling-table')}).
        - **Expect the confident mistake** (${ref('wrong-by-name')}). What must not be wrong needs a check outside the model.
      `,
    ];
  },
});

export const rememberConfidence = section({
  id: 'remember-confidence',
  title: prose`What to remember`,
  needs: { m: confidenceThresholds },
  write({ m }) {
    return [
      recap([
        prose`A log-probability says how well words fit the text before them. It ranks answers; read as a chance of being right, it must be tested.`,
        prose`Separating right from wrong (AUROC) and meaning what one says (calibration) are two virtues; measure both, with intervals and with the level of chance.`,
        prose`Thresholds come from labelled data of your own, not from a table.`,
        prose`Some mistakes come with full confidence. ${choose(m.clean.size, {
          'nearly all': prose`Only a threshold that withholds nearly everything, here ${percent(m.clean.share)} of the answers, stops them all.`,
          some: prose`A threshold that stops them all withholds ${percent(m.clean.share)} of the answers here.`,
        })}`,
        prose`Sum the spellings of a label, and choose the cut on labelled examples: zero is no natural one.`,
        prose`Retrieved context moves the choice towards what the passage says, true or not; confidence does not tell which.`,
      ]),
    ];
  },
});
