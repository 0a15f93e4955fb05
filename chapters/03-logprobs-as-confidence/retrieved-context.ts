import { at } from '#numerics/list';
import {
  and,
  clearly,
  code,
  curious,
  figure,
  finding,
  greater,
  less,
  list,
  none,
  prose,
  type Seen,
  section,
  table,
} from '#report';
import * as mark from '#report/marks';
import { cite, count, given, percent, real, ref, term, text } from '#report/values';
import { outOf, rangeInBrackets, scaled } from './number-formats.ts';
import { passageResults } from './passage-results.measure.ts';

type Results = Seen<typeof passageResults>;
type Area = Pick<Results['tells'][number], 'estimate' | 'low' | 'high'>;

const CONDITION_NAMES: Readonly<Record<string, string>> = {
  none: 'no passage',
  right: 'right passage',
  untrue: 'false passage',
  irrelevant: 'irrelevant passage',
};

/** In the order of the conditions. */
const PASSAGES = [prose`none`, prose`right`, prose`false`, prose`irrelevant`];

const conditionOf = ({ conditions }: Results, kind: string, condition: string) =>
  at(
    conditions,
    conditions.findIndex((row) => row.kind === kind && row.condition === condition),
  );

const tellOf = ({ tells }: Results, kind: string, condition: string) =>
  at(
    tells,
    tells.findIndex((row) => row.kind === kind && row.condition === condition),
  );

const area = (one: Area) =>
  one.estimate === null ? prose`none` : prose`${real(one.estimate, 2)}${rangeInBrackets(one, 2)}`;

/** For use within brackets. */
const bare = ({ estimate, low, high }: Area) =>
  low === null || high === null
    ? prose`none`
    : prose`${real(estimate ?? undefined, 2)}, ${real(low, 2)} to ${real(high, 2)}`;

const orderMatters = ({ changed, layouts }: Results) =>
  finding({
    id: 'order-of-source-and-question-matters',
    when: and(
      greater(
        'questions that follow the false passage only if it comes last, against only if first',
        changed.gained,
        changed.lost,
      ),
      less('p of a sign test', changed.p, 0.05),
    ),
    text: () => prose`More replies repeat a false passage if it comes after the question: ${outOf(at(layouts, 1).untrue, at(layouts, 1).finished)}, against
      ${outOf(at(layouts, 0).untrue, at(layouts, 0).finished)} if it comes first. Of the questions with finished replies in both orders, ${count(changed.gained)} repeat it only if it comes last, and ${count(changed.lost)} only if it comes first.`,
  });

const doubtsWhatItKnows = (m: Results) => {
  const tell = tellOf(m, 'known', 'untrue');
  return finding({
    id: 'false-passage-lowers-confidence-where-known',
    when: clearly('AUROC of right against false passages, on known questions', 'above', 0.5, tell),
    text: () =>
      prose`On questions that the model knows, the confidence is lower beside a false passage than beside the right passage (AUROC ${bare(tell)}).`,
  });
};

const irrelevantShows = (m: Results) => {
  const tell = tellOf(m, 'known', 'irrelevant');
  return finding({
    id: 'irrelevant-passage-lowers-confidence',
    when: clearly('AUROC of right against irrelevant passages, on known questions', 'above', 0.5, tell),
    text: () =>
      prose`The confidence is also lower beside an irrelevant passage than beside the right one (AUROC ${bare(tell)}).`,
  });
};

const wordsAreMissing = (m: Results) => {
  const [right, other] = [conditionOf(m, 'known', 'right'), conditionOf(m, 'known', 'irrelevant')];
  return finding({
    id: 'words-are-not-in-irrelevant-passages',
    when: none('answers beside an irrelevant passage are in it', other.inPassage, other.finished),
    text: () => prose`A search for the words of the answer finds ${outOf(right.inPassage, right.finished)} answers in the
      right passage, and ${outOf(other.inPassage, other.finished)} in an irrelevant one.`,
  });
};

const supportLabel = ({ support }: Results) => {
  const [plain, negated] = [at(support, 0), at(support, 2)];
  return finding({
    id: 'support-label-says-no-either-way',
    when: and(
      none('supported answers are called supported', plain.yesSupported, plain.supported),
      none('unsupported answers are called supported', plain.yesUnsupported, plain.unsupported),
      greater('supported answers that are not called missing', negated.yesSupported, 0),
      greater('unsupported answers that are not called missing', negated.yesUnsupported, 0),
    ),
    text: () => prose`Asked whether the answer is in the source, our model never says yes. Asked whether it is missing, it
      says no as well, for ${outOf(negated.yesSupported, negated.supported)} supported and
      ${outOf(negated.yesUnsupported, negated.unsupported)} unsupported answers.`,
  });
};

export const retrievedContext = section({
  id: 'retrieved-context',
  title: prose`With a passage`,
  needs: { m: passageResults },
  write({ m }) {
    const known = (condition: string) => conditionOf(m, 'known', condition);
    const choice = (kind: string, condition: string) =>
      at(
        m.choosing,
        m.choosing.findIndex((row) => row.kind === kind && row.condition === condition),
      );
    const passing = (condition: string) =>
      at(
        m.passing,
        m.passing.findIndex((row) => row.condition === condition),
      );
    const shown = m.conditions.flatMap(({ kind, condition, right, untrue, another }, index) => {
      const name = `${kind}: ${CONDITION_NAMES[condition] ?? condition}`;
      return [
        { name, answers: right, says: 'right', order: given(0), place: given(index) },
        { name, answers: untrue, says: 'false', order: given(1), place: given(index) },
        { name, answers: another, says: 'neither', order: given(2), place: given(index) },
      ];
    });
    return [
      prose`Retrieval-augmented generation (RAG) puts a passage, the ${term('retrieved context')}, beside the question. Can a confidence score show whether the passage is true?

        We asked ${count(m.known)} easy questions that the model answers right without a passage, and ${count(m.invented)} about
        things that we invented, whose answers can only be guessed. We asked each question *closed-book*, beside a passage with the right answer, and beside the same passage with a false
        answer in its place. We also asked the easy questions beside the passage of another question (${ref('passage-example')}). Of these ${count(m.all)} replies, ${count(m.finished)} were finished, and only those count.`,
      table({
        id: 'passage-example',
        caption: prose`“${text(m.example.question)}” beside each passage.`,
        rows: m.example.rows,
        columns: [
          ['passage', (row) => (row.passage === null ? prose`none` : text(row.passage))],
          ['answer', (row) => text(row.answer)],
          [
            'probability',
            (row) => (row.probability === null ? prose`–` : percent(row.probability, 2)),
            'right',
          ],
        ],
      }),
      figure({
        id: 'passage-answers',
        caption: prose`What finished replies say, by the kind of question and the passage.`,
        alt: prose`Stacked bars. ${list(
          m.conditions.map(
            (row) =>
              prose`${text(row.kind)}, ${text(row.condition)}: ${count(row.right)} right and ${count(row.untrue)} false of ${count(row.finished)}`,
          ),
        )}.`,
        data: shown,
        spec: {
          height: { step: 26 },
          mark: { type: 'bar' },
          encoding: {
            y: mark.n('name', { title: null, sort: { field: 'place' }, axis: { labelLimit: 240 } }),
            x: mark.q('answers', { title: 'finished replies', stack: 'zero' }),
            color: scaled(
              'says',
              { right: '$right', false: '$wrong', neither: '$rest' },
              { title: 'the answer is' },
            ),
            order: { field: 'order', type: 'quantitative' },
          },
        },
      }),
      prose`**What does a false passage do?** Of ${count(known('none').right)} questions with right closed-book answers, ${count(known('untrue').right)} kept the right answer beside the false passage, and ${count(known('untrue').untrue)} took the
        false one (${ref('passage-answers')}).  ${orderMatters(m)}  Measure this with your own prompt. ${cite('wu-2024')} found the same habit in six large models, but less often if the passage is implausible or the model is sure.

        **Does the threshold stop the wrong answers?** ${ref('passing-replies')} applies the threshold of ${ref('confidence-thresholds')}, which was chosen without passages.`,
      table({
        id: 'passing-replies',
        caption: prose`Finished replies to both kinds of question, and those above the threshold that was chosen without
          passages.`,
        rows: m.passing,
        columns: [
          ['passage', (_row, index) => at(PASSAGES, index)],
          ['replies', (row) => count(row.finished)],
          ['wrong', (row) => count(row.wrong)],
          ['above the threshold', (row) => count(row.passed)],
          ['wrong among these', (row) => count(row.passedWrong)],
        ],
      }),
      prose`Beside right passages, ${outOf(passing('right').passedWrong, passing('right').passed)} replies above the threshold are wrong; beside false ones, ${outOf(passing('untrue').passedWrong, passing('untrue').passed)}. So choose and test the threshold on replies with passages of your own search. If your prompt allows “not in the documents”, count this reply as handed over.

        **Does the confidence show a bad passage?** ${doubtsWhatItKnows(m)} ${irrelevantShows(m)} A low confidence alone does not tell you whether a passage is false or irrelevant, or the question hard.

        On invented questions, the AUROC of right against false passages is ${area(tellOf(m, 'invented', 'untrue'))}. Here no signal could do better than a coin toss, because both versions are made up and equally plausible.

        So a confidence score has three uses with retrieval: it decides which answers a person checks first, it hints that a passage does not answer the question, and it hints at a conflict with what the model knows. One thing is impossible: **if the passage is the only source and its content is plausible, no confidence score shows whether the passage is true.** Check the source.`,
      curious(prose`Does it help to ask the model again?`, [
        prose`**Ask without the passage, too,** and keep the more likely of the two answers. Beside false passages about easy
          questions, this gives ${outOf(choice('known', 'untrue').surer, choice('known', 'untrue').n)} right answers instead of
          ${count(choice('known', 'untrue').open)}. Beside right passages about invented things, it gives
          ${outOf(choice('invented', 'right').surer, choice('invented', 'right').n)} instead of
          ${count(choice('invented', 'right').open)}. Both numbers are flattered, because we chose easy questions that the model
          answers.

          **Ask whether the passage supports the answer.** We did so in three wordings (${ref('support-wordings')}).
          ${supportLabel(m)} Test your model with a wording and its opposite. ${wordsAreMissing(m)}`,
        table({
          id: 'support-wordings',
          caption: prose`Three ways to ask for support, over ${count(at(m.support, 0).supported)} right answers beside their
            passage and ${count(at(m.support, 0).unsupported)} answers beside an irrelevant one. “Yes” means that the reply
            calls the answer supported.`,
          rows: m.support,
          columns: [
            ['wording', (row) => text(row.text)],
            ['yes, supported', (row) => outOf(row.yesSupported, row.supported), 'right'],
            ['yes, unsupported', (row) => outOf(row.yesUnsupported, row.unsupported), 'right'],
            ['AUROC', (row) => area(row)],
          ],
        }),
      ]),
      curious(prose`What exactly does the model read?`, [
        prose`Passage and question are put together like this, and sent after four examples in the same layout. Every example
          answers after “Answer:”.`,
        code('#chapters/03-logprobs-as-confidence/passages', 'layouts'),
        prose`We settled on this format, and on that of the questions without a passage, after trying five of each on some of
          these questions, by how often the replies were right. So the counts of right answers are a little flattered.`,
      ]),
    ];
  },
});
