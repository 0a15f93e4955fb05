import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, decibels, equation, given, math, rank, ref, term, text, token } from '#report/values';
import { CLOSE_LEGEND } from './figure-parts.ts';
import { passageScores } from './passage-scores.ts';

const PRIOR = -10;
const EVIDENCE = 30;

/** How colour and shape tell the conditions apart. */
const CONDITION = {
  field: 'after',
  type: 'nominal',
  title: null,
  legend: CLOSE_LEGEND,
  sort: ['no passage', 'right passage', 'passage with the rival'],
};

export const passageEvidence = measurement({
  id: 'passage-evidence',
  needs: { scores: passageScores },
  kinds: {
    toy: { prior: 'exact', evidence: 'exact', posterior: 'float64' },
    rows: {
      name: 'exact',
      none: 'decibels',
      passage: 'decibels',
      contrary: 'decibels',
      evidence: 'decibels',
      against: 'decibels',
      twice: 'decibels',
    },
    questions: 'exact',
    example: {
      question: 'exact',
      right: 'exact',
      rival: 'exact',
      passage: 'exact',
      none: 'decibels',
      after: 'decibels',
      evidence: 'decibels',
    },
    meanKnown: 'decibels',
    meanInvented: 'decibels',
    raised: 'rank',
    allRaised: 'exact',
    wrongBefore: 'rank',
    misled: 'rank',
    backfired: 'rank',
    anyBackfired: 'exact',
    meanOnce: 'decibels',
    meanTwice: 'decibels',
    exampleSide: 'exact',
  },
  async measure({ scores }) {
    const all = scores.questions.map(({ name, about, odds }) => ({
      name,
      about,
      none: Number(odds.none),
      passage: Number(odds.passage),
      contrary: Number(odds.contrary),
      evidence: odds.passage - odds.none,
      against: odds.contrary - odds.none,
      twice: odds.twice - odds.none,
    }));
    const meanEvidence = (about: string): number =>
      mean(all.filter((row) => row.about === about).map((row) => row.evidence));
    const raised = all.filter((row) => row.evidence > 0).length;
    const allRaised: 'all' | 'not all' = raised === all.length ? 'all' : 'not all';
    const backfired = all.filter((row) => row.against > 0).length;
    const anyBackfired: 'none' | 'some' = backfired > 0 ? 'some' : 'none';
    const first = at(scores.questions, 0);
    const { none, passage, evidence } = at(all, 0);
    const exampleSide: 'right after all' | 'still wrong' | 'right before' =
      none > 0 ? 'right before' : passage > 0 ? 'right after all' : 'still wrong';
    return {
      toy: { prior: PRIOR, evidence: EVIDENCE, posterior: PRIOR + EVIDENCE },
      rows: all.map(({ about: _about, ...row }) => row),
      questions: all.length,
      example: {
        question: first.question,
        right: first.right,
        rival: first.rival,
        passage: first.passage,
        none,
        after: passage,
        evidence,
      },
      meanKnown: meanEvidence('known'),
      meanInvented: meanEvidence('invented'),
      raised,
      allRaised,
      wrongBefore: all.filter((row) => row.none < 0).length,
      misled: all.filter((row) => row.contrary < 0).length,
      backfired,
      anyBackfired,
      meanOnce: mean(all.map((row) => row.evidence)),
      meanTwice: mean(all.map((row) => row.twice)),
      exampleSide,
    };
  },
});

export const evidence = section({
  id: 'evidence-in-decibels',
  title: prose`What is a retrieved passage worth?`,
  needs: { m: passageEvidence, scores: passageScores },
  write({ m, scores }) {
    return [
      prose`
        The best thing about odds in decibels is the rule for changing one's mind. By the theorem of Bayes, new evidence
        multiplies the odds, whatever they were, by one factor: how much better the one claim foretold the evidence than
        the other. In decibels, multiplying is
        adding, so with all three in decibels:
      `,
      equation`\text{odds after} = \text{odds before} + \text{evidence}`,
      prose`
        Whoever starts at ${given(m.toy.prior)} dB and gets evidence of ${given(m.toy.evidence)} dB ends at
        ${decibels(m.toy.posterior, { digits: 0 })}. So **evidence in decibels is a change of odds**. It can be measured
        without knowing what went on inside: ask before, ask after, subtract.
      `,
      prose`
        Programs that look things up do exactly this with a language model. They put a *retrieved passage* before the
        question. What is it worth? Take a question, the right answer, and a rival answer that is wrong:
        “${text(m.example.question)}”, ${token(m.example.right)} and ${token(m.example.rival)}. The odds between the two are
        the difference of their summed log-probabilities ${math`\ell`}, in decibels. Without a passage they are
        ${decibels(m.example.none)}. Then put a passage first:

        > ${text(m.example.passage)}

        Now they are ${decibels(m.example.after)}, so to this model, for this question, the passage was worth
        ${decibels(m.example.evidence)}. ${choose(m.exampleSide, {
          'right after all': prose`It has turned the wrong answer into the right one.`,
          'still wrong': prose`It has moved the odds far to the right side, but not past even: the model still prefers the wrong answer.`,
          'right before': prose`The model preferred the right answer before already.`,
        })}
      `,
      prose`
        ${ref('passage-evidence-figure')} does it for ${count(m.questions)} questions, three about things that the model may
        have read of and three about invented ones, and adds a control: the same passage with the *rival* in it.
      `,
      figure({
        id: 'passage-evidence-figure',
        caption: prose`
          Odds of the right answer against its rival, without a passage, after a passage that names the right answer, and
          after one that names the rival. The dashed line is even odds; the length of the solid line is the evidence.
        `,
        alt: prose`
          Six rows on an axis of decibels. After the right passage the odds rose in ${rank(m.raised)} of them; the mean
          change is ${decibels(m.meanOnce)}. After the passage with the rival, ${rank(m.misled)} of them are on the wrong
          side of even odds.
        `,
        data: {
          rows: m.rows.flatMap((row) => [
            { name: row.name, odds: row.none, after: 'no passage' },
            { name: row.name, odds: row.passage, after: 'right passage' },
            { name: row.name, odds: row.contrary, after: 'passage with the rival' },
          ]),
          spans: m.rows.map((row) => ({ name: row.name, from: row.none, to: row.passage })),
          even: [{ odds: 0 }],
        },
        spec: {
          height: { step: 34 },
          layer: [
            {
              data: { name: 'even' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'odds', type: 'quantitative' } },
            },
            {
              data: { name: 'spans' },
              mark: { type: 'rule', color: '$blue', strokeWidth: 2.5 },
              encoding: {
                y: { field: 'name', type: 'nominal', sort: null, title: null },
                x: { field: 'from', type: 'quantitative' },
                x2: { field: 'to' },
              },
            },
            {
              mark: { type: 'point', filled: true, size: 100 },
              encoding: {
                y: { field: 'name', type: 'nominal', sort: null, title: null },
                x: { field: 'odds', type: 'quantitative', title: 'odds of the right answer in dB' },
                color: {
                  ...CONDITION,
                  scale: { range: ['$slate', '$blue', '$orange'] },
                },
                shape: {
                  ...CONDITION,
                  scale: { range: ['circle', 'triangle-right', 'diamond'] },
                },
              },
            },
          ],
        },
      }),
      table({
        id: 'passage-evidence-table',
        caption: prose`
          Odds before, and what each passage is worth as evidence for the right answer. Negative evidence speaks for the
          rival. The last column has the right passage written down twice.
        `,
        rows: m.rows,
        columns: [
          { head: prose`question about`, cell: (row) => prose`${text(row.name)}` },
          {
            head: prose`before (dB)`,
            align: 'right',
            cell: (row) => prose`${decibels(row.none, { digits: 1 })}`,
          },
          {
            head: prose`right passage`,
            align: 'right',
            cell: (row) => prose`${decibels(row.evidence, { digits: 1 })}`,
          },
          {
            head: prose`with the rival`,
            align: 'right',
            cell: (row) => prose`${decibels(row.against, { digits: 1 })}`,
          },
          {
            head: prose`right, twice`,
            align: 'right',
            cell: (row) => prose`${decibels(row.twice, { digits: 1 })}`,
          },
        ],
      }),
      prose`
        ${choose(m.allRaised, {
          all: prose`What to see: each right passage speaks for the right answer.`,
          'not all': prose`What to see: ${rank(m.raised)} of the right passages speak for the right answer, the others against it.`,
        })} ${claim({
          a: m.meanInvented,
          b: m.meanKnown,
          kind: 'decibels',
          when: {
            greater: prose`
              They are worth more where the model could know nothing: ${decibels(m.meanInvented)} on average for the
              invented things, ${decibels(m.meanKnown)} for the others. Part of that is spelling: a made-up name is several
              tokens that nobody would guess, and every one of them is now only to be copied.`,
            less: prose`
              They are worth more for things that the model may have read of: ${decibels(m.meanKnown)} on average,
              against ${decibels(m.meanInvented)} for the invented ones.`,
            tooClose: prose`
              For things the model may have read of and for invented ones they are worth the same on average,
              ${decibels(m.meanKnown)}.`,
          },
        })}

        The control is the sobering part. Without a passage ${rank(m.wrongBefore)} of the ${count(m.questions)} were on the
        wrong side of even odds; after one with the rival in it, ${rank(m.misled)} are. ${choose(
          m.anyBackfired,
          {
            some: prose`
            And in ${rank(m.backfired)} of them it did not even speak for the answer that it names: its evidence has the
            other sign. What a passage says and where it moves the model are two things, and only the second one is measured
            here.`,
            none: prose`Each speaks for the answer that it names, right or wrong.`,
          },
        )} The decibels tell how far the *model* was moved. Whether the passage deserved it, they do not say.
      `,
      prose`
        And the last column? If a passage is worth so many decibels, is the same passage *twice* worth double? No evidence
        was added, only ink. On average once is worth ${decibels(m.meanOnce)}, and twice
        ${decibels(m.meanTwice)}. ${claim({
          a: m.meanTwice,
          b: m.meanOnce,
          kind: 'decibels',
          when: {
            greater: prose`The repetition moved the model further.`,
            less: prose`The repetition did not even help.`,
            tooClose: prose`The repetition moved nothing.`,
          },
        })} Decibels of evidence may be added only when the second piece is news *given the first*: two reports that copy
        from the same source are one. In the terms of ${term('log-probability', 'log-probabilities')}: the chain rule
        ${math`\ell(a, b) = \ell(a) + \ell(b \mid a)`} always holds, ${math`\ell(a) + \ell(b)`} only for independent ones.
      `,
      prose`
        Six questions are an illustration, not a study. Each prompt was the passage, if any, on a line of its own, then a line
        with “Question:” and the question, then “Answer:”.
      `,
      curious(prose`The questions, the answers and the passages`, [
        table({
          id: 'passage-questions',
          caption: prose`
            What the model was asked. In the control, the rival stands in the place of the right answer in the passage.
          `,
          rows: scores.questions,
          columns: [
            { head: prose`question`, cell: (row) => prose`${text(row.question)}` },
            { head: prose`right`, cell: (row) => prose`${token(row.right)}` },
            { head: prose`rival`, cell: (row) => prose`${token(row.rival)}` },
            { head: prose`right passage`, cell: (row) => prose`${text(row.passage)}` },
          ],
        }),
      ]),
    ];
  },
});
