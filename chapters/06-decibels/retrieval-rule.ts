import { at } from '#numerics/list';
import { instrument, prose, section } from '#report';
import { decibels, equation, math, percent, ref, text, token } from '#report/values';
import { passageEvidence } from './passage-evidence.measure.ts';
import { bareAnswersRare, breakEven } from './passage-findings.ts';
import { passageScores } from './passage-scores.measure.ts';

export const neitherAnswer = section({
  id: 'neither-answer',
  title: prose`What odds between two answers cannot say`,
  needs: { m: passageEvidence, scores: passageScores },
  write: ({ m, scores: { likeliest } }) => [
    prose`Leave out the four examples, and put one sentence before the bare question:

      > ${text(m.example.sentence)}

      The odds of ${token(m.example.rightAnswer)} against ${token(m.example.rivalAnswer)} are now ${decibels(m.example.odds, 1)}.
      Will the model answer ${token(m.example.rightAnswer)}? Look at the probabilities behind the odds:
      ${percent(m.example.bare.right, 2)} and ${percent(m.example.bare.rival, 2)}. The likeliest next token is
      ${token(at(likeliest, 0).text)}, with ${percent(at(likeliest, 0).probability, 2)}. It begins a sentence, and that
      sentence may name either river, or none.`,
    instrument({
      kind: 'answers',
      example: {
        question: 'Question: Which river flows through Baghdad?\nAnswer:',
        answers: ['Tigris', 'Euphrates'],
        passage: 'The river that flows through Baghdad is the Tigris.',
      },
    }),
    prose`${bareAnswersRare(m)}

      So print the sum of the two probabilities beside the odds. If it is small, change the prompt before you measure anything
      with it: a few examples with short answers, or an instruction that your model obeys.

      The odds also cannot say what is true. They would be a likelihood ratio if the model reasoned by
      Bayes' rule about the world. It continues a text, and the evidence is what the passage does to the text.`,
  ],
});

export const retrievalRule = section({
  id: 'retrieval-rule',
  title: prose`A rule for your retrieval system`,
  needs: { m: passageEvidence },
  write: ({ m }) => [
    prose`When does retrieval help? It depends on how often it finds something false, and you can measure how often is too
      often. Collect questions with a known answer and a tempting rival. Score both answers with no passage, with a passage
      that names the right answer, and with the same passage after you have put the rival's name into it. Count
      the questions on which the rival leads: ${math`n`} with no passage, ${math`r`} with the right one, and ${math`f`} with the
      false one.

      Now suppose that a share ${math`x`} of the passages that your system finds is false, and the others are right. The rival
      then leads on about ${math`x f + (1 - x) r`} questions. That is less than ${math`n`} if`,
    equation`x < \frac{n - r}{f - r}`,
    prose`${breakEven(m)}

      Look at ${math`n`}. A model that knows the answers has a small ${math`n`}, so there is little to gain, and
      a few false passages undo it. So retrieve for questions that the model cannot answer alone, and be strictest about
      your sources where it can.

      The rest of the rule is a list for whoever builds the prompt:

      - **Judge passages before the prompt.** The model weighs what is written, not who wrote it.
      - **Correct by naming what is right.** “It is not the Euphrates” puts the wrong name into the prompt. Write “It is the
        Tigris”, and leave out passages that list mistakes.
      - **Remove duplicates.** Use the room for another source, and measure both in one prompt, since they may overlap.
      - **Test against an unrelated passage** of the same length. It shows what the mere presence of a text does.
      - **Measure on your model and your questions.** Ours are ${ref('passage-summary')}: twenty easy questions, and rivals that we
        chose.`,
  ],
});
