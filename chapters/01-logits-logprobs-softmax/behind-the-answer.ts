import { at } from '#numerics/list';
import { instrument, prose, section } from '#report';
import { codeText, percent, text, token } from '#report/values';
import { capitalAnswers } from './capitals.measure.ts';
import { nextToken } from './next-token.measure.ts';
import { softmaxSteps } from './softmax-by-hand.measure.ts';

export const behindTheAnswer = section({
  id: 'behind-the-answer',
  title: prose`Behind the answer`,
  needs: { asked: capitalAnswers, next: nextToken, steps: softmaxSteps },
  write: ({ asked, next, steps }) => [
    prose`Give a language model “${text(next.prompt)}”, and it continues with ${token(at(next.top, 0).text)}. (The sign ␣ is a
      space.) Behind this answer are probabilities: ${percent(at(next.top, 0).probability, 2)} for ${token(at(next.top, 0).text)},
      ${percent(at(next.top, 2).probability, 2)} for ${token(at(next.top, 2).text)}. Drawn at random, the next token is another one ${percent(steps.notFirst, 2)}  of the time.

      Many APIs return these numbers as *log-probabilities* (\`logprobs\`). With them, a program can compare answers, tell how
      sure the model is, and ask a person when in doubt. A sure model can still be wrong.

      All numbers in this chapter come from ${codeText(asked.model)}.${
        asked.weights === null
          ? prose``
          : prose` It is tiny, with weights ${text(asked.weights)}: take the methods, not the numbers.`
      }`,
    instrument({ kind: 'next', example: { text: next.prompt } }),
  ],
});
