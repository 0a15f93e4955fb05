import { prose, section } from '#report';
import { freeAnswers } from './free-answers.measure.ts';
import { freeAnswersPart } from './free-answers.ts';
import { chatTemplate, phrasings } from './phrasings.measure.ts';
import { chatPart, phrasingsPart } from './phrasings.ts';
import { samplingAgreement } from './sampling.measure.ts';
import { samplingPart } from './sampling.ts';
import { temperatureScaling } from './scaling.measure.ts';
import { scalingPart } from './scaling.ts';
import { scoresCompared } from './scores-compared.measure.ts';
import { scoresComparedPart } from './scores-compared.ts';

export const otherScores = section({
  id: 'other-scores',
  title: prose`Other scores, and other ways to ask`,
  needs: {
    compared: scoresCompared,
    scaling: temperatureScaling,
    wording: phrasings,
    chat: chatTemplate,
    free: freeAnswers,
    sampling: samplingAgreement,
  },
  write({ compared, scaling, wording, chat, free, sampling }) {
    return [
      prose`The sum is not the only score, and listed answers after the beginning of a statement are not the
        only way to ask. Each part below answers one question about that.`,
      scoresComparedPart(compared),
      scalingPart(scaling),
      phrasingsPart(wording),
      chatPart(chat),
      freeAnswersPart(free),
      samplingPart(sampling),
    ];
  },
});
