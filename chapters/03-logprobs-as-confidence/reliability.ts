import { choose, code, curious, figure, layout, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, countInWords, nats, percent, points, real, ref, term } from '#report/values';
import { reliabilityOfTest } from './reliability.measure.ts';
import { barePoints, diagonal, diagonalFrom, range, share, shareAxis } from './shared.ts';

/** The data and the specification of a reliability diagram; `share` names what is right. */
export function reliabilityDiagram(
  rows: Seen<typeof reliabilityOfTest>['diagram']['bins'],
  share = 'share of right choices',
) {
  const x = shareAxis('confidence', 'mean confidence of the group', [0, 1]);
  const y = shareAxis('accuracy', share, [0, 1]);
  const lines = (low: string, high: string, color: string, strokeWidth: number) =>
    mark.rule({ x, y: { ...y, field: low }, y2: { field: high } }, { color, strokeWidth });
  const layer = [
    lines('bandLow', 'bandHigh', '$rule', 16),
    diagonal,
    lines('low', 'high', '$blue', 2),
    mark.dots({ x, y }, { size: 80, color: '$blue' }),
  ];
  return { data: { rows, diagonal: diagonalFrom(0, 1) }, spec: { height: 340, layer } };
}

export const reliability = section({
  id: 'reliability',
  title: prose`When it says three quarters, is it right three times in four?`,
  needs: { m: reliabilityOfTest },
  write({ m }) {
    const top = m.diagram.bins.at(-1);
    const said = prose`it says ${percent(m.meanConfidence)} on average, and ${percent(m.accuracy)} are right`;
    const all = layout([m.bins], (bins) => bins === 1)
      ? prose`the only point lies`
      : prose`all ${count(m.bins)} points lie`;
    const outside = layout([m.bins, m.outside], (bins, out) => bins > 1 && out === bins)
      ? prose`all of them outside their grey bars`
      : prose`${count(m.outside)} of them outside their grey bars`;
    return [
      prose`To be less sure where one is wrong is one virtue; to mean what one says is another. A weather
        service that says “thirty percent” should see rain on thirty of a hundred such days. This property is
        ${term('calibration')}.`,
      prose`${ref('reliability-diagram')} sorts the ${count(m.n)} test items by confidence, cuts them into
        ${choose(m.sizes, {
          equal: prose`${count(m.bins)} groups of equal size`,
          'ties together': prose`groups that are of equal size as far as items of equal confidence, which stay
            together, allow (${count(m.bins)} came out)`,
        })}, and compares the mean confidence of each with its share of
        right choices.`,
      figure({
        id: 'reliability-diagram',
        caption: prose`A reliability diagram. Points: the share of right choices in each group; thin lines:
          its Wilson interval. Broad grey bars: where the point of a perfectly calibrated model with these
          very confidences would land in nineteen of twenty cases. Dashed: confidence equals share.`,
        alt: prose`${countInWords(m.bins, { capital: true })} points from low to high confidence. In the group
          of highest confidence, ${percent(top?.confidence)} on average, ${percent(top?.accuracy)} are right.
          Outside the grey bars: ${count(m.outside)}.`,
        ...reliabilityDiagram(m.diagram.bins),
      }),
      prose`What to see: ${choose(m.side, {
        below: prose`${all} below the diagonal, and ${outside}`,
        above: prose`${all} above the diagonal, and ${outside}`,
        both: choose(
          layout([m.outside], (n) => (n === 0 ? 'none' : n === 1 ? 'one' : 'several')),
          {
            none: prose`no point lies outside its grey bar`,
            one: prose`${count(m.outside)} of the ${count(m.bins)} points lies outside its grey bar`,
            several: prose`${count(m.outside)} of the ${count(m.bins)} points lie outside their grey bars`,
          },
        ),
      })}. The group nearest three quarters says ${percent(m.nearest.confidence)} on average, and
        ${count(m.nearest.right)} of its ${count(m.nearest.n)} choices are right,
        ${percent(m.nearest.accuracy)}: ${choose(m.nearest.where, {
          inside: prose`inside its grey bar, so chance could have put it there.`,
          edge: prose`just on the edge of its grey bar, so chance could have put it there.`,
          outside: prose`outside its grey bar, where chance seldom puts it.`,
        })} Over all items ${choose(m.over.verdict, {
          up: prose`the model is *overconfident*: ${said}.`,
          down: prose`the model is *underconfident*: ${said}.`,
          'no clear effect': prose`${said}: no clear difference.`,
        })}`,
      prose`The mean distance of the points from the diagonal, weighted by group size, is the *expected
        calibration error* (${term('ECE')}). With ${count(m.n)} items and ${choose(m.sizes, {
          equal: prose`${count(m.bins)} groups of equal size`,
          'ties together': prose`these groups (${count(m.bins)})`,
        })} it is ${barePoints(m.diagram.ece)} percentage points. ${choose(m.side, {
          below: prose`Because every point lies on the same side, it equals the overall gap,
            ${percent(m.meanConfidence)} less ${percent(m.accuracy)}.`,
          above: prose`Because every point lies on the same side, it equals the overall gap,
            ${percent(m.accuracy)} less ${percent(m.meanConfidence)}.`,
          both: prose``,
        })} The number alone is a trap: even a perfect model with these confidences would show
        ${points(m.diagram.chanceEce.mean)} on average, by chance, and in nineteen of twenty cases between
        ${barePoints(m.diagram.chanceEce.low)} and ${barePoints(m.diagram.chanceEce.high)}.
        ${choose(m.eceVerdict, {
          'more than chance': prose`What was measured is more than that: the model really is miscalibrated on
            these items.`,
          chance: prose`What was measured is within that: over all groups together, these items do not show that
            the model is miscalibrated.`,
        })}`,
      curious(prose`What are the groups in numbers, and what else judges confidence?`, [
        prose`${ref('reliability-table')} has the numbers of the figure.`,
        table({
          id: 'reliability-table',
          caption: choose(m.sizes, {
            equal: prose`The ${countInWords(m.bins)} groups of equal size.`,
            'ties together': prose`The groups, from low to high confidence.`,
          }),
          rows: m.diagram.bins,
          columns: [
            ['confidence from', (row) => share(row.from)],
            ['to', (row) => share(row.to)],
            ['items', (row) => count(row.n)],
            ['mean confidence', (row) => share(row.confidence)],
            ['right', (row) => share(row.accuracy)],
            ['if calibrated: from', (row) => share(row.bandLow)],
            ['to', (row) => share(row.bandHigh)],
          ],
        }),
        prose`What to see: the last two columns say where chance would put a calibrated model. ${choose(
          layout([m.over.mean], (mean) => (mean >= 0 ? 'exceeds' : 'less')),
          {
            exceeds: prose`Over all items
          confidence exceeds the share of right choices by ${points(m.over.mean)} (from
          ${range(barePoints, m.over)}).`,
            less: prose`Over all items confidence less the share of right choices is ${points(m.over.mean)} (from
              ${range(barePoints, m.over)}).`,
          },
        )} The expected calibration error takes the gap of each group:`,
        code('#numerics/calibration', 'expected-calibration-error'),
        prose`Two more numbers judge confidence and separation together. The ${term('Brier score')} is the
          mean squared distance between confidence and truth (one for right, zero for wrong):
          ${real(m.diagram.brier)}. Saying ${percent(m.accuracy)} to every question would score
          ${real(m.brierOfRate)}. ${choose(m.brierVerdict, {
            better: prose`A bootstrap of the difference leaves out zero: the confidence is worth more than
              that constant.`,
            worse: prose`A bootstrap of the difference leaves out zero: that constant would have been
              better.`,
            'not clear': prose`A bootstrap of the difference holds zero: what the confidence gains by
              separating, it may lose by overstating.`,
          })}`,
        choose(m.losses, {
          finite: prose`The mean ${term('surprisal')} at “right” or “wrong” is ${nats(m.diagram.logLoss)} per item; the
          constant would have ${nats(m.logLossOfRate)}. The difference is ${nats(m.logLossLead.estimate)},
          from ${range(nats, m.logLossLead)}: ${choose(m.logLossLead.verdict, {
            down: prose`the confidence is the better forecast.`,
            up: prose`the constant is the better forecast.`,
            'no clear effect': prose`one that these items do not settle.`,
          })}`,
          infinite: prose`The mean ${term('surprisal')} at “right” or “wrong” is infinite: at least one choice had
            all the confidence that float64 can show, and was wrong. The constant would have
            ${nats(m.logLossOfRate)} per item, and is the better forecast.`,
        }),
      ]),
    ];
  },
});
