import { at } from '#numerics/list';
import { figure, instrument, prose, section, visible } from '#report';
import * as mark from '#report/marks';
import { codeText, percent, real, ref, text, token } from '#report/values';
import { capitalAnswers } from './capitals.measure.ts';
import { nextToken } from './next-token.measure.ts';
import { softmaxSteps } from './softmax-by-hand.measure.ts';

const tokens = mark.n('token', { sort: null, title: null, axis: { style: 'tokens' } });

export const behindTheAnswer = section({
  id: 'behind-the-answer',
  title: prose`Every token gets a score and a probability`,
  needs: { asked: capitalAnswers, next: nextToken, steps: softmaxSteps },
  write: ({ asked, next, steps }) => [
    prose`Give a language model “${text(next.prompt)}”, and it continues with ${token(at(next.top, 0).text)}. (The sign ␣ is a
      space.) Before it continues, it scores every token in its vocabulary, then turns the scores into probabilities.
      ${ref('logits-to-probabilities')} shows the top of the list: ${token(at(next.top, 0).text)} has
      ${percent(at(next.top, 0).probability, 2)} and ${token(at(next.top, 2).text)} ${percent(at(next.top, 2).probability, 2)}. If
      the next token is drawn at random, ${percent(steps.notFirst, 2)} of the time it is not ${token(at(next.top, 0).text)}.`,
    figure({
      id: 'logits-to-probabilities',
      caption: prose`The ten likeliest tokens after “${text(next.prompt)}”: their scores, called
          logits, and their probabilities.`,
      alt: prose`Two panels of ten rows. The logits run from ${real(at(next.top, 0).logit, 2)} for ${token(at(next.top, 0).text)} down to
          ${real(at(next.top, next.top.length - 1).logit, 2)}. The bars of the probabilities run from ${percent(at(next.top, 0).probability, 2)} down to
          ${percent(at(next.top, next.top.length - 1).probability, 2)}.`,
      data: next.top.map((row) => ({
        token: visible(row.text),
        logit: row.logit,
        probability: row.probability,
      })),
      spec: {
        hconcat: [
          mark.dots({ y: tokens, x: mark.q('logit', { scale: { zero: true } }) }, { size: 70 }),
          mark.bars({ y: tokens, x: mark.q('probability', { axis: { format: '%', tickCount: 5 } }) }),
        ].map((view) => ({ height: { step: 22 }, ...view })),
      },
    }),
    prose`Many APIs return these probabilities as logarithms, called *log-probabilities* (\`logprobs\`). With them, a program can
      compare answers, tell how sure the model is, and ask a person when in doubt. A sure model can still be wrong.

      All numbers in this chapter come from ${codeText(asked.model)}.${
        asked.weights === null
          ? prose``
          : prose` It is tiny, with weights ${text(asked.weights)}: take the methods, not the numbers.`
      } On a page that runs the model, there is a text field here: type a text, and bars show what may follow.`,
    instrument({ kind: 'next', example: { text: next.prompt } }),
  ],
});
