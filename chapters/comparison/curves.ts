import { choose, figure, layout, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { bits, count, countInWords, given, math, nats, real, ref, text } from '#report/values';
import {
  comparedEntropies,
  comparedPassages,
  comparedReliability,
  comparedTemperatures,
  comparedTexts,
} from './curves.measure.ts';
import { comparedReports } from './decided.measure.ts';
import { comparedFindings } from './findings.measure.ts';
import { asPercent, asRange, nameOf } from './names.ts';

const share = (title: string) => ({ title, axis: { format: '%' }, scale: { domain: [0, 1] } });

/** The interval of confidence minus share, which is clear on one side, or is not. */
const EXCESS = (of: Parameters<typeof asRange>[0]) => ({
  up: prose`too sure (by ${asRange(of)} points)`,
  down: prose`not sure enough (by ${asRange(of)} points)`,
  'no clear effect': prose`no clear excess (${asRange(of)} points)`,
});

/** What a temperature did to the log loss of the facts here. */
const LOSS = {
  down: prose`clearly falls`,
  up: prose`clearly rises`,
  'no clear effect': prose`does not clearly change`,
  'not finite': prose`has no finite change`,
};

export const reliabilityOfBoth = section({
  id: 'reliability-of-both',
  title: prose`How far can the confidence of each be believed?`,
  needs: { m: comparedReliability, found: comparedFindings, models: comparedReports },
  write({ m, found, models }) {
    const rows = (['first', 'second'] as const).flatMap((place) =>
      m[place].map(({ confidence, accuracy, low, high }) => ({
        model: models[place].name,
        confidence,
        accuracy,
        low,
        high,
      })),
    );
    const [x, y] = [
      mark.q('confidence', share('mean confidence of the group')),
      mark.q('accuracy', share('share of right choices')),
    ];
    return [
      prose`${nameOf(models.first)} has a mean confidence of ${asPercent(found.changes.confidence.first)} and is right in ${asPercent(found.changes.choices.first)}: ${choose(found.excess.firstIs, EXCESS(found.excess.first))}.
        ${nameOf(models.second)} has ${asPercent(found.changes.confidence.second)} and ${asPercent(found.changes.choices.second)}:
        ${choose(found.excess.secondIs, EXCESS(found.excess.second))} (${ref('reliability-pair')}). The temperature fitted to the other half of the facts, by log loss, is
        ${math`T = ${real(m.temperature.first, { digits: 2 })}`} and ${math`T = ${real(m.temperature.second, { digits: 2 })}`}: above
        ${given(1)} it takes confidence away, below it adds some. Here the loss of ${nameOf(models.first)}
        ${choose(m.loss.first, LOSS)} with it, and that of ${nameOf(models.second)} ${choose(m.loss.second, LOSS)}.`,
      figure({
        id: 'reliability-pair',
        caption: prose`The facts of the test half, in groups by confidence, of both models on the same axes. Thin
          lines: Wilson intervals at ${given(95)}%, each for itself. Dashed: confidence equals share.`,
        alt: prose`Two series of points, one a model, from low to high confidence, with intervals; below the dashed
          diagonal a model promises more than it keeps.`,
        data: { rows, diagonal: [given(0), given(1)].map((end) => ({ x: end, y: end })) },
        spec: {
          height: 340,
          layer: [
            mark.line({ x: 'x', y: 'y' }, { data: 'diagonal', style: 'reference' }),
            mark.rule({
              x,
              y: { ...y, field: 'low' },
              y2: { field: 'high' },
              color: mark.n('model', { title: null, sort: null }),
            }),
            mark.dots({ x, y, ...mark.series('model') }, { size: 80 }),
          ],
        },
      }),
    ];
  },
});

const CONDITIONS: Readonly<Record<string, string>> = {
  none: 'no passage',
  right: 'right passage',
  reworded: 'in other words',
  irrelevant: 'irrelevant',
  untrue: 'false',
  contradictory: 'two disagree',
};

export const passagesOfBoth = section({
  id: 'passages-of-both',
  title: prose`Does better reading help against a lie?`,
  needs: { m: comparedPassages, found: comparedFindings, models: comparedReports },
  write({ m, found, models }) {
    const rows = m.rows.flatMap(({ condition, ...of }) =>
      (['first', 'second'] as const).flatMap((place) =>
        (['right', 'untrue', 'other'] as const).map((answer) => ({
          model: models[place].name,
          passage: CONDITIONS[condition] ?? condition,
          answer: { right: 'right', untrue: 'the false one', other: 'another' }[answer],
          answers: of[place][answer],
        })),
      ),
    );
    const [beside, misled] = [m.rows[1], m.rows[4]];
    if (!beside || !misled) throw new Error('a condition is missing');
    return [
      prose`Beside the right passage ${count(beside.first.right)} and
        ${count(beside.second.right)} of ${count(m.questions)} answers are right, for ${nameOf(models.first)} and ${nameOf(models.second)};
        beside the false one ${count(misled.first.untrue)} and ${count(misled.second.untrue)} repeat it (${ref('passages-pair')}). ${choose(
          found.reading,
          {
            believes: prose`The one that takes more from a true passage takes more from a false one, too.`,
            'something else': prose``,
          },
        )}
        `,
      figure({
        id: 'passages-pair',
        caption: prose`Answers to the same questions, by the passage beside them.`,
        alt: prose`Stacked bars for each kind of passage, a group a model: how many answers are right, how many are
          the false one, how many another.`,
        data: rows,
        spec: {
          mark: { type: 'bar' },
          height: { step: 20 },
          width: 210,
          encoding: {
            column: mark.n('model', { title: null, sort: [models.first.name, models.second.name] }),
            y: mark.n('passage', { title: null, sort: null }),
            x: mark.q('answers', { title: 'answers' }),
            color: mark.n('answer', {
              title: null,
              sort: null,
              scale: {
                domain: ['right', 'the false one', 'another'],
                range: ['$blue', '$orange', '$rule'],
              },
            }),
            order: { field: 'answer', sort: 'descending' },
          },
        },
      }),
    ];
  },
});

export const surpriseOfBoth = section({
  id: 'surprise-of-both',
  title: prose`Is the second less surprised?`,
  needs: {
    m: comparedTexts,
    heat: comparedTemperatures,
    entropies: comparedEntropies,
    models: comparedReports,
  },
  write({ m, heat, entropies, models }) {
    const curve = heat.curve.flatMap(({ temperature, ...of }) =>
      (['first', 'second'] as const).map((place) => ({
        model: models[place].name,
        temperature,
        entropy: of[place],
      })),
    );
    return [
      prose`${choose(m.cut, {
        otherwise: prose`The two cut a text into different tokens, so perplexities do not compare; bits per byte do, since the bytes are
          the same`,
        alike: prose`The two cut these texts into equally many tokens; bits per byte compare them in any case`,
      })} (${ref('texts-pair')}). ${nameOf(models.second)} is less surprised by
        ${choose(
          layout([m.lower, m.texts], (lower, all) => (lower === 0 ? 'none' : lower === all ? 'all' : 'some')),
          {
            none: prose`none of them`,
            some: prose`${countInWords(m.lower)} of ${countInWords(m.texts)}`,
            all: prose`all ${countInWords(m.texts)}`,
          },
        )}.`,
      table({
        id: 'texts-pair',
        caption: prose`The same texts, each after a start token of the model’s own or none.`,
        rows: m.rows,
        columns: [
          ['text', ({ about }) => text(about)],
          ['bytes', ({ bytes }) => count(bytes)],
          [prose`tokens, ${nameOf(models.first)}`, ({ first }) => count(first.tokens)],
          [prose`tokens, ${nameOf(models.second)}`, ({ second }) => count(second.tokens)],
          [
            prose`bits per byte, ${nameOf(models.first)}`,
            ({ first }) => bits(first.bitsPerByte, { digits: 3 }),
          ],
          [
            prose`bits per byte, ${nameOf(models.second)}`,
            ({ second }) => bits(second.bitsPerByte, { digits: 3 }),
          ],
        ],
      }),
      prose`**Entropy.** ${nameOf(models.second)} has less of it after ${count(entropies.lower)} of the ${count(entropies.n)} beginnings whose short lists are looked at in chapter ${given(1)} (in nats for whatever comes next, a token of either’s own): the paired difference is ${nats(entropies.mean, { digits: 2 })} on average (${given(95)}%, by itself: ${nats(entropies.low, { digits: 2 })} to
        ${nats(entropies.high, { digits: 2 })}), ${choose(entropies.verdict, {
          down: prose`clearly lower`,
          up: prose`clearly higher`,
          'no clear effect': prose`not clear`,
        })}.  **Temperature** moves each towards the logarithm of the number of its tokens
        (${ref('temperature-pair')}).`,
      figure({
        id: 'temperature-pair',
        caption: prose`The entropy of the next token after “${text(heat.prompt)}”, by temperature, of both models.`,
        alt: prose`Two rising curves, one a model, of the entropy in nats against the temperature.`,
        data: curve,
        spec: {
          height: 260,
          layer: [
            mark.line({
              x: mark.q('temperature', { title: 'temperature', scale: { type: 'log' } }),
              y: mark.q('entropy', { title: 'entropy in nats' }),
              color: mark.n('model', { title: null, sort: null }),
              strokeDash: mark.n('model', { title: null, sort: null }),
            }),
          ],
        },
      }),
    ];
  },
});
