import { at } from '#numerics/list';
import { instrument, prose, section } from '#report';
import { decibels, equation, math, percent, text, token } from '#report/values';
import { passageEvidence } from './passage-evidence.measure.ts';
import { answersHold, bareAnswersRare, breakEven } from './passage-findings.ts';
import { passageScores } from './passage-scores.measure.ts';

export const neitherAnswer = section({
  id: 'neither-answer',
  title: prose`What odds between two answers cannot say`,
  needs: { m: passageEvidence, scores: passageScores },
  write: ({ m, scores: { likeliest } }) => [
    prose`Leave out the examples, and put this sentence before the bare question:

      > ${text(m.example.sentence)}

      The odds of ${token(m.example.rightAnswer)} against ${token(m.example.rivalAnswer)} are ${decibels(m.example.odds, 1)}.
      Will the model answer ${token(m.example.rightAnswer)}? Look at the probabilities behind the odds:
      ${percent(m.example.bare.right, 2)} and ${percent(m.example.bare.rival, 2)}. The likeliest next token is
      ${token(at(likeliest, 0).text)}, with ${percent(at(likeliest, 0).probability, 2)}. It begins a sentence, which may
      name either river, or none.`,
    instrument({
      kind: 'answers',
      example: {
        question: 'Question: Which river flows through Baghdad?\nAnswer:',
        answers: ['Tigris', 'Euphrates'],
        passage: 'The river that flows through Baghdad is the Tigris.',
      },
    }),
    prose`${bareAnswersRare(m)} Decibels say which of two answers is likelier. They say nothing about whether either
      is given. So print the sum of the two probabilities beside the odds, and if it is small, change the prompt first.
      ${answersHold(m)} Without a passage, they hold ${percent(m.paragraph.none.together, 2)} and
      ${percent(m.sentence.none.together, 2)}: the rest belongs to everything else that the model might write, such as other names.

      Nor do decibels say what is true. They measure how the model reacts to a passage.`,
  ],
});

export const retrievalRule = section({
  id: 'retrieval-rule',
  title: prose`A rule for your retrieval system`,
  needs: { m: passageEvidence },
  write: ({ m }) => [
    prose`When does retrieval help? Take questions with a known answer and a tempting rival, and score both answers three
      times: with no passage, with a passage that names the right answer, and with the same passage after you have
      swapped in the rival. Count the questions on which the rival leads: ${math`n`} with no passage, ${math`r`} with the
      right one, ${math`f`} with the false one.

      Suppose that a share ${math`x`} of the passages that your system finds is false, and the others are right. The rival
      then leads on about ${math`x f + (1 - x) r`} questions. That is less than ${math`n`} if`,
    equation`x < \frac{n - r}{f - r}`,
    prose`${breakEven(m)} Twenty questions give a rough border, so measure yours.

      A model that knows the answers has a small ${math`n`}: there is little to gain, and a few false passages undo it.
      So the rule has four parts:

      - **Retrieve for what the model cannot answer alone.** Elsewhere, be strictest about your sources.
      - **Judge passages before they enter the prompt.** Afterwards, a false one counts like a true one.
      - **Correct by naming what is right.** “It is not the Euphrates” puts Euphrates into the prompt.
      - **Remove duplicates,** and use the room for another source.`,
  ],
});
