import { at } from '#numerics/list';
import { choose, prose, recap, section } from '#report';
import { count, percent, ref } from '#report/values';
import { retrievalChoices } from './retrieval-choices.measure.ts';
import { retrievalEffects } from './retrieval-effects.measure.ts';
import { reviewLabels } from './review-labels.measure.ts';
import { temperatureScaling } from './scaling.measure.ts';
import { confidenceThresholds } from './thresholds.measure.ts';

export const recipe = section({
  id: 'confidence-recipe',
  title: prose`A recipe for programs that retrieve`,
  needs: { effects: retrievalEffects, choices: retrievalChoices, scaling: temperatureScaling },
  write({ effects, choices, scaling }) {
    return [
      prose`Each step points at its measurement.`,
      prose`
        - **Ask with and without the passage.** A large rise, say of more than ${count(effects.rise)} nats,
          suggests that the passage names the answer; a small one says little (${ref('naming-table')}).
        - **Do not read confidence as truth.** A false passage ${choose(choices.rightChange.verdict, {
          down: prose`turned right choices into wrong ones`,
          up: prose`did not turn right choices into wrong ones`,
          'no clear effect': prose`did not clearly change the choices`,
        })}, and confidence ${choose(choices.confidenceChange.verdict, {
          up: prose`rose`,
          down: prose`fell`,
          'no clear effect': prose`showed no clear change`,
        })} (${ref('confidence-and-correctness')}). Judge passages by other means.
        - **Compare answers with answers where you have candidates** (${ref('signal-shares')}). Without a
          list, try the sum of the free answer (${ref('free-answers')}).
        - **For labels, choose the cut on labelled examples** (${ref('label-odds')}). Add up the spellings:
          that is the correct sum (${ref('label-table')}).
        - **Choose the threshold on labelled questions of your own,** for your prompt, your passages and your
          model, with an interval (${ref('risk-coverage')}).
        - **Check calibration with its chance level beside it** (${ref('reliability-diagram')}). One
          temperature, fitted on dev, ${choose(at(scaling.rows, 1).chanceVerdict, {
            within: prose`brought the error down to the level of chance`,
            beyond: prose`did not bring the error down to the level of chance`,
          })} (${ref('scaling-table')}).
        - **Expect the confident mistake** (${ref('wrong-by-name')}). What must not be wrong needs a check
          outside the model.
      `,
    ];
  },
});

export const rememberConfidence = section({
  id: 'remember-confidence',
  title: prose`What to remember`,
  needs: { m: confidenceThresholds, labels: reviewLabels, choices: retrievalChoices },
  write({ m, labels, choices }) {
    return [
      recap([
        prose`A log-probability says how well words fit the text before them. It ranks answers; read as a
          chance of being right, it must be tested.`,
        prose`Separating right from wrong (AUROC) and meaning what one says (calibration) are two virtues;
          measure both, with intervals and with the level of chance.`,
        prose`Thresholds come from labelled data of your own, not from a table.`,
        prose`Some mistakes come with high confidence. ${choose(m.clean.size, {
          'nearly all': prose`Only a threshold that withholds nearly everything, here
            ${percent(m.clean.share)} of the answers, stops them all.`,
          some: prose`A threshold that stops them all withholds ${percent(m.clean.share)} of the answers
            here.`,
        })}`,
        prose`For labels, the cut matters${choose(labels.cut, {
          'all up': prose`: chosen on labelled examples, it did clearly better than zero, which is not a
            natural cut.`,
          'some clear': prose`: choose it on labelled examples, for zero is not a natural cut.`,
          'none clear': prose`: choose it on labelled examples, for zero is not a natural cut.`,
        })}`,
        prose`Retrieved context moves the choice towards what the passage says, true or
          not${choose(choices.mixed.verdict, {
            'does not': prose`; confidence did not tell which.`,
            separates: prose`; confidence told which, but weakly.`,
          })}`,
      ]),
    ];
  },
});
