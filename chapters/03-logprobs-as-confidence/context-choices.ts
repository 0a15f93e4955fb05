import { at } from '#numerics/list';
import { type Block, choose, curious, figure, prose, type Seen, table } from '#report';
import * as mark from '#report/marks';
import { count, given, percent, points, real, ref, text } from '#report/values';
import type { retrievalChoices } from './retrieval-choices.measure.ts';
import {
  againstCoin,
  barePoints,
  byName,
  fromTo,
  orNoChange,
  orNone,
  outOf,
  range,
  rangeInBrackets,
  share,
  shareAxis,
  signTest,
} from './shared.ts';

export function choicesWithContext(c: Seen<typeof retrievalChoices>): Block[] {
  const [none, gold, counterfactual] = [at(c.byCondition, 0), at(c.byCondition, 1), at(c.byCondition, 3)];
  const invented = at(c.choices, 0);
  const named = c.choices.map((row) => ({
    name: prose`${row.condition === 'none' ? prose`no` : text(row.condition)} passage, ${text(row.kind)}`,
    ...row,
  }));
  const y = mark.n('name', { sort: null, title: null, axis: { labelLimit: 230 } });
  return [
    prose`Now let the model choose between the right and the false answer
      (${ref('confidence-and-correctness')}).`,
    figure({
      id: 'confidence-and-correctness',
      caption: prose`Choosing between the right and the false answer, for invented and for real entities: the
        share of right choices with its Wilson interval, and the mean confidence. The dashed line at one half
        is a coin.`,
      alt: prose`With no passage ${percent(none.accuracy)} of choices are right at a mean confidence of
        ${percent(none.confidence)}; with the gold passage ${percent(gold.accuracy)} at
        ${percent(gold.confidence)}; with the counterfactual passage ${percent(counterfactual.accuracy)} at
        ${percent(counterfactual.confidence)}.`,
      data: {
        rows: named,
        points: named.flatMap(({ name, accuracy, confidence }) => [
          { name, what: 'share right', value: accuracy },
          { name, what: 'mean confidence', value: confidence },
        ]),
        coin: [{ x: given(0.5) }],
      },
      spec: {
        height: { step: 24 },
        layer: [
          mark.reference({ x: 'x' }, { data: 'coin' }),
          mark.rule(
            {
              y,
              x: shareAxis('low', 'share of right choices, or confidence', [0, 1]),
              x2: { field: 'high' },
            },
            { strokeWidth: 2, color: '$blue' },
          ),
          mark.dots(
            {
              y,
              x: 'value',
              ...byName('what', {
                'share right': ['$blue', 'circle'],
                'mean confidence': ['$violet', 'diamond'],
              }),
            },
            { data: 'points', size: 80 },
          ),
        ],
      },
    }),
    prose`What to see: with no passage ${count(none.right)} of ${count(c.questions)} choices are right, with
      the gold one ${count(gold.right)}, with the counterfactual one ${count(counterfactual.right)}.${choose(
        c.ties,
        { none: prose``, some: prose` (Two answers with the same sum are no choice and count as wrong.)` },
      )} From none
      to the counterfactual passage ${count(c.rightChange.lost)} choices go from right to wrong and
      ${count(c.rightChange.gained)} from wrong to right: ${choose(
        orNoChange(c.rightChange.verdict, c.rightChange.lost, c.rightChange.gained),
        {
          up: prose`the choice goes against the passage.`,
          down: prose`the choice follows the passage.`,
          'no clear effect': prose`no clear change.`,
          none: prose`no change at all.`,
        },
      )} The mean confidence changes by ${points(c.confidenceChange.mean)}
      (${range(barePoints, c.confidenceChange)}), ${choose(
        orNoChange(c.confidenceChange.verdict, c.confidenceChange.low, c.confidenceChange.high),
        {
          up: prose`up: the false passage makes the model surer.`,
          down: prose`down: the false passage makes the model less sure.`,
          'no clear effect': prose`no clear change.`,
          none: prose`no change at all.`,
        },
      )} Even about invented things, without a passage, the model claims ${percent(invented.confidence)} and
      is right in ${count(invented.right)} of ${count(invented.n)}: a share of two says only which one is
      better.`,
    prose`If half of the passages were right and half false, could a threshold on confidence find the wrong
      choices? ${
        c.mixed.estimate === null
          ? prose`Those ${count(c.mixed.n)} choices are all alike, so there is nothing to separate.`
          : prose`Over those ${count(c.mixed.n)} choices it separates right from wrong with an AUROC of
      ${real(c.mixed.estimate)}${rangeInBrackets(c.mixed)}.`
      } ${againstCoin(c.mixed.verdict, {
        separates: prose`Some signal is left, but a threshold would need a stronger one.`,
        'does not': prose`We found no sign that it could.`,
        reversed: prose`It could not: the wrong choices have the higher confidence.`,
      })}`,
    curious(prose`What are the choices in numbers, and does confidence tell a false passage?`, [
      table({
        id: 'confidence-and-correctness-table',
        caption: prose`Choices between the right and the false answer.`,
        rows: c.choices,
        columns: [
          ['passage', (row) => text(row.condition)],
          ['about', (row) => text(row.kind)],
          ['right', (row) => outOf(row.right, row.n), 'right'],
          ['share', (row) => share(row.accuracy)],
          ...fromTo(share),
          ['mean confidence', (row) => share(row.confidence)],
        ],
      }),
      prose`What to see: the intervals of ${count(invented.n)} questions are wide. But the questions are the
        same under each condition, so count those that change. From no passage to the counterfactual one,
        ${count(c.rightChange.lost)} become wrong and ${count(c.rightChange.gained)} right
        (${signTest(c.rightChange.p)}). And does confidence tell gold from counterfactual passages? Its AUROC
        for that is ${orNone(real, c.passages.estimate)}${rangeInBrackets(c.passages)}${againstCoin(
          c.passages.verdict,
          {
            separates: prose`: a little.`,
            'does not': prose`: no sign of it.`,
            reversed: prose`: it is higher with the false one.`,
          },
        )}`,
    ]),
  ];
}
