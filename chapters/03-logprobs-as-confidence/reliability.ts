import { at } from '#numerics/list';
import { clearly, code, curious, figure, finding, greater, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, countInWords, equation, given, math, percent, real, ref, term, text } from '#report/values';
import { plattScaling } from './platt.measure.ts';
import { barePoints, diagonal, diagonalFrom, NOTHING_FINISHED, roughly, shareAxis } from './shared.ts';

type Found = Seen<typeof plattScaling>['found'];
type Platt = NonNullable<Found>;

/** An interval of a change, in nats. */
const change = (one: Platt['gap']) =>
  prose`${real(one.mean, 2)} nats (${real(one.low, 2)} to ${real(one.high, 2)})`;

export const oneKindIsOff = (found: Found) =>
  finding({
    id: 'a-kind-is-miscalibrated',
    when: greater('kinds of question that are not calibrated', found?.offRaw ?? null, 0),
    text: () => prose`The share of right answers is outside what calibration allows for ${countInWords(found?.offRaw)} of
      ${countInWords(found?.kindsOfQuestion)} kinds of question.`,
  });

const stillOff = ({ offScaled, kindsOfQuestion }: Platt) =>
  finding({
    id: 'scaling-misses-the-kind',
    when: greater('kinds of question that are not calibrated after scaling', offScaled, 0),
    text: () =>
      prose`After scaling, the share is still outside for ${countInWords(offScaled)} of ${countInWords(kindsOfQuestion)} kinds.`,
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
      prose`Against always saying ${roughly(baseRate)}, the scaled confidence changes the loss by ${change({ mean, low, high })}.`,
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
  needs: { m: plattScaling },
  write({ m: { test, found: m } }) {
    if (m === null) return [NOTHING_FINISHED, howItIsFitted];
    const [raw, scaled] = [at(m.judged, 0), at(m.judged, 1)];
    const past = m.kinds.find(({ about }) => about === 'verb and past tense') ?? at(m.kinds, 0);
    const x = shareAxis('confidence', 'mean confidence of the group', [0, 1]);
    const y = shareAxis('accuracy', 'share of right answers', [0, 1]);
    const upright = (
      low: string,
      high: string,
      look: { readonly color: string; readonly strokeWidth: number },
    ) => mark.rule({ x, y: { ...y, field: low }, y2: { field: high } }, look);
    const kind = mark.n('about', { title: null, sort: null });
    const across = shareAxis('raw', 'share of answers', [0, 1]);
    return [
      prose`Of all answers with a probability of ${given(60)}%, are six in ten right? If so, the model is ${term('calibration', 'calibrated')}.
        ${ref('reliability-diagram')} sorts the ${count(test)} test answers by confidence and cuts them into five groups.`,
      figure({
        id: 'reliability-diagram',
        caption: prose`A reliability diagram. Points are groups, thin lines their ${given(95)}% intervals. Grey bars show where the
          point of a calibrated model would land in ${given(95)}% of cases.`,
        alt: prose`Five points from low to high confidence. The highest group has a mean confidence of
          ${percent(raw.bins.at(-1)?.confidence, 2)}, and ${percent(raw.bins.at(-1)?.accuracy, 2)} of it are right.`,
        data: { rows: raw.bins, diagonal: diagonalFrom(0, 1) },
        spec: {
          height: 280,
          layer: [
            upright('bandLow', 'bandHigh', { color: '$rule', strokeWidth: 16 }),
            diagonal,
            upright('low', 'high', { color: '$blue', strokeWidth: 2 }),
            mark.dots({ x, y }, { size: 80, color: '$blue' }),
          ],
        },
      }),
      prose`All kinds together, the model says ${roughly(raw.meanConfidence)} on average, and ${roughly(m.accuracy)} are right. Does that hold for each kind (${ref('reliability-by-kind')})?`,
      figure({
        id: 'reliability-by-kind',
        caption: prose`For each kind, the mean confidence (circle) and the share of right answers (square). Grey bars show
          where the square of a calibrated model would land, all eight together in ${given(95)}% of cases.`,
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
              { x: { ...across, field: 'rawLow' }, x2: { field: 'rawHigh' }, y: kind },
              { data: 'rows', color: '$rule', strokeWidth: 14 },
            ),
            mark.dots(
              {
                x: { ...across, field: 'share' },
                y: kind,
                ...mark.series('is', { title: null, sort: ['mean confidence', 'right'] }, [
                  'circle',
                  'square',
                ]),
              },
              { data: 'points', size: 70 },
            ),
          ],
        },
      }),
      prose`${oneKindIsOff(m)} For “${text(past.about)}” the model says ${roughly(past.raw)}, and ${roughly(past.accuracy)} are right. A sum is the probability of exact words; if an answer can be worded in several ways, they share its probability. Look at each kind before you believe a pooled number.

        *Platt scaling* corrects a confidence ${math`p`} by two numbers, fitted to labelled answers:`,
      equation`p' = \sigma(a \ln \tfrac{p}{1 - p} + b)`,
      prose`On dev, ${math`a`} is ${real(m.slope, 2)} and ${math`b`} is ${real(m.intercept, 2)}. Does this help on test (${ref('scaling-table')})? The *loss* is the mean of ${math`-\ln p`} for right answers and
        ${math`-\ln(1 - p)`} for wrong ones. The simplest rival always says ${roughly(m.baseRate)}, the share that is right on dev.`,
      table({
        id: 'scaling-table',
        caption: prose`Three confidences in the same ${count(test)} test answers. The last column is the ECE that a
          calibrated model would show by chance, with the range of ${given(95)}% of cases.`,
        rows: [
          { name: prose`always ${roughly(m.baseRate)}`, loss: m.baseLoss, brier: m.baseBrier, judged: null },
          { name: prose`as it is`, loss: raw.loss, brier: raw.brier, judged: raw },
          { name: prose`scaled`, loss: scaled.loss, brier: scaled.brier, judged: scaled },
        ],
        columns: [
          ['confidence', (row) => row.name],
          ['loss (nats)', (row) => real(row.loss, 3), 'right'],
          [prose`${term('Brier score')}`, (row) => real(row.brier, 3), 'right'],
          [
            prose`${term('ECE')} (points)`,
            ({ judged }) => (judged === null ? prose`–` : barePoints(judged.ece)),
            'right',
          ],
          [
            'by chance (points)',
            ({ judged }) =>
              judged === null
                ? prose`–`
                : prose`${barePoints(judged.chance)} (${barePoints(judged.chanceLow)} to ${barePoints(judged.chanceHigh)})`,
            'right',
          ],
        ],
      }),
      prose`${scaledBeatsBaseRate(m)} Against the unscaled confidence the change is ${change(m.scaledAgainstRaw)}. Only an interval without zero would show that scaling helped. The *expected calibration error* (${term('ECE')}) is
        the mean distance of the points from the diagonal. Chance alone keeps it above zero, so compare it with the last
        column. 

        ${stillOff(m)} One curve for all kinds cannot correct a single one. Where a kind matters, fit and judge it on its own.`,
      howItIsFitted,
    ];
  },
});
