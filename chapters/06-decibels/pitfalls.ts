import {
  addLevels,
  amplitudeToDecibels,
  LEVEL_UNITS,
  levelOf,
  meanLevel,
  powerToDecibels,
} from '#numerics/decibel';
import { at } from '#numerics/list';
import { mean } from '#numerics/sum';
import { figure, pitfall, table } from '#report/block';
import { measurement } from '#report/measurement';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, decibels, given, percent, real, ref, text, token } from '#report/values';
import { visible } from '#report/visible';
import { nextToken } from '../01-logits-logprobs-softmax/next-token.ts';

const READINGS = [60, 60, 90];
const LIMIT = 80;
const LEVEL = 60;
const VOLTAGE = 10;
const HALVED = { before: 0.2, after: 0.1 };
/** Resistances in ohm, for the power that a voltage makes. */
const RESISTANCES = [600, 50];
const BARS = 3;
const BASES = [1e-2, 1e-6];
/** Labelled places of both axes. */
const TICKS = [1e-6, 1e-4, 1e-2, 1];

export const decibelMistakes = measurement({
  id: 'decibel-mistakes',
  kinds: {
    voltage: { value: 'exact', right: 'float64', wrong: 'float64' },
    probability: { before: 'exact', after: 'exact', right: 'float64', wrong: 'float64' },
    readings: 'exact',
    limit: 'exact',
    arithmetic: 'float64',
    energetic: 'float64',
    level: 'exact',
    twice: 'float64',
    naive: 'float64',
    addLevels: 'exact',
    names: { name: 'exact', level: 'float64' },
  },
  async measure() {
    const inOhms = RESISTANCES.map((ohms) => ({
      name: `dBm, in ${ohms} ohm`,
      level: levelOf(1 / ohms, LEVEL_UNITS.dBm),
    }));
    return {
      voltage: { value: VOLTAGE, right: amplitudeToDecibels(VOLTAGE), wrong: powerToDecibels(VOLTAGE) },
      probability: {
        ...HALVED,
        right: powerToDecibels(HALVED.after / HALVED.before),
        wrong: amplitudeToDecibels(HALVED.after / HALVED.before),
      },
      readings: READINGS,
      limit: LIMIT,
      arithmetic: mean(READINGS),
      energetic: meanLevel(READINGS),
      level: LEVEL,
      twice: addLevels(LEVEL, LEVEL),
      naive: LEVEL + LEVEL,
      addLevels: 'addLevels(a, b)',
      names: [
        ...[LEVEL_UNITS.dBV, LEVEL_UNITS.dBu].map((unit) => ({
          name: unit.name as string,
          level: levelOf(1, unit),
        })),
        ...inOhms,
      ],
    };
  },
});

export const barsOnLogAxis = measurement({
  id: 'bars-on-log-axis',
  needs: { next: nextToken },
  kinds: {
    prompt: 'exact',
    bars: { token: 'exact', probability: 'probability' },
    panels: { base: 'exact', ratioOfLengths: 'probability' },
    ratio: 'probability',
  },
  async measure({ next }) {
    const bars = next.top.slice(0, BARS).map(({ text: token, probability }) => ({
      token,
      probability: Number(probability),
    }));
    const [first, last] = [at(bars, 0).probability, at(bars, BARS - 1).probability];
    return {
      prompt: next.prompt,
      bars,
      panels: BASES.map((base) => ({ base, ratioOfLengths: Math.log(first / base) / Math.log(last / base) })),
      ratio: first / last,
    };
  },
});

export const pitfalls = section({
  id: 'decibel-pitfalls',
  title: prose`What can go wrong`,
  needs: { m: decibelMistakes, bars: barsOnLogAxis },
  write({ m, bars }) {
    const [near, far] = [at(bars.panels, 0), at(bars.panels, 1)];
    const [longest, shortest] = [at(bars.bars, 0), at(bars.bars, bars.bars.length - 1)];
    const panel = (base: number, title: string, values: readonly number[]) => ({
      transform: [{ filter: `datum.base === ${base}` }],
      height: 110,
      title,
      mark: 'bar',
      encoding: {
        y: { field: 'token', type: 'nominal', sort: null, title: null, axis: { style: 'tokens' } },
        x: {
          field: 'base',
          type: 'quantitative',
          title: 'probability',
          scale: { type: 'log', domain: [base, 1], nice: false },
          axis: { labelExpr: '$powerOfTen', values },
        },
        x2: { field: 'probability' },
      },
    });
    return [
      pitfall(prose`Ten or twenty`, [
        prose`
          Ten volts instead of one are ${decibels(m.voltage.right)} more; with a ten in the formula it would be
          ${decibels(m.voltage.wrong)}, a tenth of the power. With probabilities the mistake goes the other way: from
          ${given(m.probability.before)} to ${given(m.probability.after)} is ${decibels(m.probability.right)}, not
          ${decibels(m.probability.wrong)}. Ask: would two of them add up to twice the effect? Then ten.
        `,
      ]),
      pitfall(prose`Averaging decibels`, [
        prose`
          A workplace may have ${given(m.limit)} dB on average. Three readings were ${join(
            m.readings.map((reading) => given(reading)),
            prose`, `,
          )} dB. Their mean is ${decibels(m.arithmetic)}, below the limit. The mean power has ${decibels(m.energetic)}, above
          it. In the European Union the limits for the daily dose of noise are about the mean power, so this workplace is too
          loud.
        `,
      ]),
      pitfall(prose`Decibels without a reference`, [
        prose`
          “The signal has three decibels.” Over what? ${ref('one-volt')} shows one single volt, and each of these numbers has
          been written down as “dB” by someone.
        `,
        table({
          id: 'one-volt',
          caption: prose`One volt, as a level with four references.`,
          rows: m.names,
          columns: [
            { head: prose`level`, cell: (row) => prose`${text(row.name)}` },
            { head: prose`value`, align: 'right', cell: (row) => prose`${decibels(row.level)}` },
          ],
        }),
        prose`
          The last line but one agrees with dBu for a reason: dBu was made for lines of that resistance.
        `,
      ]),
      pitfall(prose`A sum of decibels is a product`, [
        prose`
          The plus sign between decibels means *times*. That is right for what comes one *after* the other: an amplifier and
          then a cable, a token and then the next one. For what comes *together*, two machines or two ways to the same answer,
          it is wrong: ${given(m.level)} dB and again ${given(m.level)} dB are ${decibels(m.twice)}, and not
          ${decibels(m.naive, { digits: 0 })}, the threshold of pain. There you want ${codeText(m.addLevels)}.
        `,
      ]),
      pitfall(prose`Bars on a logarithmic axis`, [
        prose`
          A bar says “so much” by its length, from zero. On a logarithmic axis it begins wherever the drawing happens to
          begin. ${ref('bars-on-a-log-axis')} has the same three probabilities twice.
        `,
        figure({
          id: 'bars-on-a-log-axis',
          caption: prose`
            How not to draw: the three likeliest tokens after “${text(bars.prompt)}” as bars on a logarithmic axis that
            begins at ${given(near.base)} (left) and at ${given(far.base)} (right). Same data.
          `,
          alt: prose`
            Two bar charts of the same three probabilities. On the left the longest bar is
            ${real(near.ratioOfLengths, 'probability')} times as long as the shortest, on the right
            ${real(far.ratioOfLengths, 'probability')} times.
          `,
          data: bars.panels.flatMap(({ base }) =>
            bars.bars.map((bar) => ({ base, token: visible(bar.token), probability: bar.probability })),
          ),
          spec: { hconcat: [panel(near.base, 'a high base', TICKS), panel(far.base, 'a low base', TICKS)] },
        }),
        prose`
          The longest bar is ${real(near.ratioOfLengths, 'probability')} times as long as the shortest on the left and
          ${real(far.ratioOfLengths, 'probability')} times on the right. The true ratio of ${percent(longest.probability)} and
          ${percent(shortest.probability)}, of ${token(longest.token)} and ${token(shortest.token)}, is
          ${real(bars.ratio, 'probability')}. Draw points instead. In
          decibels bars are possible, if zero decibels means something: “no change”, or even odds.
        `,
      ]),
    ];
  },
});
