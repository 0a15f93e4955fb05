import { at } from '#numerics/list';
import { choose, code, curious, figure, layout, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, percent, ref, text } from '#report/values';
import { legible, outOf, range, roughly, scaled, share, shareAxis } from './shared.ts';
import { confidenceThresholds } from './thresholds.measure.ts';

type Rule = Seen<typeof confidenceThresholds>['rules'][number];
type Tried = Rule & Readonly<Record<'risk' | 'low' | 'high', NonNullable<Rule['risk']>>>;

const isTried = (rule: Rule): rule is Tried => rule.risk !== null;

const X = mark.q('threshold', { axis: { format: '%' }, scale: { domain: [0.25, 1], nice: false } });

/** A share over the threshold, on dev and on test. */
function panel(field: 'risk' | 'coverage', title: string | null, layers: readonly object[]) {
  const halves = {
    color: scaled('half', { dev: '$rest', test: '$chosen' }, { title: null }),
    strokeDash: scaled('half', { dev: [6, 4], test: [1, 0] }, { title: null }),
  };
  // Between two confidences a threshold answers what the higher one does.
  const steps = { interpolate: 'step-before', strokeWidth: 2 };
  const x = { ...X, title };
  return {
    width: 560,
    height: 150,
    layer: [mark.line({ x, y: shareAxis(field, field), ...halves }, steps), ...layers],
  };
}

export const thresholds = section({
  id: 'confidence-thresholds',
  title: prose`Where to draw the line`,
  needs: { m: confidenceThresholds },
  write({ m }) {
    const [simple, cautious] = [at(m.rules, 0), at(m.rules, 1)];
    const accepted = roughly(m.accepted);
    const found = m.rules.flatMap(({ threshold, label }) =>
      threshold === null ? [] : [{ threshold, label }],
    );
    const isShared = layout(
      found.map(({ threshold }) => threshold),
      (...places) => new Set(places).size < places.length,
    );
    const lines = isShared ? found.slice(0, 1).map((line) => ({ ...line, label: 'both rules' })) : found;
    const upright =
      lines.length > 0 ? [mark.rule({ x: X }, { data: 'lines', color: '$ink', strokeWidth: 1.5 })] : [];
    const names = lines.flatMap(({ label, threshold }, i) =>
      legible(
        { x: X, y: { value: 10 + 18 * i }, text: 'label' },
        {
          data: 'lines',
          transform: [{ filter: { field: 'label', equal: label } }],
          ...(layout([threshold], (place) => place > 0.8)
            ? { align: 'right', dx: -6 }
            : { align: 'left', dx: 6 }),
        },
      ),
    );
    const came = (rule: Rule) =>
      isTried(rule)
        ? prose`answers ${roughly(rule.coverage)} of test and gets ${roughly(rule.risk)} of that wrong (${range(roughly, rule)})`
        : rule.threshold === null
          ? prose`finds no threshold, and answers nothing`
          : prose`answers nothing on test, where no confidence reaches its threshold`;
    const promise = (verdict: Rule['verdict']) =>
      choose(verdict, {
        below: prose`keeps its promise: its interval lies below ${accepted}`,
        around: prose`leaves it open: its interval contains ${accepted}`,
        above: prose`breaks its promise: its interval lies above ${accepted}`,
        'no threshold': prose`promises nothing`,
        'no answer': prose`answers nothing`,
      });
    const short =
      cautious.needed === null
        ? prose``
        : choose(cautious.checked, {
            'too few': prose` Only the ${count(cautious.answered)} answers above the cautious threshold count. With
              ${count(cautious.wrong)} of them wrong, a promise takes ${count(cautious.needed)} (at ${given(95)}%, as in
              ${ref('labels-needed')}).`,
            enough: prose``,
            none: prose``,
          });
    /** Where the risk is accepted as it is, no rule holds anything back. */
    const isIdle =
      isTried(simple) &&
      layout([simple.coverage, cautious.coverage], (...coverages) => coverages.every((one) => one === 1));
    return [
      prose`A program can hold an answer back unless its confidence reaches a
        *threshold*. What counts is the *coverage*, how many questions it still answers, and the *risk*, how many of those answers are wrong.`,
      figure({
        id: 'risk-coverage',
        caption: prose`Risk and coverage at each threshold of the confidence before temperature scaling, on dev (where thresholds are set) and on test.
          ${choose(m.surest.are, {
            few: prose`At the right few answers are left.`,
            many: prose`At the right ${count(m.surest.dev)} answers of dev and ${count(m.surest.test)} of test share the highest confidence: no threshold leaves fewer.`,
          })} The thin dashed line across: the accepted risk.${
            lines.length > 0
              ? prose` Vertical: ${
                  found.length > 1
                    ? isShared
                      ? prose`the threshold that both rules below find on dev.`
                      : prose`the thresholds that the two rules below find on dev.`
                    : prose`the threshold that the simple rule below finds on dev; the cautious one finds none.`
                }`
              : prose``
          }`,
        alt: prose`Two panels over the threshold, each with a curve for dev and one for test: the risk above,
          the coverage below. On test, all questions answered have a risk of ${percent(m.all.risk)}; the simple
          rule ${came(simple)}.`,
        data: {
          rows: m.curve,
          accepted: [{ risk: m.accepted, label: 'accepted risk' }],
          ...(lines.length > 0 ? { lines } : {}),
        },
        spec: {
          vconcat: [
            panel('risk', null, [mark.reference({ y: 'risk' }, { data: 'accepted' }), ...upright, ...names]),
            panel('coverage', 'threshold: the least confidence that is answered', upright),
          ],
        },
      }),
      prose`Answering everything, the model gets ${roughly(m.all.risk)} of test wrong. Say that
        ${accepted} is acceptable. The *simple* rule takes the lowest threshold that keeps the risk on dev
        within that; the *cautious* rule wants even the upper end of the risk's interval within it. ${
          isIdle
            ? prose`On test both answer everything and get ${roughly(simple.risk)} wrong (${range(roughly, simple)}), so either ${promise(simple.verdict)}.`
            : simple.threshold === null && cautious.threshold === null
              ? prose`Neither finds a threshold on dev.`
              : prose`On test (intervals corrected for two rules) the simple one ${came(simple)}. The cautious one ${came(cautious)}.`
        } ${
          isIdle
            ? prose``
            : choose(m.promise, {
                silent: prose``,
                open: prose`Both intervals contain ${accepted}: these items cannot say whether either rule keeps its
            promise.${short}`,
                settled: prose`The simple rule ${promise(simple.verdict)}. The cautious one
            ${promise(cautious.verdict)}.`,
              })
        }`,
      simple.threshold === null && cautious.threshold === null
        ? prose`That is an answer, too: do not let this model answer alone.`
        : isIdle
          ? simple.verdict === 'below'
            ? prose`A threshold is of use for a smaller risk alone, below what answering everything costs.`
            : prose`To be surer, label more.`
          : prose`Which one to take? Where an error is dear, the cautious one${
              cautious.threshold === null
                ? prose`, which says: do not let this model answer alone, or label more.`
                : prose`; then judge it on new questions, enough that as many pass as ${ref('labels-needed')} asks for.`
            }${
              layout([simple.answered], (n) => n > 0)
                ? prose` Where a person looks at the answers anyway, the simple one saves work.`
                : prose``
            }`,
      curious(prose`How do the two rules choose, in code and in numbers?`, [
        prose`The curve is a list of points, one for each threshold. The simple rule:`,
        code('#numerics/risk-coverage', 'threshold-for-risk'),
        prose`The cautious rule puts the upper end of the interval in place of the risk:`,
        code('#numerics/risk-coverage', 'cautious-threshold'),
        prose`A rule tries many thresholds, so the risk on dev tends to flatter the one that it takes.`,
        ...(found.length === 0
          ? []
          : [
              table({
                id: 'threshold-table',
                caption: prose`Two rules for choosing a threshold on dev, and what came of it on test. Wilson intervals
            of the risk, each at ${percent(m.level)}, since two rules are judged.`,
                rows: m.rules,
                columns: [
                  ['rule', (row) => text(row.label)],
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
      ]),
    ];
  },
});
