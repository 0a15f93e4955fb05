import { at } from '#numerics/list';
import { curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, decibels, equation, given, math, rank, ref, text, token } from '#report/values';
import { passageEvidence } from './passage-evidence.ts';
import { wordings } from './wordings.ts';

/** The passages, as the figure and its table call them. */
const PASSAGES = [
  ['gold', 'passage names the right answer', prose`names the right answer`],
  ['irrelevant', 'passage on another subject', prose`on another subject`],
  ['counterfactual', 'passage names the rival', prose`names the rival`],
] as const;

export const evidence = section({
  id: 'evidence-in-decibels',
  title: prose`What is a retrieved passage worth?`,
  needs: { m: passageEvidence, w: wordings },
  write({ m, w }) {
    const [statement, question] = [at(w.rows, 0), at(w.rows, 1)];
    return [
      prose`
        Programs that look things up put a *retrieved passage* before the question. How far does it move the model? Ask for
        the odds before, ask after, and subtract. We **define** the evidence of a passage as this change:
      `,
      equation`\text{evidence} = \text{odds after} - \text{odds before}\quad\text{(all in dB)}`,
      prose`
        For someone who reasons by the rule of Bayes this is how much better the one answer foretold the passage than the
        other. Nobody promises that a language model reasons so. The number says how far the *model* was moved, no more.
      `,
      prose`
        Take a question, its right answer, and a rival that is wrong: “${text(m.example.question)}”, ${token(m.example.right)}
        and ${token(m.example.rival)}. An answer may be several tokens, so its ${math`\ell`} is the *sum* over them; in all
        our pairs both answers have as many tokens. The odds between the two are the difference of these sums, in decibels.
        Without a passage they are ${decibels(m.example.none)}. Then put a passage first:

        > ${text(m.example.passage)}

        Now they are ${decibels(m.example.gold)}, so the passage was worth ${decibels(m.example.evidence)}.
        ${choose(m.example.side, {
          'right after all': prose`It turned the wrong answer into the right one.`,
          'still wrong': prose`That was not enough: the model still prefers the wrong answer.`,
          'right before': prose`The model preferred the right answer before already.`,
        })}
      `,
      prose`
        ${ref('passage-evidence-figure')} does this for the ${count(m.questions)} questions of ${ref('retrieved-context')},
        half about real things and half about invented ones, and with two more passages: one on another subject, and the
        right one with the *rival* in the place of the answer.
      `,
      figure({
        id: 'passage-evidence-figure',
        caption: prose`
          Evidence for the right answer, one point for each question, at the nearest ${given(m.width)} dB. Upright lines:
          medians. Left of zero a passage speaks for the rival.
        `,
        alt: prose`
          Three heaps of points on an axis of decibels. A passage that names the right answer has a median of
          ${decibels(m.all.gold, { digits: 1 })}, one on another subject ${decibels(m.all.irrelevant, { digits: 1 })}, one that
          names the rival ${decibels(m.all.counterfactual, { digits: 1 })}.
        `,
        data: {
          rows: m.dots.map((dot) => ({ ...dot })),
          medians: PASSAGES.map(([passage]) => ({
            passage,
            median: m.all[passage],
            label: `median ${m.all[passage].toFixed(1).replace('-', '−')} dB`,
          })),
        },
        spec: {
          vconcat: PASSAGES.map(([passage, name], place) => ({
            transform: [{ filter: `datum.passage === '${passage}'` }],
            title: name,
            width: 560,
            height: 120,
            layer: [
              {
                mark: { type: 'point', filled: true, size: 24 },
                encoding: {
                  x: {
                    field: 'near',
                    type: 'quantitative',
                    title: place === PASSAGES.length - 1 ? 'evidence for the right answer in dB' : null,
                    scale: { domain: [-125, 125], nice: false },
                    axis: { values: [-100, -50, 0, 50, 100] },
                  },
                  y: {
                    field: 'place',
                    type: 'quantitative',
                    title: null,
                    scale: { domain: [0, m.highest], nice: false },
                    axis: null,
                  },
                  color: { field: 'kind', type: 'nominal', title: 'question about something' },
                  shape: {
                    field: 'kind',
                    type: 'nominal',
                    title: 'question about something',
                    scale: { range: ['circle', 'square'] },
                  },
                },
              },
              {
                data: { name: 'medians' },
                transform: [{ filter: `datum.passage === '${passage}'` }],
                mark: { type: 'rule', style: 'reference' },
                encoding: { x: { field: 'median', type: 'quantitative' } },
              },
              {
                data: { name: 'medians' },
                transform: [{ filter: `datum.passage === '${passage}'` }],
                mark: { type: 'text', style: 'label', align: 'right' },
                encoding: {
                  x: { datum: 122 },
                  y: { value: 12 },
                  text: { field: 'label', type: 'nominal' },
                },
              },
            ],
          })),
        },
      }),
      prose`
        What to see: ${rank(m.agrees.gold)} of the ${count(m.questions)} right passages speak for the right answer, and
        ${rank(m.agrees.counterfactual)} of those with the rival for the rival. A passage on another subject has a
        median of ${decibels(m.all.irrelevant, { digits: 1 })}, but single ones move the odds by
        ${decibels(m.irrelevantRange.low, { digits: 1 })} or ${decibels(m.irrelevantRange.high, { digits: 1 })}: judge the worth
        of a passage on one question against that. ${claim({
          a: m.severalTokens.median,
          b: m.oneToken.median,
          kind: 'decibels',
          when: {
            greater: prose`
              The long tail is long names: in the ${count(m.severalTokens.n)} questions whose answer has several tokens the
              right passage is worth ${decibels(m.severalTokens.median, { digits: 1 })} (median), in the
              ${count(m.oneToken.n)} with one token ${decibels(m.oneToken.median, { digits: 1 })}.`,
            less: prose`
              The length of the answer matters, too: the median is ${decibels(m.severalTokens.median, { digits: 1 })} for the
              ${count(m.severalTokens.n)} answers of several tokens and ${decibels(m.oneToken.median, { digits: 1 })} for the
              ${count(m.oneToken.n)} of one.`,
            tooClose: prose`
              The length of the answer does not matter: the median is ${decibels(m.oneToken.median, { digits: 1 })} for answers
              of one token and of several alike.`,
          },
        })}

        The last passage is the sobering one. Of the ${count(m.realQuestions)} questions about real things,
        ${rank(m.wrongSide.none)} were on the wrong side of even odds without a passage, ${rank(m.wrongSide.gold)} after the
        right one, and ${rank(m.wrongSide.counterfactual)} after the one with the rival. Whether a passage deserves belief,
        its decibels do not say.
      `,
      prose`
        **A value in decibels belongs to one prompt.** In ${ref('beliefs-in-decibels')} the odds of ${token(w.right)} against
        ${token(w.wrong)} were ${decibels(statement.without)}, after a statement to be completed. ${ref('two-wordings')} asks
        the same as a question with “Answer:”. Only the wording differs.
      `,
      table({
        id: 'two-wordings',
        caption: prose`
          ${token(w.right)} against ${token(w.wrong)}, asked in two wordings, without a passage and after
          “${text(w.passage)}”
        `,
        rows: w.rows,
        columns: [
          { head: prose`wording`, cell: (row) => prose`${text(row.wording)}` },
          { head: prose`odds without (dB)`, align: 'right', cell: (row) => prose`${decibels(row.without)}` },
          { head: prose`odds with (dB)`, align: 'right', cell: (row) => prose`${decibels(row.with)}` },
          { head: prose`evidence (dB)`, align: 'right', cell: (row) => prose`${decibels(row.evidence)}` },
        ],
      }),
      prose`
        What to see: ${choose(w.signs, {
          opposite: prose`
            the odds differ, and the same passage speaks for the right answer in one wording and against it in the other.
            Even the *sign* of the evidence belongs to the prompt.`,
          same: prose`
            the odds differ, and the same passage is worth ${decibels(statement.evidence)} and
            ${decibels(question.evidence)}.`,
        })} So measure with the wording that your program uses. And do not add up the values of two passages: the second
        counts only as measured *after* the first.
      `,
      curious(prose`All questions`, [
        table({
          id: 'passage-evidence-table',
          caption: prose`
            Each question, the tokens of its answer, the odds before, and what each passage is worth as evidence for the right
            answer. Negative evidence speaks for the rival.
          `,
          rows: m.rows,
          columns: [
            { head: prose`question`, cell: (row) => prose`${text(row.question)}` },
            { head: prose`about something`, cell: (row) => prose`${text(row.kind)}` },
            { head: prose`tokens`, align: 'right', cell: (row) => prose`${count(row.tokens)}` },
            {
              head: prose`before (dB)`,
              align: 'right',
              cell: (row) => prose`${decibels(row.none, { digits: 1 })}`,
            },
            ...PASSAGES.map(([passage, , head]) => ({
              head,
              align: 'right' as const,
              cell: (row: (typeof m.rows)[number]) => prose`${decibels(row[passage], { digits: 1 })}`,
            })),
          ],
        }),
      ]),
    ];
  },
});
