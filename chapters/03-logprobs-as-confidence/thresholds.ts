import { at } from '#numerics/list';
import { choose, code, curious, figure, layout, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, percent, ref, text } from '#report/values';
import { fromTo, outOf, range, scaled, share, shareAxis } from './shared.ts';
import { confidenceThresholds, SHOWN_THRESHOLD, SLIDER } from './thresholds.measure.ts';

const PLACE = { x: shareAxis('coverage', 'coverage'), y: shareAxis('risk', 'risk') };
const FATES = {
  'shown, right': '$blue',
  'shown, wrong': '$orange',
  'withheld, wrong': '$gold',
  'withheld, right': '$slate',
};

/** The name of a rule beside its diamond, set off by so many pixels to keep clear of the curves. */
function ruleLabel(label: string, half: 'dev' | 'test', dx: number, dy: number) {
  const transform = [
    { filter: { field: 'label', equal: label } },
    { filter: { field: 'half', equal: half } },
  ];
  return mark.annotation({ ...PLACE, text: 'label' }, { data: 'chosen', transform, align: 'left', dx, dy });
}

/** One diamond for each rule and half: hollow where it was chosen, filled where it was tried. */
function diamonds(half: 'dev' | 'test') {
  return mark.points(PLACE, {
    data: 'chosen',
    transform: [{ filter: { field: 'half', equal: half } }],
    shape: 'diamond',
    size: 130,
    color: '$ink',
    strokeWidth: 2,
    filled: half === 'test',
  });
}

/** What becomes of the test items at one threshold, a row for each fate, under the name of the bar. */
function barOf(row: Seen<typeof confidenceThresholds>['shown'][number], yours: boolean) {
  const threshold = percent(row.threshold, { digits: 2 });
  const name = yours ? prose`yours: ${threshold}` : threshold;
  const numbers = [row.rightAnswered, row.wrongAnswered, row.wrongWithheld, row.rightWithheld];
  return Object.keys(FATES).map((fate, place) => ({
    name,
    threshold: row.threshold,
    fate,
    place: given(place),
    n: at(numbers, place),
    yours,
  }));
}

export const thresholds = section({
  id: 'confidence-thresholds',
  title: prose`Where to draw the line`,
  needs: { m: confidenceThresholds },
  write({ m }) {
    const [simple, cautious] = [at(m.rules, 0), at(m.rules, 1)];
    const [lowest, highest] = [at(m.shown, 0), at(m.shown, m.shown.length - 1)];
    const promise = (verdict: typeof simple.verdict) =>
      choose(verdict, {
        below: prose`its interval lies below that, and the promise is kept`,
        around: prose`its interval contains that, and the promise stays open`,
        above: prose`its interval lies above that, and the promise is broken`,
      });
    return [
      prose`A program can hold answers back, “I am not sure, please check”, unless their confidence reaches a
        *threshold*. Two things then matter: how many questions it still answers, the *coverage*, and how many
        of those answers are wrong, the *risk*. ${ref('risk-coverage')} starts at the left with the surest
        answers only.`,
      figure({
        id: 'risk-coverage',
        caption: prose`The risk of the surest answers, for every coverage, on dev and on test. At the right
          end every question is answered. Diamonds: where two rules, explained below, draw the line on dev
          (hollow) and what it leads to on test (filled).`,
        alt: prose`Two ragged curves that rise to the right. On test, all questions answered have a risk of
          ${percent(m.all.risk)}; at the simple rule's threshold, marked, ${percent(simple.coverage)} are
          answered, with a risk of ${percent(simple.risk)}.`,
        data: {
          rows: m.curve,
          accepted: [{ risk: m.accepted, label: 'accepted risk' }],
          chosen: m.rules.flatMap(({ coverage, risk, devCoverage, devRisk, label }) => [
            { half: 'dev', coverage: devCoverage, risk: devRisk, label },
            { half: 'test', coverage, risk, label },
          ]),
        },
        spec: {
          height: 280,
          layer: [
            mark.line(
              {
                ...PLACE,
                color: scaled('half', { dev: '$slate', test: '$teal' }, { title: null }),
                strokeDash: scaled('half', { dev: [6, 4], test: [1, 0] }, { title: null }),
              },
              { strokeWidth: 2 },
            ),
            diamonds('dev'),
            diamonds('test'),
            ruleLabel('simple', 'dev', 10, 14),
            ruleLabel('simple', 'test', 10, 14),
            ruleLabel('cautious', 'dev', 10, 14),
            ruleLabel('cautious', 'test', -60, -10),
            mark.reference({ y: 'risk' }, { data: 'accepted' }),
            mark.annotation(
              { x: { value: 0 }, y: 'risk', text: 'label' },
              { data: 'accepted', align: 'left', dx: 6, dy: -8 },
            ),
          ],
        },
      }),
      prose`What to see: at the right end lies the risk without any threshold, ${percent(m.all.risk)} on test.
        To the left it falls, but the curves jump about, for each of the few items weighs much.
        ${choose(m.clean.size, {
          'nearly all': prose`To stop every wrong answer on test, a threshold would have to lie above
            ${percent(m.clean.surestWrong)} and withhold ${count(m.clean.withheld)} of ${count(m.all.n)}
            answers, ${percent(m.clean.share)}.`,
          some: prose`A threshold just above ${percent(m.clean.surestWrong)} would stop every wrong answer on
            test, and withhold ${count(m.clean.withheld)} of ${count(m.all.n)} answers,
            ${percent(m.clean.share)}.`,
        })}`,
      prose`Say that a risk of ${percent(m.accepted, { digits: 2 })} is acceptable. No magic number ensures
        that: read a threshold off dev, the items on which one may choose. The *simple* rule takes the
        smallest threshold whose risk on dev is within what is accepted. The dev curve rises above the line of
        the accepted risk ${count(m.meetings)} times; the simple rule stops before the last, which may be
        luck. A *cautious* rule asks that even the upper end of the risk's Wilson interval be within. Only the
        test items show what either is worth.`,
      prose`Aimed at ${percent(m.accepted, { digits: 2 })}, the simple rule got ${percent(simple.risk)} on
        test (${range(percent, simple)}), while answering ${percent(simple.coverage)}. The cautious one got
        ${percent(cautious.risk)} (${share(cautious.low)} to ${percent(cautious.high)}), but answers only
        ${percent(cautious.coverage)}. ${choose(m.promise, {
          open: prose`Both intervals contain ${percent(m.accepted, { digits: 2 })}, so this test set cannot
            say whether either rule keeps within it.`,
          settled: prose`For the simple rule, ${promise(simple.verdict)}; for the cautious one,
            ${promise(cautious.verdict)}.`,
        })}`,
      curious(prose`How do the two rules choose, in code and in numbers?`, [
        prose`The curve is a list of points, one for each threshold. The simple rule:`,
        code('#numerics/risk-coverage', 'threshold-for-risk'),
        prose`The cautious rule puts the upper end of the interval in place of the risk:`,
        code('#chapters/03-logprobs-as-confidence/thresholds.measure', 'cautious-threshold'),
        prose`${ref('threshold-table')} has what came of both. Either rule tries many thresholds, so its risk
          on dev flatters it.`,
        table({
          id: 'threshold-table',
          caption: prose`Two rules for choosing a threshold on dev, and what came of it on test, with Wilson
            intervals of the risk.`,
          rows: m.rules,
          columns: [
            ['rule', (row) => text(row.label)],
            ['within the accepted risk', (row) => text(row.name)],
            ['threshold', (row) => share(row.threshold)],
            ['dev: wrong of answered', (row) => outOf(row.devWrong, row.devAnswered), 'right'],
            ['test: wrong of answered', (row) => outOf(row.wrong, row.answered), 'right'],
            ['risk on test', (row) => share(row.risk)],
            ...fromTo(share),
          ],
        }),
        prose`And the whole curve in one number: the mean height of the test curve in ${ref('risk-coverage')},
          the area under it, is ${percent(m.area)}; answering in random order would lie flat at
          ${percent(m.all.risk)}.`,
      ]),
      prose`What does a threshold do to the right answers? ${ref('threshold-slider')} sorts all test items
        into four fates. In the HTML report a slider moves the threshold of the bar “yours”.`,
      figure({
        id: 'threshold-slider',
        caption: prose`What happens to the ${count(m.all.n)} test items at several thresholds; a withheld
          answer is called by what it would have been. The threshold of the bar “yours” can be moved in the
          HTML report.`,
        alt: prose`Stacked bars, one for each threshold. At ${percent(lowest.threshold, { digits: 2 })},
          ${count(lowest.rightAnswered)} answers are shown and right, ${count(lowest.wrongAnswered)} shown and
          wrong; at ${percent(highest.threshold, { digits: 2 })}, ${count(highest.rightAnswered)} and
          ${count(highest.wrongAnswered)}, and the rest is withheld.`,
        data: [
          ...m.shown
            .filter(({ threshold }) => layout([threshold], (value) => value !== SHOWN_THRESHOLD))
            .flatMap((row) => barOf(row, false)),
          ...m.slider.flatMap((row) => barOf(row, true)),
        ],
        spec: {
          height: { step: 34 },
          params: [
            {
              name: 'threshold',
              value: SHOWN_THRESHOLD,
              bind: { input: 'range', ...SLIDER, name: 'answer from a confidence of' },
            },
          ],
          transform: [{ filter: '!datum.yours || abs(datum.threshold - threshold) < 0.001' }],
          mark: 'bar',
          encoding: {
            y: mark.n('name', { sort: null, title: 'threshold' }),
            x: mark.q('n', { title: 'number of test items', scale: { domain: [0, m.all.n], nice: false } }),
            order: mark.q('place'),
            color: scaled('fate', FATES, { title: null, legend: { columns: 2 } }),
          },
        },
      }),
      prose`What to see: raising the threshold takes away wrong answers, but right ones go with them. At
        ${percent(highest.threshold, { digits: 2 })}, ${count(highest.rightAnswered)} right answers are left
        and ${count(highest.wrongAnswered)} wrong ones. Those are the next question.`,
    ];
  },
});
