import { at } from '#numerics/list';
import { type Block, choose, curious, figure, prose, type Seen, table } from '#report';
import * as mark from '#report/marks';
import { codeText, count, percent, ref } from '#report/values';
import type { chatTemplate, phrasings } from './phrasings.measure.ts';
import { byName, diagonal, diagonalFrom, fromTo, orNoChange, share, shareAxis, signTest } from './shared.ts';

export function phrasingsPart(m: Seen<typeof phrasings>): Block {
  const [statement, question] = [at(m.result.ways, 0), at(m.result.ways, 1)];
  return curious(prose`Does the wording matter: a statement or a question?`, [
    prose`So far every fact was the beginning of a statement: “${codeText(m.statement)}”. Half of the test
      items were asked a second time, as a question: “${codeText(m.question)}”. The facts are the same, and so
      are the answers (${ref('phrasing-scatter')}).`,
    figure({
      id: 'phrasing-scatter',
      caption: prose`Confidence in the chosen answer, asked as a statement and as a question. Circles: the
        same answer was chosen; crosses: another one.`,
      alt: prose`${choose(m.cloud, {
        wide: prose`A wide cloud of points.`,
        narrow: prose`Points, most of them near the diagonal.`,
      })} In ${percent(m.result.agreement)} of the items
        the choice is the same.`,
      data: { rows: m.points, diagonal: diagonalFrom(0.2, 1) },
      spec: {
        height: 360,
        layer: [
          mark.points(
            {
              x: shareAxis('statement', 'confidence, asked as a statement', [0.2, 1]),
              y: shareAxis('question', 'confidence, asked as a question', [0.2, 1]),
              ...byName('same', { 'same choice': ['$teal', 'circle'], 'another choice': ['$plum', 'cross'] }),
            },
            { size: 50, strokeWidth: 1.5 },
          ),
          diagonal,
        ],
      },
    }),
    prose`What to see: asked as statements, ${count(statement.right)} of ${count(m.result.n)} are right; as
      questions, ${count(question.right)}. Item by item, ${count(m.result.difference.gained)} become right and
      ${count(m.result.difference.lost)} wrong (${signTest(m.result.difference.p)}):
      ${choose(
        orNoChange(m.result.difference.verdict, m.result.difference.gained, m.result.difference.lost),
        {
          up: prose`the questions do better.`,
          down: prose`the questions do worse.`,
          'no clear effect': prose`no clear difference.`,
          none: prose`neither does better.`,
        },
      )} The choice is the same in ${count(m.result.agree)} of them. A fact has no confidence; a *prompt*
      has.`,
  ]);
}

export function chatPart(m: Seen<typeof chatTemplate>): Block {
  const title = prose`Does the chat template change the answers?`;
  const { prompt, chat, difference, agree } = m;
  if (prompt === null || chat === null || difference === null || agree === null)
    return curious(title, [
      prose`Models that were tuned on conversations come with a *chat template*, the form in which they expect them.
        This one has none that takes a single question, so there is nothing to compare.`,
    ]);
  return curious(title, [
    prose`The model of this report ${choose(m.model, {
      embedded: prose`was tuned to follow instructions, and it expects them in a certain form,`,
      another: prose`comes with a form for conversations,`,
    })} its *chat template*. A chat library writes it for you. Written out, one question looks like this
      (${ref('chat-table')} has the results):`,
    prose`${codeText(prompt)}`,
    table({
      id: 'chat-table',
      caption: prose`${count(m.n)} test items in three forms.`,
      rows: [
        { name: prose`plain statement`, ...m.statement },
        { name: prose`plain question`, ...m.question },
        { name: prose`question in the chat template`, ...chat },
      ],
      columns: [
        ['asked as', (row) => row.name],
        ['right', (row) => count(row.right)],
        ['share', (row) => share(row.accuracy)],
        ...fromTo(share),
        ['mean confidence', (row) => share(row.confidence)],
      ],
    }),
    prose`What to see: the fair comparison is between the last two rows, the same question in two forms. Item
      by item, with the template ${count(difference.gained)} become right and ${count(difference.lost)}
      wrong (${signTest(difference.p)}): ${choose(
        orNoChange(difference.verdict, difference.gained, difference.lost),
        {
          up: prose`it helps.`,
          down: prose`it harms.`,
          'no clear effect': prose`so few items show no clear effect.`,
          none: prose`neither form does better.`,
        },
      )} The same answer is chosen in ${count(agree)} of ${count(m.n)} items. ${choose(m.model, {
        embedded: prose`The model was tuned on conversations in just this form.`,
        another: prose`A template is meant for models that were tuned on conversations in just this form.`,
      })} Tuning changes probabilities on purpose; what it does to calibration
      must be measured, in the form that you use.`,
  ]);
}
