import { recap } from '#report/block';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { ref, term } from '#report/values';

export const recipe = section({
  id: 'confidence-recipe',
  title: prose`A recipe for programs that retrieve`,
  needs: {},
  write() {
    return [
      prose`
        Suppose you build a program that looks up passages and answers questions with them. Each step of this recipe points at
        the measurement that speaks for it.
      `,
      prose`
        - **Ask with and without the passage.** A rise of several nats suggests that the answer came from the passage
          (${ref('naming-table')}); it does not show that the passage is right.
        - **Do not read confidence as truth.** A wrong passage moves the choice to a wrong answer, and confidence does not fall
          (${ref('confidence-and-correctness')}). Whether the passage is right must be judged by other means.
        - **Compare answers with answers where you have candidates.** A softmax over the sums of one question is a confidence
          (${ref('signal-shares')}). Without a list, the sum of the free answer ranks as well
          (${ref('free-answers')}), with a threshold of its own.
        - **Add up surface forms, and choose the cut on labelled examples.** What the model says to an empty input shows that there
          is a bias, and only roughly how large it is (${ref('label-table')}).
        - **Choose the threshold on labelled questions of your own,** for your prompt, your passages and your model, with an
          interval (${ref('threshold-table')}).
        - **Check calibration with its chance level beside it** (${ref('reliability-diagram')}). If the model is too sure, one
          temperature, fitted on dev, may repair it (${ref('scaling-table')}).
        - **Expect the confident mistake** (${ref('wrong-by-name')}). What must not be wrong needs a check outside the model.
      `,
    ];
  },
});

export const rememberConfidence = section({
  id: 'remember-confidence',
  title: prose`What to remember`,
  needs: {},
  write() {
    return [
      recap([
        prose`A ${term('log-probability')} says how well words fit the text before them. It ranks answers; read as a chance of being right, it must be tested.`,
        prose`Separating right from wrong (${term('AUROC')}) and meaning what one says (${term('calibration')}) are two virtues; measure both, with intervals and with the level of chance.`,
        prose`Thresholds come from labelled data of your own, not from a table.`,
        prose`Some mistakes come with full confidence. No threshold stops them.`,
        prose`Sum the spellings of a label, and choose the cut on labelled examples: zero is no natural one.`,
        prose`Retrieved context moves the choice towards what the passage says, true or not; confidence does not tell which.`,
      ]),
    ];
  },
});
