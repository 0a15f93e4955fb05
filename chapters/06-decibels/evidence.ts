import { at } from '#numerics/list';
import { curious, figure, listing, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, decibels, equation, given, math, percent, rank, ref, text, token } from '#report/values';
import { passageEvidence } from './passage-evidence.measure.ts';
import { wordings } from './wordings.measure.ts';

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
    const shares = prose`${percent(m.example.rightShare, { digits: 2 })} to ${percent(m.example.rivalShare, { digits: 2 })}`;
    const medians = prose`
      the median is ${decibels(m.severalInvented.median, { digits: 1 })} for the ${count(m.severalInvented.n)} invented answers
      of several tokens, ${decibels(m.severalReal.median, { digits: 1 })} for the ${count(m.severalReal.n)} real ones, and
      ${decibels(m.oneToken.median, { digits: 1 })} for the ${count(m.oneToken.n)} answers of one token.`;
    return [
      prose`
        Programs that look things up put a *retrieved passage* before the question. How far does it move a model, here a small
        one of ${given(135)} million parameters? We **define** the evidence of a passage as the change of the odds:
      `,
      equation`\text{evidence} = \text{odds after} - \text{odds before}\quad\text{(all in dB)}`,
      prose`
        By the rule of Bayes this is how much more strongly one answer predicts the passage than the other does. A language model
        need not reason so; the number only says how far it was moved.
      `,
      prose`
        Take a question, its right answer, and a rival that is wrong: “${text(m.example.question)}”, ${token(m.example.right)}
        and ${token(m.example.rival)}. The odds between the two are the difference of their ${math`\ell`}, in
        decibels. (The ${math`\ell`} of an answer is the *sum* over its tokens; both answers of a pair have the same number.)
        Without a passage they are ${decibels(m.example.none, { digits: 1 })}. Then put a passage first:

        > ${text(m.example.passage)}

        Now they are ${decibels(m.example.gold, { digits: 1 })}, so the passage was worth
        ${decibels(m.example.evidence, { digits: 1 })}. ${choose(m.example.side, {
          'right after all': prose`It put the right answer ahead of its rival, ${shares}.`,
          'still wrong': prose`That was not enough: the rival is still ahead, ${shares}.`,
          'right before': prose`The right answer was ahead of its rival before already; now it is ${shares}.`,
        })} ${choose(m.example.both, {
          rare: prose`
            Ahead of *this rival*, not of everything: after the prompt, which ends with “Answer:”, both tokens are rare
            (${percent(m.example.rightProbability, { digits: 2 })} and ${percent(m.example.rivalProbability, { digits: 2 })}), and
            the model would most likely begin with something else. Odds between two answers do not say how likely either is.`,
          'not rare': prose`
            Odds between two answers do not say how likely either is. These tokens have
            ${percent(m.example.rightProbability, { digits: 2 })} and ${percent(m.example.rivalProbability, { digits: 2 })}.`,
        })}
      `,
      prose`
        ${ref('passage-evidence-figure')} does this for the ${count(m.questions)} questions of ${ref('retrieved-context')},
        half about real things and half about invented ones. Two more passages come in: one on
        another subject, and the right one with the *rival* in it.
      `,
      figure({
        id: 'passage-evidence-figure',
        caption: prose`
          Evidence for the right answer, one point for each question, at the nearest ${given(m.width)} dB, so that the points at zero
          are of either sign. Upright dashed lines: medians. Left of zero a passage speaks for the rival.
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
        What to see: counted before that rounding, ${rank(m.agrees.gold)} of the ${count(m.questions)} right passages speak for the right answer, and
        ${rank(m.agrees.counterfactual)} of those with the rival for the rival. A passage on another subject has a
        median of ${decibels(m.all.irrelevant, { digits: 1 })}, but single ones move the odds by
        ${decibels(m.irrelevantRange.low, { digits: 1 })} or ${decibels(m.irrelevantRange.high, { digits: 1 })}: judge a single
        value against that. ${claim({
          a: m.severalInvented.median,
          b: m.severalReal.median,
          kind: 'decibels',
          when: {
            greater: prose`
              The long tail is long *invented* answers: ${medians} A coined name is nearly impossible until the passage spells
              it.`,
            less: prose`Length and novelty of the answer matter, too: ${medians}`,
            tooClose: prose`Whether a long name is invented or real makes no difference: ${medians}`,
          },
        })}

        The last passage is the sobering one. Of the ${count(m.realQuestions)} questions about real things,
        ${rank(m.wrongSide.none)} were on the wrong side of even odds without a passage, ${rank(m.wrongSide.gold)} after the
        right one, and ${rank(m.wrongSide.counterfactual)} after the one with the rival. Whether a passage deserves belief,
        its decibels do not say. (Again, these are odds against the rival
        only: without a passage both answers *together* have a median of ${percent(m.bothTogether.median, { digits: 2 })}, and
        less than one percent in ${rank(m.bothTogether.below)} of the
        ${count(m.realQuestions)}.)
      `,
      prose`
        **A value in decibels belongs to one prompt and one rival.** Without a passage the odds of ${token(w.right)} were
        ${decibels(m.example.none, { digits: 1 })} against ${token(m.example.rival)}; against ${token(w.wrong)}, after the very
        same prompt, they are ${decibels(question.without, { digits: 1 })}. After the statement of
        ${ref('beliefs-in-decibels')} they were ${decibels(statement.without)}. ${choose(w.signs, {
          opposite: prose`
            Even the *sign* of the evidence can change with the wording, as ${ref('two-wordings')} in the fold below shows.`,
          same: prose`The evidence of a passage changes as well, as ${ref('two-wordings')} in the fold below shows.`,
        })} So measure with the wording and the rivals of your program. And do not add up the values of two passages: the
        second counts only as measured *after* the first.
      `,
      curious(prose`Is a passage worth the same in another wording?`, [
        prose`
          Take ${token(w.right)} against ${token(w.wrong)}, once after a statement to be completed and once after a question.
        `,
        listing({ caption: prose`The prompts with the passage, as the model read them.`, value: w.prompts }),
        table({
          id: 'two-wordings',
          caption: prose`
          ${token(w.right)} against ${token(w.wrong)}, asked in two wordings, without a passage and after
          “${text(w.passage)}”, and the probability of each token after the passage.
        `,
          rows: w.rows,
          columns: [
            { head: prose`wording`, cell: (row) => prose`${text(row.wording)}` },
            {
              head: prose`odds without (dB)`,
              align: 'right',
              cell: (row) => prose`${decibels(row.without)}`,
            },
            { head: prose`odds with (dB)`, align: 'right', cell: (row) => prose`${decibels(row.with)}` },
            { head: prose`evidence (dB)`, align: 'right', cell: (row) => prose`${decibels(row.evidence)}` },
            {
              head: prose`${token(w.right)} with`,
              align: 'right',
              cell: (row) => prose`${percent(row.probabilityWith.right)}`,
            },
            {
              head: prose`${token(w.wrong)} with`,
              align: 'right',
              cell: (row) => prose`${percent(row.probabilityWith.wrong)}`,
            },
          ],
        }),
        prose`
        What to see: ${choose(w.signs, {
          opposite: prose`
            the same passage speaks for the right answer in one wording and against it in the other.`,
          same: prose`
            the same passage is worth ${decibels(statement.evidence)} in one wording and ${decibels(question.evidence)} in the
            other.`,
        })} ${claim({
          a: w.question.largest,
          b: w.question.small,
          kind: 'probability',
          when: {
            greater: prose`The probabilities differ as well.`,
            less: prose`In the question wording both tokens stay below half a percent, with the passage and without.`,
            tooClose: prose`In the question wording neither token has more than about half a percent.`,
          },
        })}
      `,
      ]),
      curious(prose`What is each passage worth, question by question?`, [
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
