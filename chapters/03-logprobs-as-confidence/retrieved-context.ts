import { at } from '#numerics/list';
import {
  and,
  curious,
  figure,
  finding,
  greater,
  list,
  none,
  prose,
  type Seen,
  section,
  table,
} from '#report';
import { cite, count, given, percent, ref, term, text } from '#report/values';
import { outOf, stackedAnswers } from './number-formats.ts';
import { passageResults } from './passage-results.measure.ts';

type Results = Seen<typeof passageResults>;

export const groupOf = (groups: Results['groups'], kind: string, condition: string) =>
  at(
    groups,
    groups.findIndex((row) => row.kind === kind && row.condition === condition),
  );

const falsePassageMisleads = ({ groups }: Results) => {
  const [known, invented] = [groupOf(groups, 'known', 'untrue'), groupOf(groups, 'invented', 'untrue')];
  return finding({
    id: 'false-passage-misleads',
    when: and(
      greater('easy questions answered with the false answer', known.untrue, 0),
      greater('invented questions answered with the false answer', invented.untrue, 0),
    ),
    context: [known.finished, invented.finished],
    text: () =>
      prose`Beside a false passage, ${outOf(known.untrue, known.finished)} replies to easy questions give the false answer, although the model knows the right one, and so do ${outOf(invented.untrue, invented.finished)} replies to invented questions.`,
  });
};

export const thresholdLetsFalseOnesPass = ({ groups }: Results) => {
  const [right, untrue] = [groupOf(groups, 'known', 'right'), groupOf(groups, 'known', 'untrue')];
  return finding({
    id: 'threshold-lets-false-answers-pass',
    when: and(
      none(
        'easy replies above the threshold beside the right passage are wrong',
        right.passedWrong,
        right.passed,
      ),
      greater('easy replies above the threshold beside a false passage are wrong', untrue.passedWrong, 0),
    ),
    context: [untrue.passed, right.passedAtMost],
    text: () =>
      prose`On easy questions, which the model answers rightly without a passage, none of the ${count(right.passed)} replies above the threshold is wrong beside a right passage (bound: ${percent(right.passedAtMost ?? undefined, 2)}), but ${outOf(untrue.passedWrong, untrue.passed)} are beside a false one.`,
  });
};

const asked = ({ mostTokens, example }: Results) => {
  const near = at(
    example.rows,
    example.rows.findIndex(({ condition }) => condition === 'near'),
  );
  return curious(prose`What exactly was asked?`, [
    prose`Each request is the chat of ${ref('decide')}, with the same two examples, and asks for at most ${count(mostTokens)} tokens. ${ref('passage-prompt')} shows all of one.`,
    table({
      id: 'passage-prompt',
      caption: prose`All messages of a request with a false passage, line by line. Without a passage, the last message is the question alone.`,
      rows: example.lines,
      columns: [
        ['role', ({ role }) => (role === null ? prose`` : text(role))],
        ['content', ({ line }) => text(line)],
      ],
    }),
    prose`A *near miss* is about the same subject but does not say the answer: “${text(near.passage ?? undefined)}” The irrelevant passage belongs to another question. All questions and passages are in \`chapters/03-logprobs-as-confidence/passages.json\`.`,
  ]);
};

export const retrievedContext = section({
  id: 'retrieved-context',
  title: prose`With a retrieved passage (RAG)`,
  needs: { m: passageResults },
  write({ m }) {
    const replied = ({ answer, probability }: Results['example']['rows'][number]) =>
      probability === null ? prose`“${text(answer)}”` : prose`“${text(answer)}” (${percent(probability, 2)})`;
    const [alone, misled] = [at(m.example.rows, 0), at(m.example.rows, 2)];
    const shown = m.groups.flatMap((group, index) => {
      const bar = { name: group.name, place: given(index) };
      return [
        { ...bar, answers: group.right, says: 'right', order: given(0) },
        { ...bar, answers: group.untrue, says: 'false', order: given(1) },
        { ...bar, answers: group.another, says: 'neither', order: given(2) },
      ];
    });
    return [
      prose`Retrieval-augmented generation (RAG) puts a passage, the ${term('retrieved context')}, next to the question. Can a confidence score show whether the passage is true?

        “${text(m.example.question)}” Without a passage, our model replies ${replied(alone)}. With the passage “${text(misled.passage ?? undefined)}” it replies ${replied(misled)}.

        We asked two sorts of questions. The ${count(m.known)} *easy* ones the model answers correctly without a passage (*closed-book*). The ${count(m.invented)} *invented* ones are about things that do not exist, so without a passage an answer is a guess. What does the model say beside passages of several kinds (${ref('passage-answers')})?`,
      figure({
        id: 'passage-answers',
        caption: prose`What the finished replies say, by the sort of question and the passage.`,
        alt: prose`Stacked bars. ${list(
          m.groups.map(
            (group) =>
              prose`${text(group.name)}: ${count(group.right)} right and ${count(group.untrue)} false of ${count(group.finished)}`,
          ),
        )}.`,
        data: shown,
        spec: stackedAnswers('finished replies', { right: '$right', false: '$wrong', neither: '$rest' }),
      }),
      asked(m),
      prose`${falsePassageMisleads(m)}

        ${cite('wu-2024')} report the same habit of six large models: a false passage overrode the model's own right answer in over ${given(60)}% of cases.

        Does the threshold of ${ref('confidence-thresholds')}, which was chosen without passages, stop the wrong answers? ${thresholdLetsFalseOnesPass(m)} So choose the threshold on replies *with* passages.`,
    ];
  },
});
