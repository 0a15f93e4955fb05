import { readdirSync } from 'node:fs';
import { encodeJson } from '#base/json';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import { reliabilityDiagram } from '#chapters/03-logprobs-as-confidence/reliability';
import { RELIABILITY } from '#chapters/03-logprobs-as-confidence/reliability.measure';
import { scaled, shareAxis } from '#chapters/03-logprobs-as-confidence/shared';
import { at } from '#numerics/list';
import { wilsonInterval } from '#numerics/wilson';
import {
  assertReplaceable,
  type ForeignIn,
  foreignUnless,
  otherOutput,
  publish,
  whileWriting,
} from '#pipeline/publish';
import { renderFigure } from '#render/figures/figure';
import { textOfProse } from '#render/shared/text-of-prose';
import { darkDrawing } from '#render/svg/variants';
import { type FigureBlock, figure, layout, list, prose } from '#report';
import * as mark from '#report/marks';
import { each, statisticOf } from '#report/measurement';
import { type Measured, withSources } from '#report/quantity';
import { count, percent } from '#report/values';
import { type Calibration, calibrationJson } from './answer.ts';

/** The figures of a calibration, drawn as those of the report are: its numbers become results, as if measured. */

const NUMBERS = 'calibration.json';
const FIGURES = ['reliability', 'risk-coverage'];
const FILES = [NUMBERS, ...FIGURES.flatMap((id) => [`${id}.svg`, `${id}.dark.svg`, `${id}.png`])];

/** More points than this cannot be told apart in a drawing. */
const MOST_POINTS = 500;

/** Where half of the confidences are smaller, a scale of confidences would show nothing of them. */
const SMALL = 0.01;

const SHARE = statisticOf(100);
const KINDS = {
  items: 'exact',
  bins: RELIABILITY.bins,
  points: { place: 'float64', ...each(SHARE, 'coverage', 'risk', 'low', 'high') },
  rules: { place: 'float64', threshold: 'probability', ...each(SHARE, 'coverage', 'risk') },
  accepted: 'float64',
} as const;

/** What the figures show, as numbers. */
function shownIn({ items, reliability, curve, rules, acceptedRisk }: Calibration) {
  const middle = curve.find(({ coverage }) => coverage >= 0.5)?.threshold ?? 0;
  const inNats = middle < SMALL && at(curve, 0).threshold > 0;
  const placeOf = (threshold: number) => (inNats ? Math.log(threshold) : threshold);
  const every = Math.ceil(curve.length / MOST_POINTS);
  const isKept = (threshold: number, i: number) =>
    i % every === 0 || i === curve.length - 1 || rules.some((rule) => rule.threshold === threshold);
  const points = curve
    .filter(({ threshold }, i) => isKept(threshold, i))
    .map(({ threshold, coverage, risk }) => {
      const answered = Math.round(coverage * items);
      const { low, high } = wilsonInterval(Math.round(risk * answered), answered);
      return { place: placeOf(threshold), coverage, risk, low, high };
    });
  const lowest = at(points, points.length - 1);
  return {
    items,
    bins: reliability.bins,
    scale: inNats ? ('nats' as const) : ('confidence' as const),
    // A threshold below all confidences answers as much as the lowest of them.
    points: [...points, ...(inNats || lowest.place === 0 ? [] : [{ ...lowest, place: 0 }])].filter(
      ({ place }) => Number.isFinite(place),
    ),
    rules: rules.flatMap(({ name, threshold, coverage, risk }) =>
      threshold === null || risk === null
        ? []
        : [{ name, threshold, place: placeOf(threshold), coverage, risk: risk.estimate }],
    ),
    accepted: acceptedRisk,
  };
}

type Shown = ReturnType<typeof shownIn>;
type Results = Measured<Shown, typeof KINDS>;

function reliabilityFigure({ items, bins }: Results): FigureBlock {
  return figure({
    id: 'reliability',
    caption: prose`Reliability of ${count(items)} answers`,
    alt: prose`Points: the mean confidence of a group of answers and the share of them that is right, with its
      Wilson interval: ${list(bins.map((bin) => prose`${percent(bin.confidence)}, right ${percent(bin.accuracy)}`))}.
      Broad grey bars: where a calibrated model would land in nineteen of twenty cases. Dashed: confidence equals
      share.`,
    ...reliabilityDiagram(bins, 'share of right answers'),
  });
}

const LINES = { risk: '$orange', coverage: '$slate' };

function riskFigure({ items, scale, points, rules, accepted }: Results): FigureBlock {
  const x = mark.q(
    'place',
    scale === 'nats'
      ? {
          title: 'threshold: the least log-probability that is answered, in nats',
          axis: { format: '.4~g' },
          scale: { zero: false, nice: false },
        }
      : {
          title: 'threshold: the least confidence that is answered',
          axis: { format: '%' },
          scale: { domain: [0, 1] },
        },
  );
  const y = (field: string) => shareAxis(field, 'share', [0, 1]);
  // Between two confidences a threshold answers what the higher one does.
  const steps = { interpolate: 'step-before' };
  const [first, second] = rules;
  const isShared = first && second && layout([first.place, second.place], (one, other) => one === other);
  const chosen = isShared ? [{ ...first, name: 'both rules' }] : rules;
  const ends = [points[0]?.place, points.at(-1)?.place];
  return figure({
    id: 'risk-coverage',
    caption: prose`Risk and coverage of ${count(items)} answers at each threshold`,
    alt: prose`Two curves over the threshold: the risk, with its Wilson interval as a band, and the coverage. With an
      accepted risk of ${percent(accepted)}${
        rules.length === 0
          ? prose` no rule finds a threshold.`
          : prose`: ${list(
              rules.map(
                ({ name, threshold, coverage, risk }) =>
                  prose`${name === 'simple' ? prose`the simple rule` : prose`the cautious rule`} answers from
                    ${percent(threshold)} on, ${percent(coverage)} of all, at a risk of ${percent(risk)}`,
              ),
            )}.`
      }`,
    data: {
      rows: points.map(({ place, low, high }) => ({ place, low, high })),
      lines: points.flatMap(({ place, risk, coverage }) => [
        { place, of: 'risk', share: risk },
        { place, of: 'coverage', share: coverage },
      ]),
      accepted: [{ share: accepted, label: 'accepted risk' }],
      ...(chosen.length > 0 ? { chosen: chosen.map(({ name, place }) => ({ label: name, place })) } : {}),
    },
    spec: {
      height: 300,
      layer: [
        mark.area(
          { x, y: y('low'), y2: { field: 'high' } },
          { ...steps, color: '$orange', fillOpacity: 0.25 },
        ),
        mark.line(
          {
            x,
            y: y('share'),
            color: scaled('of', LINES, { title: null }),
            strokeDash: scaled('of', { risk: [1, 0], coverage: [6, 4] }, { title: null }),
          },
          { ...steps, data: 'lines', strokeWidth: 2, ...(points.length === 1 ? { point: true } : {}) },
        ),
        mark.reference({ y: 'share' }, { data: 'accepted' }),
        mark.annotation(
          { x: { value: 0 }, y: 'share', text: 'label' },
          { data: 'accepted', align: 'left', dx: 6, dy: -8 },
        ),
        ...chosen.flatMap(({ name, place }, i) => {
          const isAtRight = layout([place, ...ends], (own, highest = own, lowest = own) => {
            return own > lowest + 0.8 * (highest - lowest);
          });
          const only = { data: 'chosen', transform: [{ filter: { field: 'label', equal: name } }] };
          return [
            mark.rule({ x }, { ...only, color: '$ink', strokeWidth: 1.5 }),
            mark.annotation(
              { x, y: { value: 10 + 18 * i }, text: 'label' },
              { ...only, ...(isAtRight ? { align: 'right', dx: -6 } : { align: 'left', dx: 6 }) },
            ),
          ];
        }),
      ],
    },
  });
}

async function filesOf(calibration: Calibration): Promise<Map<string, string | Uint8Array>> {
  const results = withSources('calibrate', shownIn(calibration), KINDS) as Results;
  const files = new Map<string, string | Uint8Array>([[NUMBERS, encodeJson(calibrationJson(calibration))]]);
  for (const block of [reliabilityFigure(results), riskFigure(results)]) {
    const { id, data, spec, caption, alt } = block;
    const text = { title: textOfProse(caption, new Map()), description: textOfProse(alt, new Map()) };
    const { svgFile, png } = await renderFigure({ id, data, spec }, text, true);
    files.set(`${id}.svg`, svgFile);
    files.set(`${id}.dark.svg`, darkDrawing(svgFile));
    files.set(`${id}.png`, png ?? '');
  }
  return files;
}

/** Only a folder that we filled, and nobody else after us, is replaced. */
const otherThanFigures: ForeignIn = (folder) => {
  const other = readdirSync(folder).find((name) => !FILES.includes(name));
  if (other !== undefined) return `something other than figures of this command, ${other}`;
  return foreignUnless('a calibration', NUMBERS, '"accepted_risk": ')(folder);
};

/** Writes the figures and their numbers into a folder, all or none. Throws a UserError when it holds anything else. */
export async function writeFigures(folder: string, calibrate: () => Calibration): Promise<Calibration> {
  if (folder === '') throw new UserError('--figure takes the name of a folder, not nothing.');
  const place = otherOutput(userPath(folder), folder);
  return await whileWriting(place, async () => {
    assertReplaceable(place, otherThanFigures);
    const calibration = calibrate();
    publish(place, await filesOf(calibration));
    return calibration;
  });
}
