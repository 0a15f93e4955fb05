import { at } from '#numerics/list';
import { choose, code, curious, figure, layout, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, countInWords, given, math, nats, percent, real, ref, term } from '#report/values';
import { factAccuracy } from './facts-set.measure.ts';
import { reliabilityOfTest } from './reliability.measure.ts';
import { temperatureScaling } from './scaling.measure.ts';
import { barePoints, diagonal, diagonalFrom, orNoChange, orNone, roughly, shareAxis } from './shared.ts';

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
    // A band without height shows, too.
    mark.tick(
      { x, y: { ...y, field: 'bandLow' } },
      { orient: 'horizontal', size: 16, thickness: 2, color: '$rule' },
    ),
    diagonal,
    lines('low', 'high', '$blue', 2),
    mark.dots({ x, y }, { size: 80, color: '$blue' }),
  ];
  return { data: { rows, diagonal: diagonalFrom(0, 1) }, spec: { height: 340, layer } };
}

export const reliability = section({
  id: 'reliability',
  title: prose`When it says three quarters, is it right three times in four?`,
  needs: { facts: factAccuracy, m: reliabilityOfTest, scaling: temperatureScaling },
  write({ facts, m, scaling }) {
    const top = m.diagram.bins.at(-1);
    const [before, after] = [at(scaling.rows, 0), at(scaling.rows, 1)];
    const hasFlatBand = m.diagram.bins.some(({ bandLow, bandHigh }) =>
      layout([bandLow, bandHigh], (low, high) => low === high),
    );
    const eceChange =
      scaling.ece.change === null ? scaling.ece.verdict : orNoChange(scaling.ece.verdict, scaling.ece.change);
    const said = prose`it says ${roughly(m.meanConfidence)} on average, and is right in
      ${roughly(m.accuracy)}`;
    const edge = prose`no second valley, and narrowing it down ends at the edge of what was tried: no ${math`T`} within is better`;
    const outside = choose(
      layout([m.outside, m.bins], (out, all) =>
        out === 0 ? 'none' : out === all ? 'all' : out === 1 ? 'one' : 'several',
      ),
      {
        none: prose`No point lies outside its grey bar`,
        one: prose`One of the ${countInWords(m.bins)} points lies outside its grey bar`,
        several: prose`${countInWords(m.outside, { capital: true })} of the ${countInWords(m.bins)} points lie outside
          their grey bars`,
        all: prose`Every point lies outside its grey bar`,
      },
    );
    return [
      prose`A weather service that says “thirty percent” should see rain on thirty of a hundred such days. To
        mean what one says is called ${term('calibration')}. ${ref('reliability-diagram')} tests it:
        ${count(m.n)} test items, ${choose(m.sizes, {
          equal: prose`sorted by confidence and cut into ${countInWords(m.bins)} equal groups`,
          'ties together': prose`sorted by confidence and cut into groups that are as equal as ties allow
            (${count(m.bins)} came out)`,
          one: prose`all of one confidence and so in one group`,
        })}. How many of each are right?${choose(facts.ties, {
          none: prose``,
          some: prose``,
          many: prose` (A tie counts as wrong here, too.)`,
        })}`,
      figure({
        id: 'reliability-diagram',
        caption: prose`A reliability diagram. Points: the share of right choices in each group; thin lines:
          its Wilson interval. Broad grey bars: where the point of a perfectly calibrated model with these
          very confidences would land in nineteen of twenty cases${
            hasFlatBand ? prose`; those without height are lines` : prose``
          }. Dashed: confidence equals share.`,
        alt: prose`Points from low to high confidence, ${countInWords(m.bins)} in all. In the group
          of highest confidence, ${percent(top?.confidence)} on average, ${percent(top?.accuracy)} are right.
          Outside the grey bars: ${count(m.outside)}.`,
        ...reliabilityDiagram(m.diagram.bins),
      }),
      prose`The group nearest three quarters says ${roughly(m.nearest.confidence)}, and
        ${count(m.nearest.right)} of its ${count(m.nearest.n)} choices are right:
        ${roughly(m.nearest.accuracy)}. ${outside}${choose(
          layout([m.bins], (bins) => bins > 1) ? m.side : 'both',
          {
            below: prose`, and all ${countInWords(m.bins)} lie below the diagonal`,
            above: prose`, and all ${countInWords(m.bins)} lie above the diagonal`,
            both: prose``,
          },
        )}. Over all items ${choose(m.over.verdict, {
          up: prose`the model is *overconfident*: ${said}.`,
          down: prose`the model is *underconfident*: ${said}.`,
          'no clear effect': prose`${said}: no clear difference.`,
        })}`,
      prose`The mean distance of the points from the diagonal, weighted by group size, is the *expected
        calibration error* (${term('ECE')}): here ${barePoints(m.diagram.ece)} percentage points. Beware of it alone: even a perfect model with these confidences would show
        ${barePoints(m.diagram.chanceEce.mean)} by chance, and in nineteen of twenty cases between
        ${barePoints(m.diagram.chanceEce.low)} and ${barePoints(m.diagram.chanceEce.high)}.
        ${choose(m.eceVerdict, {
          'more than chance': prose`What was measured lies above that: the model's confidence in these choices
            is not calibrated.`,
          chance: prose`What was measured is within that: these choices do not show that the model's
            confidence is miscalibrated.`,
        })}`,
      prose`The usual remedy, *temperature scaling*, divides all four sums by a
        ${term('temperature')} ${math`T`} before the ${term('softmax')}: above ${given(1)} every confidence
        sinks, below it rises. We take the ${math`T`} with the least mean of ${math`-\ln(\text{share of the right answer})`} on dev, a ${term('cross-entropy')} over all four shares: ${math`T = ${real(scaling.temperature, 2)}`}${choose(
          scaling.range,
          {
            inside: prose``,
            highest: prose` (the highest that was tried)`,
            lowest: prose` (the lowest that was tried)`,
          },
        )}, and judge it on test (${ref('scaling-table')}, ${ref('reliability-scaled')}).`,
      curious(prose`How is the temperature found?`, [
        prose`Each row of \`logitRows\` has the four sums of an item, and its target is the place of the right answer. The
          loss has ${choose(scaling.range, {
            inside: prose`one valley, so narrowing it down finds the bottom`,
            highest: edge,
            lowest: edge,
          })}.`,
        code('#numerics/temperature-scaling', 'fit-temperature'),
      ]),
      table({
        id: 'scaling-table',
        caption: prose`Temperature scaling, fitted on dev, judged on test. The loss of an item is
          ${math`-\ln c`} where the choice is right, ${math`-\ln(1 - c)`} where it is wrong; here its mean.
          The intervals of the changes come from a ${term('bootstrap')} that draws whole items, each with its values before
          and after; their level is ${percent(scaling.level)}, set for two changes.`,
        rows: [
          {
            error: prose`ECE, in points`,
            before: barePoints(before.ece),
            after: barePoints(after.ece),
            change: orNone(barePoints, scaling.ece.change),
            low: orNone(barePoints, scaling.ece.low),
            high: orNone(barePoints, scaling.ece.high),
          },
          {
            error: prose`loss, in nats`,
            before: nats(before.logLoss),
            after: nats(after.logLoss),
            change: orNone(nats, scaling.logLoss.change),
            low: orNone(nats, scaling.logLoss.low),
            high: orNone(nats, scaling.logLoss.high),
          },
        ],
        columns: [
          ['error', (row) => row.error],
          ['as it is', (row) => row.before],
          ['scaled', (row) => row.after],
          ['change', (row) => row.change],
          ['from', (row) => row.low],
          ['to', (row) => row.high],
        ],
      }),
      figure({
        id: 'reliability-scaled',
        caption: prose`The reliability diagram after temperature scaling, drawn as
          ${ref('reliability-diagram')} is.`,
        alt: prose`Groups made anew after scaling; the expected calibration error is
          ${barePoints(after.ece)} percentage points, before it was ${barePoints(before.ece)}.`,
        ...reliabilityDiagram(scaling.scaled.bins),
      }),
      prose`${choose(eceChange, {
        none: prose`The calibration error does not change.`,
        down: prose`The calibration error clearly falls.`,
        up: prose`The calibration error clearly rises.`,
        'no clear effect': prose`The calibration error goes from ${barePoints(before.ece)} points to
          ${barePoints(after.ece)}, but the interval of its change contains zero: this error is too noisy to settle it.`,
        'not finite': prose``,
      })}${choose(scaling.eceVerdict, {
        'more than chance': prose` Scaled, its confidence is ${choose(m.eceVerdict, {
          'more than chance': prose`still not calibrated`,
          chance: prose`not calibrated`,
        })}: chance would explain at most ${barePoints(scaling.scaled.chanceEce.high)} points.${choose(
          scaling.over.verdict,
          {
            up: prose` It is overconfident, says ${roughly(after.confidence)} on average, and is right in ${roughly(m.accuracy)}.`,
            down: prose` It is underconfident, says ${roughly(after.confidence)} on average, and is right in ${roughly(m.accuracy)}.`,
            'no clear effect': prose``,
          },
        )}`,
        chance: prose``,
      })} ${choose(scaling.logLoss.verdict, {
        down: prose`The loss, a steadier judge, clearly falls.`,
        up: prose`The loss, a steadier judge, clearly rises.`,
        'no clear effect': prose`The loss shows no clear change.`,
        'not finite': prose`The loss is no judge here: at least one choice had all the confidence that float64
          can show, and was wrong, which costs infinitely much.`,
      })} Four sums divided by one number keep their order, so every choice stays; but a threshold found before scaling is void. (A free answer has no softmax to scale.)`,
    ];
  },
});
