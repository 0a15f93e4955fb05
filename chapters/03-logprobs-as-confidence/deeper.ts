import { prose } from '#report/prose';
import { section } from '#report/section';
import { freeAnswers, freeAnswersPart } from './free-answers.ts';
import { chatPart, chatTemplate, phrasings, phrasingsPart } from './phrasings.ts';
import { samplingAgreement, samplingPart } from './sampling.ts';
import { scalingPart, temperatureScaling } from './scaling.ts';
import { scoresCompared, scoresComparedPart } from './scores-compared.ts';

export const whichScore = section({
  id: 'which-score',
  title: prose`Other scores, and a repair`,
  needs: { compared: scoresCompared, scaling: temperatureScaling },
  write({ compared, scaling }) {
    return [
      prose`
        The sum of log-probabilities is not the only number that a model gives with an answer, and confidence need not be
        taken as it comes. Two folded parts follow up on that.
      `,
      scoresComparedPart(compared),
      scalingPart(scaling),
    ];
  },
});

export const otherWaysToAsk = section({
  id: 'other-ways-to-ask',
  title: prose`Other ways to ask`,
  needs: { wording: phrasings, chat: chatTemplate, free: freeAnswers, sampling: samplingAgreement },
  write({ wording, chat, free, sampling }) {
    return [
      prose`
        Everything so far scored listed answers after the beginning of a statement. The same facts can be asked as questions, in
        the chat template, with free answers, or many times over. Each of these folded parts repeats the test in another form.
      `,
      phrasingsPart(wording),
      chatPart(chat),
      freeAnswersPart(free),
      samplingPart(sampling),
    ];
  },
});
