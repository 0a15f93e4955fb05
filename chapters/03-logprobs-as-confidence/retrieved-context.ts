import { at } from '#numerics/list';
import {
  and,
  clearly,
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
    text: () => prose`The order decides: with the source last, the model repeated the false answer in
      ${outOf(at(layouts, 1).untrue, at(layouts, 1).finished)} replies, and with the source first in ${outOf(at(layouts, 0).untrue, at(layouts, 0).finished)}.`,
  });

export const doubtsWhatItKnows = (m: Results) => {
  const tell = tellOf(m, 'known', 'untrue');
  return finding({
    id: 'false-passage-lowers-confidence-where-known',
    when: clearly('AUROC of right against false passages, on known questions', 'above', 0.5, tell),
    text: () => prose`Where the model knew the answer, a reply beside the right passage is likelier than one beside the
      false passage, with an AUROC of ${area(tell)}.`,
  });
};

const irrelevantShows = (m: Results) => {
  const tell = tellOf(m, 'known', 'irrelevant');
  return finding({
    id: 'irrelevant-passage-lowers-confidence',
    when: clearly('AUROC of right against irrelevant passages, on known questions', 'above', 0.5, tell),
    text: () => prose`An irrelevant passage shows, too: the AUROC is ${area(tell)}.`,
  });
};

const unfamiliarShows = ({ familiar }: Results) =>
  finding({
    id: 'closed-book-confidence-tells-unknowable',
    when: clearly('AUROC of known against invented questions', 'above', 0.5, familiar),
    text: () =>
      prose`The closed-book confidence also tells known questions from invented ones, with an AUROC of ${area(familiar)}.`,
  });

const wordsAreMissing = (m: Results) => {
  const [right, other] = [conditionOf(m, 'known', 'right'), conditionOf(m, 'known', 'irrelevant')];
  return finding({
    id: 'words-are-not-in-irrelevant-passages',
    when: none('answers beside an irrelevant passage are in it', other.inPassage, other.finished),
    text: () => prose`Simply searching the passage for the words of the answer found ${outOf(right.inPassage, right.finished)} answers in
      right passages, and ${count(other.inPassage)} of ${count(other.finished)} in irrelevant ones.`,
  });
};

export const supportIsNotAsked = ({ support }: Results) => {
  const [plain, negated] = [at(support, 0), at(support, 2)];
  return finding({
    id: 'support-label-says-no-either-way',
    when: and(
      none('supported answers are called supported', plain.yesSupported, plain.supported),
      none('unsupported answers are called supported', plain.yesUnsupported, plain.unsupported),
      greater('supported answers that are not called missing', negated.yesSupported, 0),
      greater('unsupported answers that are not called missing', negated.yesUnsupported, 0),
    ),
    text: () => prose`Asked whether the answer is in the source, our model never said yes. Asked whether it is missing, it
      also said no, to ${outOf(negated.yesSupported, negated.supported)} supported and ${outOf(negated.yesUnsupported, negated.unsupported)} unsupported answers.`,
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
        { name, answers: untrue, says: 'the false one', order: given(1), place: given(index) },
        { name, answers: another, says: 'something else', order: given(2), place: given(index) },
      ];
    });
    return [
      prose`A program that looks things up puts ${term('retrieved context')} beside the question. It may be right, false or
        irrelevant. Which of these can a confidence tell you?

        We asked ${count(m.known)} easy questions, chosen because this model answers all of them without a passage, and
        ${count(m.invented)} about things that we invented, so that nobody can know the answer. Each came *closed-book*
        and with three passages: one with the right answer, the same with a false answer in its place, and
        the passage of another question (${ref('passage-example')}). The source came before the question. Of ${count(m.all)} replies, ${count(m.finished)} were finished; the others do not count.`,
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
              { right: '$right', 'the false one': '$wrong', 'something else': '$rest' },
              { title: 'the answer is' },
            ),
            order: { field: 'order', type: 'quantitative' },
          },
        },
      }),
      prose`**What does a false passage do?** Closed-book, all ${count(known('none').right)} answers to the easy questions were right. Beside a false
        passage, ${count(known('untrue').right)} stayed right and ${count(known('untrue').untrue)} became the false answer (${ref('passage-answers')}). But the
        number hangs on the prompt. We also put the source last, and asked to use only the source: then ${outOf(at(m.layouts, 1).untrue, at(m.layouts, 1).finished)} and
        ${outOf(at(m.layouts, 2).untrue, at(m.layouts, 2).finished)} replies were false. ${orderMatters(m)} So measure this with your own prompt.

        ${cite('wu-2024')} found that six large models adopt false passages in most cases, and also the other half: less
        so when the passage is implausible or the model was sure of its own answer. In our ${count(m.resisting.kept)} replies that stayed right and ${count(m.resisting.followed)} that did not, the closed-book
        confidence separates the two with an AUROC of ${area(m.resisting)}, which decides nothing.

        **Does the confidence show it?** ${doubtsWhatItKnows(m)} ${irrelevantShows(m)} For invented questions, right against false gives ${area(tellOf(m, 'invented', 'untrue'))}, no better than a coin. No
        signal could do better there, because only the passage mentions the thing.

        **Does asking twice help?** Ask closed-book as well, and keep the answer with the higher probability. Beside
        false passages this rule gave ${outOf(choice('known', 'untrue').surer, choice('known', 'untrue').n)} right answers instead of ${count(choice('known', 'untrue').open)}. The price: beside right passages about
        invented things it gave ${outOf(choice('invented', 'right').surer, choice('invented', 'right').n)} instead of ${count(choice('invented', 'right').open)}. ${unfamiliarShows(m)} (That flatters it: we had chosen questions that
        the model knows.)

        **Does the passage support the answer?** Many programs ask a model this, as a label. We asked in three wordings
        (${ref('support-wordings')}). ${supportIsNotAsked(m)} A large model will do better; test yours with a wording and its opposite.
        ${wordsAreMissing(m)}`,
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
      prose`So a confidence has three uses beside retrieval: hand over the unsure answers, notice a passage that does not
        answer the question, and notice a conflict with what the model knows. One thing is impossible. **If only the
        passage knows, no confidence tells whether the passage is true.** Check the source.`,
    ];
  },
});
