import { at } from '#numerics/list';
import { choose, code, curious, figure, layout, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { byMedium, count, given, percent, ref, text } from '#report/values';
import { outOf, range, scaled, share, shareAxis } from './shared.ts';
import { confidenceThresholds, SHOWN_THRESHOLD, SLIDER } from './thresholds.measure.ts';

const PLACE = { x: shareAxis('coverage', 'coverage'), y: shareAxis('risk', 'risk') };
const FATES = {
  'shown, right': '$blue',
  'shown, wrong': '$orange',
  'withheld, wrong': '$gold',
  'withheld, right': '$slate',
};

/** The name of a rule beside its diamond, set off by so many pixels to keep clear of the curves. */
function ruleLabel({ label, half }: Place, text: object, look: object) {
  const transform = [
    { filter: { field: 'label', equal: label } },
    { filter: { field: 'half', equal: half } },
  ];
  return mark.annotation({ ...PLACE, text }, { data: 'chosen', transform, align: 'left', ...look });
}

/** The labels of the diamonds: of several too close for a label each only the first has one. */
function ruleLabels(places: readonly Place[]) {
  return places.flatMap((place, i) => {
    if (places.slice(0, i).some((earlier) => areClose(earlier, place))) return [];
    const isShared = places.some((other) => other.label !== place.label && areClose(other, place));
    const isAtRightEnd = layout([place.coverage], (coverage) => coverage > 0.85);
    return ruleLabel(
      place,
      isShared ? { value: 'both rules' } : { field: 'label' },
      isAtRightEnd
        ? { align: 'right', dx: -10, dy: -14 }
        : place.label === 'cautious' && place.half === 'test'
          ? { dx: -60, dy: -10 }
          : { dx: 10, dy: 14 },
    );
  });
}

const areClose = (one: Place, other: Place) =>
  layout(
    [one.coverage, other.coverage, one.risk, other.risk],
    (left, right, low, high) => Math.abs(left - right) < 0.1 && Math.abs(low - high) < 0.03,
  );

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

type Rule = Seen<typeof confidenceThresholds>['rules'][number];
type Place = Pick<Tried, 'label' | 'coverage' | 'risk'> & { readonly half: string };
type Tried = Rule & Readonly<Record<'risk' | 'low' | 'high', NonNullable<Rule['risk']>>>;

/** Whether a rule answers a part of dev, neither all nor nothing. */
const isSelective = ({ threshold, devCoverage }: Rule) =>
  threshold !== null && layout([devCoverage], (coverage) => coverage < 1);

const isTried = (rule: Rule): rule is Tried => rule.risk !== null;

export const thresholds = section({
  id: 'confidence-thresholds',
  title: prose`Where to draw the line`,
  needs: { m: confidenceThresholds },
  write({ m }) {
    const [simple, cautious] = [at(m.rules, 0), at(m.rules, 1)];
    const [lowest, highest] = [at(m.shown, 0), at(m.shown, m.shown.length - 1)];
    const accepted = percent(m.accepted, { digits: 2 });
    const promise = (verdict: typeof simple.verdict) =>
      choose(verdict, {
        below: prose`its interval lies below ${accepted}, and the promise is kept`,
        around: prose`its interval contains ${accepted}, and the promise stays open`,
        above: prose`its interval lies above ${accepted}, and the promise is broken`,
        'no threshold': prose`nothing is answered`,
        'no answer': prose`nothing is answered`,
      });
    const silent = ({ threshold, label }: Rule) =>
      threshold !== null
        ? prose`answers nothing on test, where no confidence reaches its threshold`
        : label === 'cautious'
          ? prose`answers nothing, for no threshold keeps the upper end of the interval within ${accepted}`
          : prose`answers nothing, for no threshold keeps the risk on dev within ${accepted}`;
    const chosen = m.rules.flatMap(({ coverage, risk, devCoverage, devRisk, label }) => [
      ...(devRisk === null ? [] : [{ half: 'dev', coverage: devCoverage, risk: devRisk, label }]),
      ...(risk === null ? [] : [{ half: 'test', coverage, risk, label }]),
    ]);
    const jumps = prose`Where few items are answered each weighs much: a wrong one there would make a curve jump.`;
    return [
      prose`A program can hold answers back, “I am not sure, please check”, unless their confidence reaches a
        *threshold*. Two things then matter: how many questions it still answers, the *coverage*, and how many
        of those answers are wrong, the *risk*. ${ref('risk-coverage')} starts at the left with the surest
        answers only.`,
      figure({
        id: 'risk-coverage',
        caption: prose`The risk of the surest answers against their coverage, on dev and on test. At the right
          end every question is answered.${
            chosen.length > 0
              ? prose` Diamonds: where a rule explained below draws the line on dev (hollow) and what it leads
                  to on test (filled).`
              : prose``
          }`,
        alt: prose`Two curves, for dev and for test. On test, all questions answered have a risk of
          ${percent(m.all.risk)}; ${
            isTried(simple)
              ? prose`at the simple rule's threshold, marked, ${percent(simple.coverage)} are
                answered, with a risk of ${percent(simple.risk)}.`
              : prose`the simple rule ${silent(simple)}.`
          }`,
        data: {
          rows: m.curve,
          accepted: [{ risk: m.accepted, label: 'accepted risk' }],
          ...(chosen.length > 0 ? { chosen } : {}),
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
            ...(chosen.length > 0 ? [diamonds('dev'), diamonds('test')] : []),
            ...ruleLabels(chosen),
            mark.reference({ y: 'risk' }, { data: 'accepted' }),
            mark.annotation(
              { x: { value: 0 }, y: 'risk', text: 'label' },
              { data: 'accepted', align: 'left', dx: 6, dy: -8 },
            ),
          ],
        },
      }),
      prose`What to see: at the right end lies the risk without any threshold, ${percent(m.all.risk)} on test.
        ${choose(m.slope, {
          falls: prose`Further left both curves lie lower on average. ${jumps}`,
          'in part': prose`To the left the curves do not both fall. ${jumps}`,
          'does not': prose`To the left it hardly falls: the surer answers are little better than all of them.`,
        })}
        ${
          m.clean.surestWrong === null
            ? prose`On test no answer is wrong.`
            : choose(m.clean.size, {
                all: prose`No threshold stops every wrong answer on test and lets one through: a wrong one has the
                  highest confidence of all, ${percent(m.clean.surestWrong)}.`,
                none: prose``,
                'nearly all': prose`To stop every wrong answer on test, a threshold would have to lie above
                  ${percent(m.clean.surestWrong)} and withhold ${count(m.clean.withheld)} of ${count(m.all.n)}
                  answers, ${percent(m.clean.share)}.`,
                some: prose`A threshold just above ${percent(m.clean.surestWrong)} would stop every wrong answer
                  on test, and withhold ${count(m.clean.withheld)} of ${count(m.all.n)} answers,
                  ${percent(m.clean.share)}.`,
              })
        }`,
      prose`Say that a risk of ${accepted} is acceptable. No magic number ensures
        that: read a threshold off dev, the items on which one may choose. The *simple* rule takes the
        smallest threshold whose risk on dev is within what is accepted. ${choose(m.course, {
          'ends above': prose`The dev curve rises above the line of the accepted risk ${count(m.meetings)} times;
            the simple rule stops before the last, which may be luck.`,
          'ends within': prose`The dev curve ends within the accepted risk, so the simple rule withholds nothing.`,
          'all above': prose`The dev curve lies above the accepted risk throughout, so the simple rule finds no
            threshold.`,
        })} A *cautious* rule asks that even the upper end of the risk's Wilson interval be within. Only the
        test items show what a rule is worth.`,
      prose`Aimed at ${accepted}, ${
        simple.threshold === null && cautious.threshold === null
          ? prose`neither rule answers anything: no threshold keeps the risk on dev within that, nor
              the upper end of its interval`
          : prose`the simple rule ${
              isTried(simple)
                ? prose`got ${percent(simple.risk)} on test (${range(percent, simple)}), while answering
                    ${percent(simple.coverage)}`
                : silent(simple)
            }. The cautious one ${
              isTried(cautious)
                ? prose`got ${percent(cautious.risk)} (${share(cautious.low)} to ${percent(cautious.high)}), ${
                    layout([cautious.coverage], (coverage) => coverage < 1)
                      ? prose`but answers only`
                      : prose`answering`
                  } ${percent(cautious.coverage)}`
                : silent(cautious)
            }`
      }. ${choose(m.promise, {
        silent: prose``,
        open: prose`Both intervals contain ${accepted}, so this test set cannot
            say whether either rule keeps within it.`,
        settled: prose`For the simple rule, ${promise(simple.verdict)}; for the cautious one,
            ${promise(cautious.verdict)}.`,
      })}`,
      curious(prose`How do the two rules choose, in code and in numbers?`, [
        prose`The curve is a list of points, one for each threshold. The simple rule:`,
        code('#numerics/risk-coverage', 'threshold-for-risk'),
        prose`The cautious rule puts the upper end of the interval in place of the risk:`,
        code('#numerics/risk-coverage', 'cautious-threshold'),
        ...(simple.threshold === null && cautious.threshold === null
          ? []
          : [
              prose`${ref('threshold-table')} has what came of both.${
                m.rules.some(isSelective)
                  ? prose` A rule tries many thresholds, so the risk on dev tends to flatter the one that it takes.`
                  : prose``
              }`,
              table({
                id: 'threshold-table',
                caption: prose`Two rules for choosing a threshold on dev, and what came of it on test, with Wilson
            intervals of the risk.`,
                rows: m.rules,
                columns: [
                  ['rule', (row) => text(row.label)],
                  ['within the accepted risk', (row) => text(row.name)],
                  ['threshold', ({ threshold }) => (threshold === null ? prose`none` : share(threshold))],
                  [
                    'dev: wrong of answered',
                    (row) => (row.threshold === null ? prose`none` : outOf(row.devWrong, row.devAnswered)),
                    'right',
                  ],
                  [
                    'test: wrong of answered',
                    (row) => (row.threshold === null ? prose`none` : outOf(row.wrong, row.answered)),
                    'right',
                  ],
                  ['risk on test', (row) => (isTried(row) ? share(row.risk) : prose`none`)],
                  ['from', (row) => (isTried(row) ? share(row.low) : prose`none`)],
                  ['to', (row) => (isTried(row) ? share(row.high) : prose`none`)],
                ],
              }),
            ]),
        prose`And the whole curve in one number: the mean height of the test curve in ${ref('risk-coverage')},
          the area under it, is ${percent(m.area)}; answering in random order would lie flat at
          ${percent(m.all.risk)}.`,
      ]),
      prose`What does a threshold do to the right answers? ${ref('threshold-slider')} sorts all test items
        into four fates${byMedium({ interactive: prose`; the slider moves the threshold of the bar “yours”` })}.`,
      figure({
        id: 'threshold-slider',
        caption: prose`What happens to the ${count(m.all.n)} test items at several thresholds; a withheld
          answer is called by what it would have been. The threshold of the bar “yours” is
          ${byMedium({
            interactive: prose`for you to choose`,
            static: prose`one that a reader might choose`,
          })}.`,
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
        ${percent(highest.threshold, { digits: 2 })}, ${count(highest.rightAnswered)} right and
        ${count(highest.wrongAnswered)} wrong are left.${choose(m.ends, {
          'wrong ones left': prose` Those that are wrong are the next question.`,
          'none left': prose``,
        })}`,
    ];
  },
});
