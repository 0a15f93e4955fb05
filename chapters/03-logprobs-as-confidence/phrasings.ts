import { at } from '#numerics/list';
import type { Block } from '#report/block';
import { curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import type { OutputsOf } from '#report/measurement';
import { prose } from '#report/prose';
import { codeText, count, percent, real, ref, term } from '#report/values';
import { diagonal } from './layers.ts';
import type { chatTemplate, phrasings } from './phrasings.measure.ts';

type Phrasings = OutputsOf<{ m: typeof phrasings }>['m'];

type Chat = OutputsOf<{ m: typeof chatTemplate }>['m'];

/** Folded: the same facts, asked in two ways. */
export function phrasingsPart(m: Phrasings): Block {
  const [statement, question] = [at(m.result.ways, 0), at(m.result.ways, 1)];
  return curious(prose`Does the wording matter: a statement or a question?`, [
    prose`
      So far every fact was the beginning of a statement: “${codeText(m.statement)}”. Half of the test items were asked a second
      time, as a question: “${codeText(m.question)}”. The facts are the same, and so are the answers (${ref('phrasing-scatter')}).
    `,
    figure({
      id: 'phrasing-scatter',
      caption: prose`
        Confidence in the chosen answer, asked as a statement and as a question. Circles: the same answer was chosen; crosses:
        another one.
      `,
      alt: prose`
        A wide cloud of points around the diagonal. In ${percent(m.result.agreement)} of the items the choice is the same.
      `,
      data: {
        rows: m.points.map((point) => ({ ...point })),
        diagonal: [
          { x: 0.2, y: 0.2 },
          { x: 1, y: 1 },
        ],
      },
      spec: {
        height: 360,
        layer: [
          {
            mark: { type: 'point', size: 50, strokeWidth: 1.5 },
            encoding: {
              x: {
                field: 'statement',
                type: 'quantitative',
                title: 'confidence, asked as a statement',
                axis: { format: '%' },
                scale: { domain: [0.2, 1] },
              },
              y: {
                field: 'question',
                type: 'quantitative',
                title: 'confidence, asked as a question',
                axis: { format: '%' },
                scale: { domain: [0.2, 1] },
              },
              color: {
                field: 'same',
                type: 'nominal',
                title: null,
                scale: { domain: ['same choice', 'another choice'], range: ['$teal', '$plum'] },
              },
              shape: {
                field: 'same',
                type: 'nominal',
                title: null,
                scale: { domain: ['same choice', 'another choice'], range: ['circle', 'cross'] },
              },
            },
          },
          diagonal('diagonal'),
        ],
      },
    }),
    prose`
      What to see: asked as statements, ${count(statement.right)} of ${count(m.result.n)} are right; as questions,
      ${count(question.right)}. Item by item, ${count(m.result.difference.gained)} become right and
      ${count(m.result.difference.lost)} wrong (${term('sign test')}: p = ${real(m.result.difference.p, 'probability')}):
      ${choose(m.result.difference.verdict, {
        up: prose`the questions do better.`,
        down: prose`the questions do worse.`,
        'no clear effect': prose`no clear difference.`,
      })} The choice is the same in ${count(m.result.agree)} of them. A fact has no confidence; a *prompt* has.
    `,
  ]);
}

/** Folded: the chat template against plain text. */
export function chatPart(m: Chat): Block {
  return curious(prose`Does the chat template change the answers?`, [
    prose`
      The model of this report was tuned to follow instructions, and it expects them in a certain form, its *chat template*.
      A chat library writes it for you. Written out, one question looks like this
      (${ref('chat-table')} has the results):
    `,
    prose`${codeText(m.prompt)}`,
    table({
      id: 'chat-table',
      caption: prose`${count(m.n)} test items in three forms.`,
      rows: [
        { name: prose`plain statement`, ...m.statement },
        { name: prose`plain question`, ...m.question },
        { name: prose`question in the chat template`, ...m.chat },
      ],
      columns: [
        { head: prose`asked as`, cell: (row) => row.name },
        { head: prose`right`, align: 'right', cell: (row) => prose`${count(row.right)}` },
        {
          head: prose`share`,
          align: 'right',
          cell: (row) => prose`${percent(row.accuracy, { decimals: 1 })}`,
        },
        { head: prose`from`, align: 'right', cell: (row) => prose`${percent(row.low, { decimals: 1 })}` },
        { head: prose`to`, align: 'right', cell: (row) => prose`${percent(row.high, { decimals: 1 })}` },
        {
          head: prose`mean confidence`,
          align: 'right',
          cell: (row) => prose`${percent(row.confidence, { decimals: 1 })}`,
        },
      ],
    }),
    prose`
      What to see: the fair comparison is between the last two rows, the same question in two forms. Item by item, with the
      template ${count(m.difference.gained)} become right and ${count(m.difference.lost)} wrong
      (${term('sign test')}: p = ${real(m.difference.p, 'probability')}): ${choose(m.difference.verdict, {
        up: prose`it helps.`,
        down: prose`it harms.`,
        'no clear effect': prose`so few items show no clear effect.`,
      })} The same answer is chosen in ${count(m.agree)} of ${count(m.n)} items. The model was tuned on conversations in just
      this form. Tuning changes probabilities on purpose; what it does to calibration must be measured, in the form that
      you use.
    `,
  ]);
}
