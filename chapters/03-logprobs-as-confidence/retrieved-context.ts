import { at } from '#numerics/list';
import {
  all,
  and,
  clearly,
  curious,
  figure,
  finding,
  greater,
  less,
  list,
  none,
  type Prose,
  prose,
  type Seen,
  section,
} from '#report';
import * as mark from '#report/marks';
import { cite, count, given, percent, real, ref, term, text } from '#report/values';
import { area, outOf, scaled } from './number-formats.ts';
import { passageResults } from './passage-results.measure.ts';

type Results = Seen<typeof passageResults>;
type Area = Pick<Results['tells'][number], 'estimate' | 'low' | 'high'>;

const CONDITION_NAMES: Readonly<Record<string, string>> = {
  none: 'no passage',
  right: 'right passage',
  untrue: 'false passage',
  irrelevant: 'irrelevant passage',
};

const rowOf = <R extends { readonly kind: string; readonly condition: string }>(
  rows: readonly R[],
  kind: string,
  condition: string,
): R =>
  at(
    rows,
    rows.findIndex((row) => row.kind === kind && row.condition === condition),
  );

/** For use within brackets. */
const bare = ({ estimate, low, high }: Area) =>
  low === null || high === null
    ? prose`none`
    : prose`${real(estimate ?? undefined, 2)}, ${real(low, 2)} to ${real(high, 2)}`;

const orderMatters = ({ changed }: Results) =>
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
    text: () =>
      prose`We also put the false passage after the question. Among the questions with finished replies in both orders, ${count(changed.gained)} get the false answer only with the passage after the question, and ${count(changed.lost)} only with the passage before it.`,
  });

const lowersConfidence = (m: Results, id: string, condition: string, passage: Prose) => {
  const tell = rowOf(m.tells, 'known', condition);
  return finding({
    id,
    when: clearly(`AUROC of right against ${condition} passages, on known questions`, 'above', 0.5, tell),
    text: () =>
      prose`On questions that the model knows, the confidence tends to be lower with ${passage} passage than with the right one (AUROC ${bare(tell)}).`,
  });
};

const wordsAreMissing = (m: Results) => {
  const [right, other] = [rowOf(m.conditions, 'known', 'right'), rowOf(m.conditions, 'known', 'irrelevant')];
  return finding({
    id: 'words-are-not-in-irrelevant-passages',
    when: and(
      none('answers beside an irrelevant passage are in it', other.inPassage, other.finished),
      greater('answers found in the right passage, more', right.inPassage, other.inPassage),
    ),
    context: [right.finished],
    text: () => prose`On the easy questions, a search for the words of the answer finds ${outOf(right.inPassage, right.finished)} answers in the
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
      all('supported answers are not called missing', negated.yesSupported, negated.supported),
      all('unsupported answers are not called missing', negated.yesUnsupported, negated.unsupported),
    ),
    text: () => prose`Asked in the first wording whether the answer is in the source, our model never prefers “yes” to “no”. Asked
      whether it is missing, it prefers “no” as well, for ${outOf(negated.yesSupported, negated.supported)} supported and
      ${outOf(negated.yesUnsupported, negated.unsupported)} unsupported answers.`,
  });
};

export const retrievedContext = section({
  id: 'retrieved-context',
  title: prose`With a passage`,
  needs: { m: passageResults },
  write({ m }) {
    const known = (condition: string) => rowOf(m.conditions, 'known', condition);
    const choice = (kind: string, condition: string) => rowOf(m.choosing, kind, condition);
    const wrongAbove = (condition: string) => {
      const row = m.passing.findIndex((one) => one.condition === condition);
      return outOf(at(m.passing, row).passedWrong, at(m.passing, row).passed);
    };
    const replied = ({ answer, probability }: Results['example']['rows'][number]) =>
      probability === null ? prose`“${text(answer)}”` : prose`“${text(answer)}” (${percent(probability, 2)})`;
    const [alone, misled] = [at(m.example.rows, 0), at(m.example.rows, 2)];
    const shown = m.conditions.flatMap(({ kind, condition, right, untrue, another }, index) => {
      const name = `${kind}: ${CONDITION_NAMES[condition] ?? condition}`;
      return [
        { name, answers: right, says: 'right', order: given(0), place: given(index) },
        { name, answers: untrue, says: 'false', order: given(1), place: given(index) },
        { name, answers: another, says: 'neither', order: given(2), place: given(index) },
      ];
    });
    return [
      prose`Retrieval-augmented generation (RAG) puts a passage, the ${term('retrieved context')}, next to the question. Can a confidence score show whether the passage is true?

        “${text(m.example.question)}” Without a passage, our model replies ${replied(alone)}. With the passage “${text(misled.passage ?? undefined)}” it replies ${replied(misled)}.

        We asked ${count(m.known)} easy questions that the model answers correctly without a passage (*closed-book*), and ${count(m.invented)} about
        things that we invented, whose answers must be guessed. We asked each question closed-book, after a passage with the right answer, and after the same passage with a false
        one. We also asked the easy ones after the irrelevant passage of another question.

        Of these ${count(m.all)} replies, ${count(m.finished)} were finished; the others do not count. What does a false passage do to them (${ref('passage-answers')})?`,
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
      prose`With a false passage, ${count(known('untrue').finished)} replies to easy questions were finished. In ${count(known('untrue').right)} of them the model kept its right answer, and in ${count(known('untrue').untrue)} it took the
        false one. ${cite('wu-2024')} report the same habit of six large models: a false passage overrode the model's own right answer in over ${given(60)}% of cases, less often if it was implausible or the model was sure.

        Does a threshold stop the wrong answers? The threshold of ${ref('confidence-thresholds')} was chosen without passages. With right passages, ${wrongAbove('right')} replies above it are wrong, with irrelevant ones ${wrongAbove('irrelevant')}, and with false ones ${wrongAbove('untrue')}. So choose and test the threshold on replies with passages, and with your own prompt. If your prompt allows the reply “not in the documents”, count it as handed over.

        Does the answer come from the passage? ${wordsAreMissing(m)} So hand over an answer whose words are not in its passage. This check rejects paraphrases, and it shows support, not truth.`,
      curious(prose`How else could you notice a bad passage?`, [
        prose`**Compare the confidence.** ${lowersConfidence(m, 'false-passage-lowers-confidence-where-known', 'untrue', prose`a false`)} ${lowersConfidence(m, 'irrelevant-passage-lowers-confidence', 'irrelevant', prose`an irrelevant`)} A low confidence alone does not say whether the passage is false or irrelevant, or the question hard.

          On invented questions, the AUROC of right against false passages is ${area(rowOf(m.tells, 'invented', 'untrue'))}. Here no signal could do better than a coin toss, because both versions are made up and equally plausible.

          **Ask without the passage, too,** and keep the more likely of the two answers. With false passages about easy
          questions, this gives ${outOf(choice('known', 'untrue').surer, choice('known', 'untrue').n)} right answers; the replies with the passage give
          ${count(choice('known', 'untrue').open)}. With right passages about invented things, it gives
          ${outOf(choice('invented', 'right').surer, choice('invented', 'right').n)}; the replies with the passage give
          ${count(choice('invented', 'right').open)}. The first number is flattering, because we chose easy questions that the model
          answers. All counts of right answers are a little flattering, because we chose the prompts on some of these questions. ${cite('wu-2024')} compare ranks instead: how high is each probability among others of its kind, with and without a passage?

          **Try both orders.** ${orderMatters(m)}

          **Ask whether the passage supports the answer.** We did so for right answers with their passage and for answers with an irrelevant one.
          ${supportLabel(m)} Test your model with a wording and its opposite. The score is the log-odds of the reply that calls the answer supported. Its AUROC is ${list(m.support.map((one) => prose`${area(one)} for “${text(one.text)}”`))}; below ${given(0.5)}, the order is reversed.`,
      ]),
    ];
  },
});
