import type { Block } from '#report/block';
import { curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import type { OutputsOf } from '#report/measurement';
import { prose } from '#report/prose';
import { count, percent, points, ref, text } from '#report/values';
import type { samplingAgreement } from './sampling.measure.ts';

/** What the figure calls the verdicts. */
const VERDICTS = { right: 'right', wrong: 'wrong', none: 'all differ' } as const;

/** Folded: agreement among samples as another confidence. */
export function samplingPart(m: OutputsOf<{ m: typeof samplingAgreement }>['m']): Block {
  return curious(prose`What if log-probabilities are hidden?`, [
    prose`
      Some services give no log-probabilities. One can still draw several answers and see whether they agree. Every third of the
      questions about capitals and elements, until there were sixteen, was answered ${count(m.samples)} times, drawn at a
      temperature of one; equal answers were merged. The share of the commonest is the *agreement*
      (${ref('agreement-scatter')}, ${ref('agreement-table')}).
    `,
    figure({
      id: 'agreement-scatter',
      caption: prose`
        Agreement of ten samples against the log-probability of the greedy answer to the same question. Circles: the commonest
        sample is right; crosses: it is wrong; triangles: all ten differ, so that there is none. Darker marks lie on top of each other.
      `,
      alt: prose`
        Points for sixteen questions. Where the greedy answer is right, the mean agreement is
        ${percent(m.greedy.right.agreement)}, where it is wrong ${percent(m.greedy.wrong.agreement)}; for
        ${count(m.allDiffer)} questions all ten samples differ.
      `,
      data: m.rows.map((row) => ({
        greedy: row.greedy,
        agreement: row.agreement,
        verdict: VERDICTS[row.verdict],
      })),
      spec: {
        height: 260,
        mark: { type: 'point', size: 60, strokeWidth: 1.5, opacity: 0.8 },
        encoding: {
          x: {
            field: 'greedy',
            type: 'quantitative',
            title: 'log-probability of the greedy answer, in nats',
          },
          y: {
            field: 'agreement',
            type: 'quantitative',
            title: 'agreement',
            axis: { format: '%' },
            scale: { domain: [0, 1] },
          },
          color: {
            field: 'verdict',
            type: 'nominal',
            title: null,
            scale: { domain: ['right', 'wrong', 'all differ'], range: ['$blue', '$orange', '$slate'] },
          },
          shape: {
            field: 'verdict',
            type: 'nominal',
            title: null,
            scale: { domain: ['right', 'wrong', 'all differ'], range: ['circle', 'cross', 'triangle-up'] },
          },
        },
      },
    }),
    table({
      id: 'agreement-table',
      caption: prose`Sixteen questions, ${count(m.samples)} samples each. “(no words)”: the answer ended before its first word, and is
          wrong.`,
      rows: m.rows,
      columns: [
        { head: prose`the model reads`, cell: (row) => prose`${text(row.prompt)}` },
        { head: prose`commonest answer`, cell: (row) => prose`${text(row.answer)}` },
        { head: prose`agreement`, align: 'right', cell: (row) => prose`${percent(row.agreement)}` },
        { head: prose`different answers`, align: 'right', cell: (row) => prose`${count(row.distinct)}` },
        {
          head: prose`verdict`,
          cell: (row) =>
            choose(row.verdict, {
              right: prose`right`,
              wrong: prose`wrong`,
              none: prose`no commonest answer`,
            }),
        },
      ],
    }),
    prose`
      What to see: in ${count(m.right.n)} questions the commonest answer is right, with a mean agreement of
      ${percent(m.right.agreement)}; in ${count(m.wrong.n)} it is wrong, with ${percent(m.wrong.agreement)}; in
      ${count(m.allDiffer)} there is none. The last group has the lowest agreement there is, by definition, so it may not be
      counted among the wrong ones. Judged by the greedy answer instead, the mean agreement is
      ${percent(m.greedy.right.agreement)} for ${count(m.greedy.right.n)} right ones and
      ${percent(m.greedy.wrong.agreement)} for ${count(m.greedy.wrong.n)} wrong ones, a difference of
      ${points(m.greedy.difference.estimate)} (${points(m.greedy.difference.low, { bare: true })} to
      ${points(m.greedy.difference.high, { bare: true })}): ${choose(m.greedy.difference.verdict, {
        up: prose`agreement does tell something.`,
        down: prose`agreement is higher where the answer is wrong.`,
        'no clear effect': prose`so few questions show no clear difference.`,
      })}
    `,
    prose`
      Agreement is not the same number as a probability. “${text(m.example.prompt)} … ${text(m.example.answer)}” has a
      probability of ${percent(m.example.probability)}, but ${choose(m.example.less, {
        yes: prose`only ${percent(m.example.agreement)} of the samples agree on an answer.`,
        no: prose`${percent(m.example.agreement)} of the samples agree on an answer.`,
      })} The first is about one string of tokens, whatever follows it. A sample is read up to its first punctuation mark, so
      one that goes on, “${text(m.example.answer)} and …”, counts as another answer. Besides, ten draws are a coarse ruler. It costs
      ${count(m.samples)} answers instead of one, and it, too, knows the text and not the world.
    `,
  ]);
}
