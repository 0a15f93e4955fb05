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
import { passageResults } from './passage-results.measure.ts';
import { outOf, rangeInBrackets, scaled } from './shared.ts';

type Results = Seen<typeof passageResults>;

const CONDITION_NAMES: Readonly<Record<string, string>> = {
  none: 'no passage',
  right: 'right passage',
  untrue: 'false passage',
  irrelevant: 'irrelevant passage',
};

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

const area = (one: Results['familiar']) =>
  one.estimate === null ? prose`none` : prose`${real(one.estimate, 2)}${rangeInBrackets(one, 2)}`;

/** For use within brackets. */
const bare = ({ estimate, low, high }: Results['familiar']) =>
  low === null || high === null
    ? prose`none`
    : prose`${real(estimate ?? undefined, 2)}, ${real(low, 2)} to ${real(high, 2)}`;

export const orderMatters = ({ changed, layouts }: Results) =>
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
      ${outOf(at(layouts, 0).untrue, at(layouts, 0).finished)} if it comes first.`,
  });

const doubtsWhatItKnows = (m: Results) => {
  const tell = tellOf(m, 'known', 'untrue');
  return finding({
    id: 'false-passage-lowers-confidence-where-known',
    when: clearly('AUROC of right against false passages, on known questions', 'above', 0.5, tell),
    text: () =>
      prose`On questions that the model knows, the confidence is lower beside a false passage than beside the right one (AUROC ${bare(tell)}).`,
  });
};

const irrelevantShows = (m: Results) => {
  const tell = tellOf(m, 'known', 'irrelevant');
  return finding({
    id: 'irrelevant-passage-lowers-confidence',
    when: clearly('AUROC of right against irrelevant passages, on known questions', 'above', 0.5, tell),
    text: () => prose`The confidence is also lower beside an irrelevant passage (AUROC ${bare(tell)}).`,
  });
};

const unfamiliarShows = ({ familiar }: Results) =>
  finding({
    id: 'closed-book-confidence-tells-unknowable',
    when: clearly('AUROC of known against invented questions', 'above', 0.5, familiar),
    text: () =>
      prose`The closed-book confidence tells known questions from invented ones (AUROC ${bare(familiar)}).`,
  });

const wordsAreMissing = (m: Results) => {
  const [right, other] = [conditionOf(m, 'known', 'right'), conditionOf(m, 'known', 'irrelevant')];
  return finding({
    id: 'words-are-not-in-irrelevant-passages',
    when: none('answers beside an irrelevant passage are in it', other.inPassage, other.finished),
    text: () => prose`A search for the words of the answer finds ${outOf(right.inPassage, right.finished)} in the right passage, and
      ${outOf(other.inPassage, other.finished)} in an irrelevant one.`,
  });
};

const supportIsNotAsked = ({ support }: Results) => {
  const [plain, negated] = [at(support, 0), at(support, 2)];
  return finding({
    id: 'support-label-says-no-either-way',
    when: and(
      none('supported answers are called supported', plain.yesSupported, plain.supported),
      none('unsupported answers are called supported', plain.yesUnsupported, plain.unsupported),
      greater('supported answers that are not called missing', negated.yesSupported, 0),
      greater('unsupported answers that are not called missing', negated.yesUnsupported, 0),
    ),
    text: () => prose`Asked whether the answer is in the source, our model never says yes. Asked whether it is missing, it says no
      as well, for ${outOf(negated.yesSupported, negated.supported)} supported and ${outOf(negated.yesUnsupported, negated.unsupported)} unsupported answers.`,
  });
};

export const retrievedContext = section({
  id: 'retrieved-context',
  title: prose`With a passage`,
  needs: { m: passageResults },
  write({ m }) {
    const known = (condition: string) => conditionOf(m, 'known', condition);
    const _invented = (condition: string) => conditionOf(m, 'invented', condition);
    const choice = (kind: string, condition: string) =>
      at(
        m.choosing,
        m.choosing.findIndex((row) => row.kind === kind && row.condition === condition),
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
      prose`A program that looks things up puts ${term('retrieved context')} beside the question. Can a confidence tell whether that
        text is right, false or irrelevant?

        We asked ${count(m.known)} easy questions that the model answers right without a passage, and ${count(m.invented)} about
        things that we invented, so that nobody can know the answer. We asked each *closed-book*, beside a passage with the right answer, and beside the same passage with a false
        answer in its place. The easy ones also came beside the passage of another question (${ref('passage-example')}). Only
        finished replies count, ${count(m.finished)} of ${count(m.all)}.`,
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
      prose`**What does a false passage do?** Of ${count(known('none').right)} right closed-book answers, ${count(known('untrue').right)} stayed right and ${count(known('untrue').untrue)} became the
        false one (${ref('passage-answers')}). This hangs on the prompt. ${orderMatters(m)} Told to use only the source (and with it first), the model repeated
        ${outOf(at(m.layouts, 2).untrue, at(m.layouts, 2).finished)}. Measure this with your own prompt.

        ${cite('wu-2024')} found that six large models give up right answers for most false passages, but less often
        if the passage is implausible or the model was sure of its own answer. In our replies, the AUROC of the closed-book confidence for staying right is ${area(m.resisting)}; an interval with ${given(0.5)} in it confirms nothing.

        **Does the confidence show it?** ${doubtsWhatItKnows(m)} ${irrelevantShows(m)} On invented questions, the AUROC of right against false passages is ${area(tellOf(m, 'invented', 'untrue'))}. No signal could do better than a coin there, because
        only the passage mentions the thing.

        **Does asking twice help?** Ask closed-book as well, and keep the likelier of the two answers. Beside
        false passages this gives ${outOf(choice('known', 'untrue').surer, choice('known', 'untrue').n)} right answers instead of ${count(choice('known', 'untrue').open)}. But beside right passages about invented things it gives ${outOf(choice('invented', 'right').surer, choice('invented', 'right').n)} instead of ${count(choice('invented', 'right').open)}. ${unfamiliarShows(m)} Both results are flattered: we chose questions that the model answers.

        **Does the passage support the answer?** We asked the model in three wordings
        (${ref('support-wordings')}). ${supportIsNotAsked(m)} Test your model with a wording and its opposite. ${wordsAreMissing(m)}`,
      table({
        id: 'support-wordings',
        caption: prose`Three ways to ask for support, over ${count(at(m.support, 0).supported)} right answers beside their passage and
          ${count(at(m.support, 0).unsupported)} answers beside an irrelevant one. “Yes” means that the reply calls the answer supported.`,
        rows: m.support,
        columns: [
          ['wording', (row) => text(row.text)],
          ['yes, supported', (row) => outOf(row.yesSupported, row.supported), 'right'],
          ['yes, unsupported', (row) => outOf(row.yesUnsupported, row.unsupported), 'right'],
          ['AUROC', (row) => area(row)],
        ],
      }),
      prose`So a confidence has three uses with retrieval: it can hold back unsure answers, hint that a passage does not answer the
        question, and hint at a conflict with what the model knows. One thing is impossible: **if only the passage
        knows, no confidence tells whether the passage is true.** Check the source.`,
      curious(prose`What exactly does the model read?`, [
        prose`Passage and question are put together like this, and sent after four examples in the same layout. Every example
          answers after “Answer:”.`,
        code('#chapters/03-logprobs-as-confidence/passages', 'layouts'),
        prose`We settled on this format, and on that of the questions without a passage, after trying five of each on some of
          these questions, by how often the replies were right. So the counts of right answers are a little flattered. The wordings of the
          questions about answers were not selected.`,
      ]),
    ];
  },
});
