import { at } from '#numerics/list';
import { type Block, choose, code, curious, figure, prose, type Seen, table } from '#report';
import { count, math, nats, percent, points, real, ref, term, text } from '#report/values';
import { reliabilityDiagram } from './reliability.ts';
import type { temperatureScaling } from './scaling.measure.ts';
import { orNone, range } from './shared.ts';

export function scalingPart(m: Seen<typeof temperatureScaling>): Block {
  const [before, after] = [at(m.rows, 0), at(m.rows, 1)];
  const level = (row: typeof before) =>
    choose(row.chanceVerdict, {
      beyond: prose`more than chance explains`,
      within: prose`within what chance explains`,
    });
  return curious(prose`Can calibration be repaired with one number?`, [
    prose`A model that is too sure of itself, or not sure enough, can be told so. *Temperature scaling* divides all four sums by
      one number ${math`T`} before the ${term('softmax')}, the same ${term('temperature')} that flattens a
      prediction when a text is sampled. Which ${math`T`}? The one with the smallest ${term('cross-entropy')}
      on dev, where one may choose:`,
    code('#numerics/temperature-scaling', 'fit-temperature'),
    prose`On dev it comes out as ${math`T =`} ${real(m.temperature)}${choose(m.range, {
      inside: prose``,
      highest: prose`, the highest that was tried`,
      lowest: prose`, the lowest that was tried`,
    })}, and the cross-entropy over the four
      answers ${choose(m.devLoss.course, {
        falls: prose`falls from ${nats(m.devLoss.before)} to ${nats(m.devLoss.after)}`,
        stays: prose`stays at ${nats(m.devLoss.before)}`,
      })}. What does it do to the test
      items?`,
    table({
      id: 'scaling-table',
      caption: prose`The test items before and after temperature scaling.`,
      rows: m.rows,
      columns: [
        ['confidence', (row) => text(row.name)],
        ['right', (row) => percent(row.accuracy)],
        ['AUROC', (row) => orNone(real, row.auroc)],
        ['ECE, in points', (row) => points(row.ece)],
        ['ECE by chance, in points', (row) => points(row.chanceEce)],
        ['Brier', (row) => real(row.brier)],
        ['surprisal at right or wrong', (row) => nats(row.logLoss)],
      ],
    }),
    figure({
      id: 'reliability-scaled',
      caption: prose`The reliability diagram after temperature scaling. Points, thin lines, grey bars and the
        dashed line mean the same as in ${ref('reliability-diagram')}.`,
      alt: prose`${m.scaled.bins.length === 5 ? prose`Five points` : prose`Points`}; the expected calibration error is ${points(after.ece)}, before it was
        ${points(before.ece)}.`,
      ...reliabilityDiagram(m.scaled.bins),
    }),
    prose`What to see (${ref('scaling-table')}, ${ref('reliability-scaled')}): ${percent(before.accuracy)} are right; the model
      says ${percent(before.confidence)} on average before, and ${percent(after.confidence)} after. Before, the calibration error
      of ${points(before.ece)} is ${level(before)}; after, at ${points(after.ece)}, it is ${
        before.chanceVerdict === after.chanceVerdict ? prose`still ` : prose``
      }${level(after)}. The
      ${term('Brier score')} changes by ${real(m.gain.mean)} (${range(real, m.gain)}; rounded after the
      difference was taken): ${choose(m.gain.verdict, {
        down: prose`a clear gain.`,
        up: prose`clear harm.`,
        'no clear effect': prose`no clear change.`,
      })} The share of right choices cannot change: dividing all sums by the same number leaves the largest
      the largest.`,
    prose`And the ${term('AUROC')}? If confidence were a rising function of a *single* log-odds, its order
      could not change either. But the share of the best of *four* depends on all four. Two items can change
      places when ${math`T`} changes, and ${count(m.swaps)} of ${count(m.pairs)} pairs did.${
        before.auroc === null || after.auroc === null
          ? prose``
          : prose` The AUROC went from ${real(before.auroc)} to ${real(after.auroc)}.`
      }`,
  ]);
}
