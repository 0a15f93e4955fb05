import { and, finding, greater, less, none, output, prose, type Seen, section, table } from '#report';
import { count, percent, ref, text } from '#report/values';
import { gateExample } from './gate.measure.ts';
import { outOf, withPart } from './number-formats.ts';
import { passageResults } from './passage-results.measure.ts';
import { groupOf } from './retrieved-context.ts';

type Results = Seen<typeof passageResults>;

const gateStopsFalseAnswers = ({ groups }: Results) => {
  const [right, untrue] = [groupOf(groups, 'known', 'right'), groupOf(groups, 'known', 'untrue')];
  return finding({
    id: 'gate-stops-false-answers',
    when: and(
      none(
        'easy replies that the gate answers beside a false passage are wrong',
        untrue.answeredWrong,
        untrue.answered,
      ),
      greater('replies that it sends to a check instead', untrue.checkedWrong, 0),
      greater('easy replies that it answers beside the right passage', right.answered, 0),
    ),
    context: [right.asked, untrue.answeredAtMost],
    text: () =>
      prose`On easy questions the gate answers ${outOf(right.answered, right.asked)} beside a right passage. Beside a false one it answers ${count(untrue.answered)}, of which ${count(untrue.answeredWrong)} are wrong (bound: ${percent(untrue.answeredAtMost ?? undefined, 2)}), and sends ${count(untrue.checkedWrong)} wrong answers to a person.`,
  });
};

const gateIsNotForInvented = ({ groups }: Results) => {
  const right = groupOf(groups, 'invented', 'right');
  return finding({
    id: 'gate-answers-no-invented-question',
    when: less(
      'invented questions that the gate answers, against right replies',
      right.answered,
      right.right,
    ),
    context: [right.asked],
    text: () =>
      prose`Of the ${count(right.asked)} invented questions with a right passage, ${count(right.right)} are answered rightly, but the gate lets only ${count(right.answered)} through.`,
  });
};

export const gateSection = section({
  id: 'retrieval-gate',
  title: prose`A gate for retrieval`,
  needs: { m: gateExample, results: passageResults },
  write: ({ m, results }) => [
    prose`What can a program do about false passages? The gate below is for questions that the model can also answer closed-book. It asks twice, with and without the passage. It answers if both answers agree and the probability with the passage reaches a threshold. If the answers differ, a person checks the source. Save the gate next to \`confidence.py\`.

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
    prose`${gateStopsFalseAnswers(results)} These numbers are optimistic, because we kept only easy questions that the model answers rightly by itself.

      ${gateIsNotForInvented(results)} That is what it was built to do: it approves no answer that only the passage gives. For such answers, a program can search the passage for the words of the answer, and hand over what is not there. The search has its own errors, which ${ref('word-search')} counts, and so has a model that you ask whether the passage supports the answer (${ref('ask-about-support')}).

      One thing is impossible: **if the passage is the only source, and a false version would be as plausible to the model as the true one, no confidence score shows whether the passage is true.**`,
  ],
});
