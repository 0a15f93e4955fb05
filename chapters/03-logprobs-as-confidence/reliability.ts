import { at } from '#numerics/list';
import { RELIABILITY_BINS } from '#numerics/reliability';
import { clearly, code, curious, figure, finding, greater, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import {
  coloured,
  count,
  countInWords,
  equation,
  given,
  math,
  percent,
  real,
  ref,
  term,
  text,
} from '#report/values';
import {
  barePoints,
  byName,
  diagonal,
  diagonalFrom,
  NOTHING_FINISHED,
  roughly,
  shareAxis,
} from './number-formats.ts';
import { plattScaling } from './platt.measure.ts';
import { GROUPS, reliabilityGroups } from './reliability-groups.measure.ts';

type Found = Seen<typeof plattScaling>['found'];
type Platt = NonNullable<Found>;

/** An interval of a change, in nats. */
const change = (one: Platt['gap']) =>
  prose`${real(one.mean, 2)} nats (${real(one.low, 2)} to ${real(one.high, 2)})`;

/** The same of a difference of shares, in points. */
const gap = ({ mean, low, high }: Platt['gap']) =>
  prose`${barePoints(mean)} points (${barePoints(low)} to ${barePoints(high)})`;

export const oneKindIsOff = (found: Found) =>
  finding({
    id: 'a-kind-is-miscalibrated',
    when: greater('kinds of question that are not calibrated', found?.offRaw ?? null, 0),
    text: () => prose`For ${countInWords(found?.offRaw)} of ${countInWords(found?.kindsOfQuestion)} kinds of question, the share of right answers lies outside the range
      expected of a calibrated model.`,
  });

const stillOff = ({ offScaled, kindsOfQuestion }: Platt) =>
  finding({
    id: 'scaling-misses-the-kind',
    when: greater('kinds of question that are not calibrated after scaling', offScaled, 0),
    text: () =>
      prose`After scaling, the share of right answers still lies outside this range for ${countInWords(offScaled)} of ${countInWords(kindsOfQuestion)} kinds.`,
  });

const scaledBeatsBaseRate = ({ scaledAgainstBase: { mean, low, high }, baseRate }: Platt) =>
  finding({
    id: 'scaled-beats-base-rate',
    when: clearly('loss of the scaled confidence minus that of always saying one number', 'below', 0, {
      estimate: mean,
      low,
      high,
    }),
    text: () =>
      prose`The loss of the scaled confidence minus that of always saying ${roughly(baseRate)} is ${change({ mean, low, high })}.`,
  });

const howItIsFitted = curious(prose`How is the curve fitted, and why not to the sum itself?`, [
  prose`A sum is at most zero, so a scaled sum could never say more than ${math`\sigma(b)`}. The log-odds
          ${math`\ln \frac{p}{1 - p}`} have no such limit, and with ${math`a = 1`} and ${math`b = 0`} nothing changes. Isotonic regression fits any
          rising curve instead, and needs more labels for it. Platt's targets stop just short of zero and one, so that
          scores that separate the labels completely do not make ${math`a`} infinite.`,
  code('#numerics/platt-scaling', 'platt'),
]);

export const reliability = section({
  id: 'reliability',
  title: prose`Does it mean what it says?`,
  needs: { m: plattScaling, groups: reliabilityGroups },
  write({ m: { test, found: m }, groups }) {
    if (m === null) return [NOTHING_FINISHED, howItIsFitted];
    const [raw, scaled] = [at(m.judged, 0), at(m.judged, 1)];
    const past = m.kinds.find(({ about }) => about === 'verb and past tense') ?? at(m.kinds, 0);
    const x = shareAxis('confidence', 'mean confidence of the group', [0, 1]);
    const y = shareAxis('accuracy', 'share of right answers', [0, 1]);
    const upright = (
      low: string,
      high: string,
      title: string,
      look: { readonly color: string; readonly strokeWidth: number },
    ) => mark.rule({ x, y: { ...y, field: low }, y2: { field: high, title } }, look);
    const kind = mark.n('about', { title: null, sort: null });
    const across = shareAxis('raw', 'share of answers', [0, 1]);
    return [
      prose`Are six in ten of the answers with a probability of ${given(60)}% right? If this holds at every level, the model is ${term('calibration', 'calibrated')}.
        ${ref('reliability-diagram')} sorts the ${count(test)} test answers by confidence and cuts them into five groups.`,
      figure({
        id: 'reliability-diagram',
        caption: prose`A reliability diagram. Points are groups, and thin lines are their ${given(95)}% intervals. For a calibrated model, each point would lie within
          its grey bar in ${given(95)}% of cases.`,
        alt: prose`Five points from low to high confidence. The highest group has a mean confidence of
          ${percent(raw.bins.at(-1)?.confidence, 2)}, and ${percent(raw.bins.at(-1)?.accuracy, 2)} of it are right.`,
        data: { rows: groups.rows, diagonal: diagonalFrom(0, 1) },
        spec: {
          height: 280,
          params: [
            {
              name: 'groups',
              value: RELIABILITY_BINS,
              bind: { input: 'select', options: GROUPS, name: 'groups' },
            },
          ],
          transform: [{ filter: 'datum.groups === groups' }],
          layer: [
            upright('bandLow', 'bandHigh', 'if calibrated', { color: '$rule', strokeWidth: 16 }),
            diagonal,
            upright('low', 'high', 'interval', { color: '$model', strokeWidth: 2 }),
            mark.dots({ x, y }, { size: 80, color: '$model' }),
          ],
        },
      }),
      prose`Over all kinds, the mean confidence minus the share of right answers is ${gap(m.gap)}. Is it the same for each kind (${ref('reliability-by-kind')})?`,
      figure({
        id: 'reliability-by-kind',
        caption: prose`For each kind, the ${coloured('model', 'mean confidence')} (circle) and the ${coloured('right', 'share of right answers')} (square). For a
          calibrated model, all eight squares would lie within their grey bars in ${given(95)}% of cases.`,
        alt: prose`Eight rows. For “${text(past.about)}” the mean confidence is ${percent(past.raw, 2)} and the share of
          right answers ${percent(past.accuracy, 2)}. Outside their grey bars: ${count(m.offRaw)}.`,
        data: {
          rows: m.kinds,
          points: m.kinds.flatMap(({ about, raw: said, accuracy }) => [
            { about, share: said, is: 'mean confidence' },
            { about, share: accuracy, is: 'right' },
          ]),
        },
        spec: {
          height: { step: 28 },
          layer: [
            mark.rule(
              {
                x: { ...across, field: 'rawLow' },
                x2: { field: 'rawHigh', title: 'if calibrated' },
                y: kind,
              },
              { data: 'rows', color: '$rule', strokeWidth: 14 },
            ),
            mark.dots(
              {
                x: { ...across, field: 'share' },
                y: kind,
                ...byName('is', { 'mean confidence': ['$model', 'circle'], right: ['$right', 'square'] }),
              },
              { data: 'points', size: 70 },
            ),
          ],
        },
      }),
      prose`${oneKindIsOff(m)} For “${text(past.about)}” the mean confidence is ${roughly(past.raw)}, and ${roughly(past.accuracy)} of the answers are right.

        ${m.inside === null ? prose`` : prose`Over the kinds inside their bars, it is ${gap(m.inside.gap)}. `}Look at each kind before you trust a pooled number.

        *Platt scaling* corrects a confidence ${math`p`} with two parameters, fitted to labelled answers. Here ${math`\sigma(x) = 1 / (1 + e^{-x})`}:`,
      equation`p' = \sigma(a \ln \tfrac{p}{1 - p} + b)`,
      prose`On dev, ${math`a`} is ${real(m.slope, 2)} and ${math`b`} is ${real(m.intercept, 2)}. Does this help on test (${ref('scaling-table')})? The *loss* is the mean of ${math`-\ln p`} for right answers and
        ${math`-\ln(1 - p)`} for wrong ones. The baseline always says ${roughly(m.baseRate)}, the share of right answers on dev.`,
      table({
        id: 'scaling-table',
        caption: prose`Three confidence scores for the same ${count(test)} test answers; lower is better.`,
        rows: [
          { name: prose`always ${roughly(m.baseRate)}`, loss: m.baseLoss, brier: m.baseBrier },
          { name: prose`as it is`, loss: raw.loss, brier: raw.brier },
          { name: prose`scaled`, loss: scaled.loss, brier: scaled.brier },
        ],
        columns: [
          ['confidence', (row) => row.name],
          ['loss (nats)', (row) => real(row.loss, 3), 'right'],
          [prose`${term('Brier score')}`, (row) => real(row.brier, 3), 'right'],
        ],
      }),
      prose`${scaledBeatsBaseRate(m)} Minus the loss of the unscaled confidence it is ${change(m.scaledAgainstRaw)}. Only an interval without zero would show that scaling helped.

        ${stillOff(m)} Fit one curve for each kind that matters.

        The *expected calibration error* (${term('ECE')}), the mean vertical distance of the points in ${ref('reliability-diagram')} from the diagonal, is ${barePoints(raw.ece)} points. Chance alone gives a calibrated model ${barePoints(raw.chanceLow)} to ${barePoints(raw.chanceHigh)}.`,
      howItIsFitted,
    ];
  },
});
