import { at } from '#numerics/list';
import { code, curious, figure, table, type VegaLiteSpec } from '#report/block';
import { choose } from '#report/claim';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, percent, probability, ref, text } from '#report/values';
import { confidenceThresholds, SHOWN_THRESHOLD } from './thresholds.ts';

/** The name of a rule beside its diamond, set off by so many pixels to keep clear of the curves. */
function ruleLabel(label: string, away: { readonly dx: number; readonly dy: number }): VegaLiteSpec {
  return {
    data: { name: 'chosen' },
    transform: [{ filter: { field: 'label', equal: label } }],
    mark: { type: 'text', style: 'annotation', align: 'left', ...away },
    encoding: {
      x: { field: 'coverage', type: 'quantitative' },
      y: { field: 'risk', type: 'quantitative' },
      text: { field: 'label', type: 'nominal' },
    },
  };
}

/** The chapter's section on thresholds. */
export const thresholds = section({
  id: 'confidence-thresholds',
  title: prose`Where to draw the line`,
  needs: { m: confidenceThresholds },
  write({ m }) {
    const [optimist, cautious] = [at(m.rules, 0), at(m.rules, 1)];
    const promise = (verdict: typeof optimist.verdict) =>
      choose(verdict, {
        below: prose`its interval lies below what was accepted, and the promise is kept.`,
        around: prose`its interval holds what was accepted, and the promise is neither confirmed nor refuted.`,
        above: prose`its interval lies above what was accepted, and the promise is broken.`,
      });
    return [
      prose`
        A program can hold answers back, “I am not sure, please check”, unless their confidence reaches a *threshold*. Two things
        then matter: how many questions it still answers, the *coverage*, and how many of those answers are wrong, the *risk*.
      `,
      prose`Every threshold trades one for the other; ${ref('risk-coverage')} starts at the left with the surest answers only.`,
      figure({
        id: 'risk-coverage',
        caption: prose`
          The risk of the surest answers, for every coverage, on dev and on test. At the right end every question is
          answered. Diamonds: what the two rules below lead to on
          test.
        `,
        alt: prose`
          Two ragged curves that rise to the right. On test, all questions answered have a risk of ${percent(m.all.risk)};
          at the simple rule's threshold, marked, ${percent(optimist.coverage)} are answered, with a risk of
          ${percent(optimist.risk)}.
        `,
        data: {
          rows: m.curve.map((point) => ({ ...point })),
          accepted: [{ risk: m.accepted, label: 'accepted risk' }],
          chosen: m.rules.map(({ coverage, risk, label }) => ({ coverage, risk, label })),
        },
        spec: {
          height: 260,
          layer: [
            {
              mark: { type: 'line', strokeWidth: 2 },
              encoding: {
                x: { field: 'coverage', type: 'quantitative', title: 'coverage', axis: { format: '%' } },
                y: { field: 'risk', type: 'quantitative', title: 'risk', axis: { format: '%' } },
                color: {
                  field: 'half',
                  type: 'nominal',
                  title: null,
                  scale: { domain: ['dev', 'test'], range: ['$slate', '$teal'] },
                },
                strokeDash: {
                  field: 'half',
                  type: 'nominal',
                  title: null,
                  scale: {
                    domain: ['dev', 'test'],
                    range: [
                      [6, 4],
                      [1, 0],
                    ],
                  },
                },
              },
            },
            {
              data: { name: 'chosen' },
              mark: { type: 'point', shape: 'diamond', size: 130, color: '$ink', strokeWidth: 2 },
              encoding: {
                x: { field: 'coverage', type: 'quantitative' },
                y: { field: 'risk', type: 'quantitative' },
              },
            },
            ruleLabel('simple rule', { dx: 10, dy: 12 }),
            ruleLabel('cautious rule', { dx: 14, dy: 24 }),
            {
              data: { name: 'accepted' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { y: { field: 'risk', type: 'quantitative' } },
            },
            {
              data: { name: 'accepted' },
              mark: { type: 'text', style: 'annotation', align: 'left', dx: 6, dy: -8 },
              encoding: {
                x: { value: 0 },
                y: { field: 'risk', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        What to see: at the right end lies the risk without any threshold, ${percent(m.all.risk)} on test. To the left it falls,
        and there the curves jump about, for each of the few items weighs much.
        ${choose(m.clean.size, {
          'nearly all': prose`At the very left the risk is zero, but hardly anything is answered: to stop every wrong answer on test, a
            threshold would have to lie above ${percent(m.clean.surestWrong)} and withhold ${count(m.clean.withheld)} of
            ${count(m.all.n)} answers, ${percent(m.clean.share)}.`,
          some: prose`A threshold just above ${percent(m.clean.surestWrong)} would stop every wrong answer on test, and withhold
            ${count(m.clean.withheld)} of ${count(m.all.n)} answers, ${percent(m.clean.share)}.`,
        })}
        
      `,
      prose`
        Say that one wrong answer in four is acceptable. No magic number ensures that. Read a threshold off dev, the items on
        which one may choose. The simplest rule takes the smallest
        threshold whose risk on dev is within ${given(m.accepted)}:
      `,
      code('#numerics/risk-coverage', 'threshold-for-risk'),
      prose`
        Of all places where the jagged dev curve touches the line this takes the last, a lucky dip. A cautious rule asks more: the
        upper end of the risk's Wilson interval must be within ${given(m.accepted)}. It, too, tries many thresholds and takes the
        lowest that passes; only the test items, on which nothing was chosen, show what either rule is worth.
      `,
      curious(prose`The cautious rule as code, and the whole curve in one number`, [
        code('#chapters/03-logprobs-as-confidence/thresholds', 'cautious-threshold'),
        prose`
          The mean height of the test curve in ${ref('risk-coverage')}, the area under it, is ${probability(m.area)}; answering in
          random order would lie flat at ${probability(m.all.risk)}.
        `,
      ]),
      table({
        id: 'threshold-table',
        caption: prose`Two rules for choosing a threshold on dev, and what came of it on test, with Wilson intervals of the risk.`,
        rows: m.rules,
        columns: [
          { head: prose`rule`, cell: (row) => prose`${text(row.label)}` },
          { head: prose`within the accepted risk`, cell: (row) => prose`${text(row.name)}` },
          { head: prose`threshold`, align: 'right', cell: (row) => prose`${percent(row.threshold)}` },
          {
            head: prose`dev: wrong of answered`,
            align: 'right',
            cell: (row) => prose`${count(row.devWrong)} of ${count(row.devAnswered)}`,
          },
          {
            head: prose`test: wrong of answered`,
            align: 'right',
            cell: (row) => prose`${count(row.wrong)} of ${count(row.answered)}`,
          },
          { head: prose`risk on test`, align: 'right', cell: (row) => prose`${percent(row.risk)}` },
          { head: prose`from`, align: 'right', cell: (row) => prose`${percent(row.low)}` },
          { head: prose`to`, align: 'right', cell: (row) => prose`${percent(row.high)}` },
        ],
      }),
      prose`
        What to see: the simple rule's threshold of ${percent(optimist.threshold)} answers ${percent(optimist.coverage)} of the
        test items, with a risk of ${percent(optimist.risk)}: ${promise(optimist.verdict)} The cautious threshold of
        ${percent(cautious.threshold)} answers ${percent(cautious.coverage)}, with a risk of ${percent(cautious.risk)}:
        ${promise(cautious.verdict)} Caution has its price in coverage.
      `,
      prose`
        Try other thresholds under ${ref('threshold-slider')}. It sorts all test items into four fates.
      `,
      figure({
        id: 'threshold-slider',
        caption: prose`
          What happens to the test items at a threshold of your choice. Without the slider, the figure shows a threshold of
          ${given(m.half.threshold)}.
        `,
        alt: prose`
          Four bars. At a threshold of ${given(m.half.threshold)}, ${count(m.half.rightAnswered)} answers are shown and
          right, ${count(m.half.wrongAnswered)} shown and wrong; ${count(m.half.rightWithheld)} right and
          ${count(m.half.wrongWithheld)} wrong ones are withheld.
        `,
        data: m.slider.map((row) => ({ ...row })),
        spec: {
          height: { step: 34 },
          params: [
            {
              name: 'threshold',
              value: SHOWN_THRESHOLD,
              bind: { input: 'range', min: 0.3, max: 0.95, step: 0.05, name: 'answer above a confidence of' },
            },
          ],
          transform: [{ filter: 'abs(datum.threshold - threshold) < 0.001' }],
          encoding: {
            y: {
              field: 'fate',
              type: 'nominal',
              sort: null,
              title: null,
              axis: { labelLimit: 200 },
            },
            x: {
              field: 'n',
              type: 'quantitative',
              title: 'number of test items',
              scale: { domain: [0, 140] },
            },
          },
          layer: [
            {
              mark: 'bar',
              encoding: {
                color: {
                  field: 'fate',
                  type: 'nominal',
                  legend: null,
                  scale: {
                    domain: [
                      'answered, right',
                      'answered, wrong',
                      'withheld, would be right',
                      'withheld, would be wrong',
                    ],
                    range: ['$blue', '$orange', '$soft', '$soft'],
                  },
                },
              },
            },
            {
              mark: { type: 'text', style: 'label', align: 'left', dx: 5 },
              encoding: { text: { field: 'n', type: 'quantitative' } },
            },
          ],
        },
      }),
      prose`
        What to see: raising the threshold takes away wrong answers, but right ones go with them, and some wrong ones stay
        ${choose(m.clean.size, {
          'nearly all': prose`until nearly everything is withheld.`,
          some: prose`for long.`,
        })} Those are the next question.
      `,
    ];
  },
});
