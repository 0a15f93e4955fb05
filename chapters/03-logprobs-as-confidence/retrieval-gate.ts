import { and, finding, greater, output, prose, type Seen, section, table } from '#report';
import { count, percent, ref, text } from '#report/values';
import { gateExample } from './gate.measure.ts';
import { gateMistakes } from './gate-mistakes.measure.ts';
import { outOf, withPart } from './number-formats.ts';
import { passageResults } from './passage-results.measure.ts';
import { groupOf } from './retrieved-context.ts';

type Results = Seen<typeof passageResults>;

const gateStopsFalseAnswers = ({ groups }: Results) => {
  const [right, untrue] = [groupOf(groups, 'known', 'right'), groupOf(groups, 'known', 'untrue')];
  return finding({
    id: 'gate-stops-false-answers',
    when: and(
      greater('wrong answers beside a false passage that go to a person', untrue.checkedWrong, 0),
      greater('easy replies that the gate answers beside the right passage', right.answered, untrue.answered),
    ),
    context: [right.asked],
    text: () =>
      prose`Beside a right passage, the gate answers ${outOf(right.answered, right.asked)} easy questions. Beside a false one it answers ${count(untrue.answered)}, and sends ${count(untrue.checkedWrong)} wrong answers to a person. None of these answers can be wrong, because easy questions are those that the model answers rightly by itself.`,
  });
};

const gateApprovesMistakes = (
  { questions, approved, repeated, atMost }: Seen<typeof gateMistakes>,
  { groups, invented }: Results,
) => {
  const guessed = groupOf(groups, 'invented', 'none').right;
  return finding({
    id: 'threshold-stops-repeated-mistakes',
    when: greater(
      'mistakes that the gate approves without a threshold, against those with it',
      repeated,
      approved,
    ),
    context: [questions, atMost, invented, guessed],
    text: () =>
      prose`The model gets ${count(questions)} questions wrong by itself: the ${count(invented)} invented ones, without ${count(guessed)} lucky guesses, and those that we meant to be easy and it fails. Beside a right or a false passage, the gate approves a reply to ${count(approved)} of these ${count(questions)} (bound: ${percent(atMost ?? undefined, 2)}). Without the threshold, it would approve ${count(repeated)}, because two replies can agree on a mistake.`,
  });
};

export const gateSection = section({
  id: 'retrieval-gate',
  title: prose`A gate for retrieval`,
  needs: { m: gateExample, results: passageResults, mistakes: gateMistakes },
  write: ({ m, results, mistakes }) => [
    prose`What can a program do about false passages? The gate below approves nothing that only your documents answer, which is what retrieval is for. It protects questions that the model can answer by itself, at twice the cost: it asks with and without the passage. It answers if both answers agree and the probability with the passage reaches a threshold. If the answers differ, a person checks the source. Save it next to \`confidence.py\` (${ref('decide')}).

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
    prose`The comparison is strict: “the Tiber” and “Tiber” differ, and go to a check. ${ref('gate-counts')} counts what this program does with all our questions, at the threshold of ${ref('confidence-thresholds')}.`,
    table({
      id: 'gate-counts',
      caption: prose`Finished replies, those above the threshold, and what the gate decides; in brackets, how many of them are right or wrong.`,
      rows: results.groups.filter(({ condition }) => condition !== 'none'),
      columns: [
        ['question, passage', (row) => text(row.name), 'left'],
        ['asked', (row) => count(row.asked)],
        ['finished (right)', (row) => withPart(row.finished, row.right), 'right'],
        ['above the threshold (wrong)', (row) => withPart(row.passed, row.passedWrong), 'right'],
        ['answered (wrong)', (row) => withPart(row.answered, row.answeredWrong), 'right'],
        ['to check (wrong)', (row) => withPart(row.checked, row.checkedWrong), 'right'],
      ],
    }),
    prose`${gateStopsFalseAnswers(results)}

      If the model is wrong by itself, whatever the gate approves is the same wrong answer; on invented questions it may also be a lucky guess. ${gateApprovesMistakes(mistakes, results)}

      What about questions that only your documents answer? Search the passage for the words of the answer (${ref('word-search')} measures how much that finds and misses). Or ask a model whether the passage supports the answer, after a test that the model answers this question at all (${ref('ask-about-support')}).

      One thing is impossible: **if the passage is the only source, and a false version would be as plausible to the model as the true one, no confidence score shows whether the passage is true.**`,
  ],
});
