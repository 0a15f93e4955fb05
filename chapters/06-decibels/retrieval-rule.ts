import { at } from '#numerics/list';
import { instrument, prose, section } from '#report';
import { decibels, equation, given, math, percent, ref, text, token } from '#report/values';
import { passageEvidence } from './passage-evidence.measure.ts';
import { bareAnswersRare, breakEven, otherReplies } from './passage-findings.ts';
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
      ${percent(m.example.bare.right, 3)} and ${percent(m.example.bare.rival, 3)}. The likeliest next token is
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
    prose`${bareAnswersRare(m)} Decibels say which of two answers is likelier. They do not say whether the model will give
      either answer. So print the sum of the two probabilities beside the odds, and if it is small, change the prompt first,
      for example by putting a few examples before the passage.

      Nor do decibels say what is true. They measure how the model reacts to a passage.`,
  ],
});

export const retrievalRule = section({
  id: 'retrieval-rule',
  title: prose`A rule for your retrieval system`,
  needs: { m: passageEvidence },
  write: ({ m }) => [
    prose`When does retrieval help? Count replies. Take questions with a known answer and a tempting rival. Ask each with
      no passage, with a passage that names the right answer, and with the same passage after you have swapped in the
      rival.

      What does a false reply cost you? Say that it costs as much as a right one gains. Then score each case: the share of
      replies that begin with the right answer, minus the share that begins with the rival. Call the score ${math`n`} with
      no passage, ${math`g`} with the right one and ${math`f`} with the false one. (You need not collect replies. The share
      that begins with an answer is its mean probability, if you sample at temperature one.)

      Suppose that a share ${math`x`} of the passages that your system finds is false, and the others are right. The score
      is then ${math`x f + (1 - x) g`}. Retrieval helps while this is above ${math`n`}. Solve for ${math`x`}, with ${math`g`}
      above ${math`n`} and ${math`f`}:`,
    equation`x < \frac{g - n}{g - f}`,
    prose`${breakEven(m)} (These are ${given(95)}% intervals, from drawing the questions again and again with replacement.)

      Here a reply with neither answer counts as zero (${ref('passage-numbers')}). ${otherReplies(m)} So decide first what
      you call false. If a false reply costs more than a right one gains, subtract it as often as it costs.

      If the model knows the answers already, ${math`n`} is close to ${math`g`}, and a few false passages undo the gain. So
      measure the break-even share on your model and your questions.

      Three habits follow from the experiments:

      - **Check passages before they enter the prompt.** Once a false one was in it, our model usually followed it.
      - **Do not correct by denying.** Supply a passage that names what is right.
      - **Remove duplicates.** A second copy costs tokens and added little. We did not test a second source.`,
  ],
});
