import { output, prose, section } from '#report';
import { count, ref, text } from '#report/values';
import { gateExample, gateResults } from './gate.measure.ts';
import { outOf } from './number-formats.ts';

export const gateSection = section({
  id: 'retrieval-gate',
  title: prose`A gate for retrieval`,
  needs: { m: gateExample, results: gateResults },
  write: ({ m, results: { right, untrue } }) => [
    prose`What can a program do about false passages? The gate below is for questions that the model can also answer closed-book. It asks with and without the passage, in two requests. It answers if the answers agree and the probability with the passage reaches a threshold. If the answers differ, or there is none without the passage, a person checks the source. Save the gate next to \`confidence.py\`.

      \`\`\`python
      from math import log
      from confidence import ask, value

      def gate(question, passage, threshold):
          """The answer from a passage, or what a person should do."""
          alone = value(ask(question))
          sourced = value(ask(f"Source: {passage}\\nQuestion: {question}"))
          if sourced is None or sourced[1] < log(threshold):
              return "hand over"
          if alone and alone[0].lower() == sourced[0].lower():
              return sourced[0]
          return f"check the source of {sourced[0]}"

      # The threshold is an example: choose yours on replies with passages.
      for year in [1989, 1985]:
          passage = f"Crowds climbed on the Berlin Wall when it fell in {year}."
          print(gate("In which year did the Berlin Wall fall?", passage, threshold=0.5))
      \`\`\``,
    output(m.decisions.map((decision) => prose`${text(decision)}`)),
    prose`The comparison is strict: “the Tiber” and “Tiber” differ, and go to a check.

      Of the replies of ${ref('retrieved-context')} with a false passage, ${count(untrue.passed)} reach the threshold of ${ref('confidence-thresholds')}. The gate answers ${count(untrue.answered)} of them (${count(untrue.answeredWrong)} wrong) and sends ${count(untrue.checked)} to a check (${count(untrue.checkedWrong)} wrong). With right passages it answers ${outOf(right.answered, right.passed)}. These numbers are flattering, because the model knows the easy questions.

      The gate approves no answer that only the passage gives. For such answers, search the passage for the words of the answer, as in ${ref('retrieved-context')}, and let the confidence decide which answers a person checks first. One thing is impossible: **if the passage is the only source, and a false version would be as plausible to the model as the true one, no confidence score shows whether the passage is true.**`,
  ],
});
