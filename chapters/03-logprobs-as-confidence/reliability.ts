import { at } from '#numerics/list';
import { curious, figure, finding, greater, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, countInWords, equation, given, math, percent, real, ref, term, text } from '#report/values';
import { barePoints, NOTHING_FINISHED, roughly, shareAxis } from './number-formats.ts';
import { plattScaling } from './platt.measure.ts';

type Found = Seen<typeof plattScaling>['found'];
type Platt = NonNullable<Found>;

/** An interval of a change, in nats. */
const change = (one: Platt['gap']) =>
  prose`${real(one.mean, 2)} nats (${real(one.low, 2)} to ${real(one.high, 2)})`;

/** The same of a difference of shares, in points. */
const gap = ({ mean, low, high }: Platt['gap']) =>
  prose`${barePoints(mean)} points (${barePoints(low)} to ${barePoints(high)})`;

const oneKindIsOff = (found: Found) =>
  finding({
    id: 'a-kind-is-miscalibrated',
    when: greater(
      'number of kinds of question outside the range of a calibrated model',
      found?.offRaw ?? null,
      0,
    ),
    context: [found?.kindsOfQuestion ?? null],
    text: () => prose`For ${countInWords(found?.offRaw)} of ${countInWords(found?.kindsOfQuestion)} kinds of question, the share of right answers lies outside the range
      expected of a calibrated model.`,
  });

export const reliability = section({
  id: 'reliability',
  title: prose`Calibration: does ${given(60)}% mean ${given(60)}%?`,
  needs: { m: plattScaling },
  write({ m: { test, found: m } }) {
    if (m === null) return [NOTHING_FINISHED];
    const [raw, scaled] = [at(m.judged, 0), at(m.judged, 1)];
    const x = shareAxis('confidence', 'mean confidence of the group', [0, 1]);
    const y = shareAxis('accuracy', 'share of right answers', [0, 1]);
    const upright = (
      low: string,
      high: string,
      title: string,
      look: { readonly color: string; readonly strokeWidth: number },
    ) => mark.rule({ x, y: { ...y, field: low }, y2: { field: high, title } }, look);
    return [
      prose`Are six in ten of the answers with a probability of ${given(60)}% right? If this holds at every level, the model is ${term('calibration', 'calibrated')}.
        ${ref('reliability-diagram')} sorts the ${count(test)} test answers by confidence and cuts them into five groups.`,
      figure({
        id: 'reliability-diagram',
        caption: prose`A reliability diagram. Points are groups, and thin lines are their ${given(95)}% intervals. For a calibrated model, each point by itself
          would lie within its grey bar in ${given(95)}% of cases; all five together would do so less often.`,
        alt: prose`Five points from low to high confidence. The highest group has a mean confidence of
          ${percent(raw.bins.at(-1)?.confidence, 2)}, and ${percent(raw.bins.at(-1)?.accuracy, 2)} of it are right.`,
        data: { rows: raw.bins, diagonal: [0, 1].map((end) => ({ x: given(end), y: given(end) })) },
        spec: {
          height: 280,
          layer: [
            upright('bandLow', 'bandHigh', 'if calibrated', { color: '$rule', strokeWidth: 16 }),
            mark.line({ x: 'x', y: 'y' }, { data: 'diagonal', style: 'reference', tooltip: null }),
            upright('low', 'high', 'interval', { color: '$model', strokeWidth: 2 }),
            mark.dots({ x, y }, { size: 80, color: '$model' }),
          ],
        },
      }),
      prose`The *gap* is the mean confidence minus the share of right answers; if it is negative, the model is *underconfident*. Over all kinds, the gap is ${gap(m.gap)}. Is it the same for each kind (${ref('reliability-by-kind')})?`,
      table({
        id: 'reliability-by-kind',
        caption: prose`Mean confidence and share of right answers. For a calibrated model, all eight shares would lie in their ranges in ${given(95)}% of cases.`,
        rows: m.kinds,
        columns: [
          ['kind of question', (row) => text(row.about)],
          ['answers', (row) => count(row.n)],
          ['mean confidence', (row) => percent(row.raw, 2)],
          ['right', (row) => percent(row.accuracy, 2)],
          [
            'right, if calibrated',
            (row) => prose`${percent(row.rawLow, 2)} to ${percent(row.rawHigh, 2)}`,
            'right',
          ],
        ],
      }),
      prose`${oneKindIsOff(m)} Look at each kind before trusting a pooled number.

        Can a curve that was fitted to labelled answers correct the confidence? *Platt scaling* fits two parameters, here on dev (${ref('scaling-table')}). The *log loss* is the mean of ${math`-\ln p`} for right answers and ${math`-\ln(1 - p)`} for wrong ones. The *expected calibration error* (${term('ECE')}) is the mean vertical distance of the points in ${ref('reliability-diagram')} from the diagonal.`,
      table({
        id: 'scaling-table',
        caption: prose`Three confidence scores for the same ${count(test)} test answers; lower is better. The last column is the range of the ECE that chance
            alone gives a calibrated model.`,
        rows: [
          {
            name: prose`constant, ${roughly(m.baseRate)}`,
            loss: m.baseLoss,
            brier: m.baseBrier,
            bins: null,
          },
          { name: prose`as it is`, loss: raw.loss, brier: raw.brier, bins: raw },
          { name: prose`scaled`, loss: scaled.loss, brier: scaled.brier, bins: scaled },
        ],
        columns: [
          ['confidence', (row) => row.name],
          ['log loss (nats)', (row) => real(row.loss, 3), 'right'],
          [prose`${term('Brier score')}`, (row) => real(row.brier, 3), 'right'],
          ['ECE (points)', ({ bins }) => (bins === null ? prose`–` : barePoints(bins.ece)), 'right'],
          [
            'ECE by chance',
            ({ bins }) =>
              bins === null
                ? prose`–`
                : prose`${barePoints(bins.chanceLow)} to ${barePoints(bins.chanceHigh)}`,
            'right',
          ],
        ],
      }),
      prose`On the same answers, the log loss with scaling minus that without is ${change(m.scaledAgainstRaw)}. An interval that contains zero would not show that scaling helps. A single rising curve keeps the order of the answers, so the AUROC and the answers that pass in ${ref('confidence-thresholds')} stay the same.`,
      curious(prose`How do you fit a curve, and does it help?`, [
        prose`With the confidence ${math`p`} and ${math`\sigma(x) = 1 / (1 + e^{-x})`}, Platt scaling is`,
        equation`p' = \sigma(a \ln \tfrac{p}{1 - p} + b)`,
        prose`Platt fits it by logistic regression, with the targets ${math`(n_+ + 1) / (n_+ + 2)`} for the ${math`n_+`} right answers and ${math`1 / (n_- + 2)`} for the ${math`n_-`} wrong ones instead of ${given(1)} and ${given(0)}, so that few labels do not make it too sure. On dev, ${math`a`} is ${real(m.slope, 2)} and ${math`b`} is ${real(m.intercept, 2)}. With ${math`a`} below ${given(1)}, confidences move closer together. (The sum itself is at most zero, so a scaled sum could never say more than ${math`\sigma(b)`}.) *Temperature scaling* is Platt scaling with ${math`b = 0`}: one parameter needs fewer labels. With more than about ${given(1000)} labels, you can use *isotonic regression*, which fits any curve that does not fall, and so can make ties. With fewer, it overfits, as scikit-learn's guide warns.

          In Python, fit both curves on one half of your labelled answers, in random order, and compare their losses with that of the uncalibrated confidence on the other half (\`pip install scikit-learn\`). \`fit_platt\` uses Platt's targets: it counts each answer as partly right and partly wrong. ${ref('plan-a-check')} shows a line of the file: \`compare_curves(labelled("answers.jsonl"))\`.

          \`\`\`python
          import json
          import random
          from math import exp, expm1, log

          def labelled(path):
              """The finished answers in a file with one JSON object per line."""
              with open(path) as file:
                  rows = [json.loads(line) for line in file]
              return [row for row in rows if row["finish_reason"] == "stop"]

          def log_odds(row):
              total = min(row["logprob"], -1e-6)
              return [total - log(-expm1(total))]

          def fit_platt(rows):
              """A logistic regression of Platt's targets on the log-odds."""
              from sklearn.linear_model import LogisticRegression

              good = sum(row["right"] for row in rows)
              high, low = (good + 1) / (good + 2), 1 / (len(rows) - good + 2)
              targets = [high if row["right"] else low for row in rows]
              weights = targets + [1 - target for target in targets]
              odds = [log_odds(row) for row in rows]
              labels = [1] * len(rows) + [0] * len(rows)
              return LogisticRegression(C=1e6).fit(odds * 2, labels, weights)

          def compare_curves(rows):
              """The log losses without a curve and with two, on answers that they were not fitted to."""
              from sklearn.isotonic import IsotonicRegression
              from sklearn.metrics import log_loss

              rows = random.Random(1).sample(rows, len(rows))
              sums = [min(row["logprob"], -1e-6) for row in rows]
              odds = [log_odds(row) for row in rows]
              right = [row["right"] for row in rows]
              half = len(rows) // 2
              platt = fit_platt(rows[:half])
              isotonic = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip")
              isotonic.fit(sums[:half], right[:half])
              said = [exp(total) for total in sums[half:]]
              return {"uncalibrated": log_loss(right[half:], said),
                      "Platt": log_loss(right[half:], platt.predict_proba(odds[half:])[:, 1]),
                      "isotonic": log_loss(right[half:], isotonic.predict(sums[half:]))}
          \`\`\``,
      ]),
    ];
  },
});
