import { at } from '#numerics/list';
import { always, choose, measured, prose, recap, type Seen, section } from '#report';
import { count, percent, ref } from '#report/values';
import { retrievalChoices } from './retrieval-choices.measure.ts';
import { retrievalEffects } from './retrieval-effects.measure.ts';
import { reviewLabels } from './review-labels.measure.ts';
import { temperatureScaling } from './scaling.measure.ts';
import { againstCoin, orNoChange } from './shared.ts';
import { confidenceThresholds } from './thresholds.measure.ts';

const movedBy = ({ rightChange }: Seen<typeof retrievalChoices>) =>
  orNoChange(rightChange.verdict, rightChange.gained, rightChange.lost);

export const recipe = section({
  id: 'confidence-recipe',
  title: prose`A recipe for programs that retrieve`,
  needs: { effects: retrievalEffects, choices: retrievalChoices, scaling: temperatureScaling },
  write({ effects, choices, scaling }) {
    return [
      prose`Each step points at its measurement.`,
      prose`
        - **Ask with and without the passage.** ${choose(effects.rises, {
          tell: prose`A large rise, say of more than ${count(effects.rise)} nats,
          makes it likelier that the passage names the answer; a small one says little`,
          'do not tell': prose`Whether a large rise tells that the passage names the answer must be tested; with this
            model it did not`,
        })} (${ref('naming-table')}).
        - **Do not read confidence as truth.** A false passage ${choose(movedBy(choices), {
          down: prose`turned right choices into wrong ones`,
          up: prose`turned wrong choices into right ones`,
          'no clear effect': prose`did not clearly change the choices`,
          none: prose`changed none of the choices`,
        })}, and confidence ${choose(
          orNoChange(
            choices.confidenceChange.verdict,
            choices.confidenceChange.low,
            choices.confidenceChange.high,
          ),
          {
            up: prose`rose`,
            down: prose`fell`,
            'no clear effect': prose`showed no clear change`,
            none: prose`did not change`,
          },
        )} (${ref('confidence-and-correctness')}). Judge passages by other means.
        - **Compare answers with answers where you have candidates** (${ref('signal-shares')}). Without a
          list, test the sum of the free answer (${ref('free-answers')}).
        - **For labels, test the cut on labelled examples** (${ref('label-odds')}). Add up the spellings:
          that is the correct sum (${ref('label-table')}).
        - **Choose the threshold on labelled questions of your own,** for your prompt, your passages and your
          model, with an interval (${ref('risk-coverage')}). In the project's folder, \`npm run calibrate\` does that for
          a file of them.
        - **Check calibration with its chance level beside it** (${ref('reliability-diagram')}). One
          temperature, fitted on dev, ${choose(at(scaling.rows, 1).chanceVerdict, {
            within: choose(at(scaling.rows, 0).chanceVerdict, {
              beyond: prose`brought the error down to the level of chance`,
              within: prose`left the error at the level of chance, where it was before`,
            }),
            beyond: choose(at(scaling.rows, 0).chanceVerdict, {
              beyond: prose`did not bring the error down to the level of chance`,
              within: prose`took the error from the level of chance to above it`,
            }),
          })} (${ref('scaling-table')}).
        - **Be prepared for the confident mistake** (${ref('wrong-by-name')}). What must not be wrong needs a
          check outside the model.
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
        always(prose`A log-probability says how well words fit the text before them, to the model. It ranks answers; read as a
          chance of being right, it must be tested.`),
        always(prose`Separating right from wrong (AUROC) and meaning what one says (calibration) are two virtues;
          measure both, with intervals and with the level of chance.`),
        always(prose`Thresholds come from labelled data of your own, not from a table.`),
        measured(
          prose`${choose(m.clean.surest, {
            high: prose`Mistakes come with high confidence, too. `,
            'not high': prose``,
          })}${choose(m.clean.size, {
            'nearly all': prose`Only a threshold that withholds nearly everything, here
            ${percent(m.clean.share)} of the answers, stops them all.`,
            some: prose`A threshold that stops every mistake withholds ${percent(m.clean.share)} of the answers
            here.`,
            all: prose`No threshold stops every mistake here, short of withholding everything.`,
            none: prose`No mistake among few items is no promise that there will be none.`,
          })}`,
        ),
        measured(
          prose`For labels, zero need not be a natural cut${choose(labels.cut, {
            'all up': prose`: chosen on labelled examples, the cut did clearly better.`,
            'all clear': prose`: test the cut on labelled examples.`,
            'some clear': prose`: test the cut on labelled examples.`,
            'none clear': prose`: test the cut on labelled examples.`,
          })}`,
        ),
        measured(
          prose`${choose(movedBy(choices), {
            down: prose`Retrieved context moves the choice towards what the passage says, true or
            not${againstCoin(
              choices.mixed.verdict,
              {
                'does not': prose`.`,
                separates: prose`; confidence told which, but weakly.`,
                reversed: prose`; confidence did not tell which.`,
              },
              prose`.`,
            )}`,
            up: prose`A retrieved passage need not move the choice towards what it says: here it did the opposite.`,
            'no clear effect': prose`A retrieved passage need not move the choice towards what it says: here it
            did not clearly do so.`,
            none: prose`A retrieved passage need not move the choice towards what it says: here a false
            one changed no choice.`,
          })}`,
        ),
      ]),
    ];
  },
});
