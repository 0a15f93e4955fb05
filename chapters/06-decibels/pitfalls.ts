import { at } from '#numerics/list';
import {
  choose,
  figure,
  join,
  layout,
  type Prose,
  pitfall,
  prose,
  type Quantity,
  section,
  visible,
} from '#report';
import * as mark from '#report/marks';
import { codeText, countInWords, decibels, given, percent, real, ref, text, token } from '#report/values';
import { barsOnLogAxis, decibelMistakes } from './pitfalls.measure.ts';

/** What the two axes are called. */
const USUAL = {
  near: prose`from a hundredth`,
  far: prose`from a millionth`,
  titles: ['axis from a hundredth', 'axis from a millionth'],
} as const;
const LOWER = {
  near: prose`of fewer decades`,
  far: prose`of more decades`,
  titles: ['axis of fewer decades', 'axis of more decades'],
} as const;

/** Where an axis that begins at `base` has its labels. */
function decadesFrom(base: number): number[] {
  const lowest = Math.round(Math.log10(base));
  if (lowest >= -6) return [1e-6, 1e-4, 1e-2, 1];
  const step = Math.ceil(-lowest / 4);
  return [4, 3, 2, 1, 0].map((index) => Number(`1e${-index * step}`));
}

export const pitfalls = section({
  id: 'decibel-pitfalls',
  title: prose`What can go wrong`,
  needs: { m: decibelMistakes, bars: barsOnLogAxis },
  write({ m, bars }) {
    const [near, far] = [at(bars.panels, 0), at(bars.panels, 1)];
    const [longest, shortest] = [at(bars.bars, 0), at(bars.bars, bars.bars.length - 1)];
    const panel = (base: Quantity<'exact'>, title: string) => ({
      transform: [layout([base], (number) => ({ filter: `datum.base === ${number}` }))],
      height: 110,
      title,
      mark: 'bar',
      encoding: {
        y: mark.n('token', { sort: null, title: null, axis: { style: 'tokens' } }),
        x: mark.q('base', {
          title: 'probability',
          scale: { type: 'log', domain: [base, 1], nice: false },
          axis: { labelExpr: '$powerOfTen', values: layout([base], decadesFrom) },
        }),
        x2: { field: 'probability' },
      },
    });
    const names = bars.axes === 'usual' ? USUAL : LOWER;
    const lengths = (beginning: Prose) => prose`${beginning} the axis ${names.near} the longest bar is
      ${real(near.ratioOfLengths)} times as long as the shortest, with the axis ${names.far}
      ${real(far.ratioOfLengths)} times.`;
    const several = prose`the ${countInWords(bars.count)} likeliest tokens`;
    const likeliest = choose(bars.equal, {
      no: several,
      yes: several,
      'one bar': prose`the likeliest token`,
    });
    const ratio = prose`The true ratio, of ${token(longest.token)} with
      ${percent(longest.probability, { digits: 4 })} to ${token(shortest.token)} with
      ${percent(shortest.probability, { digits: 4 })}, is ${real(bars.ratio)}.`;
    return [
      pitfall(
        prose`Ten or twenty`,
        prose`Ten volts instead of one are ${decibels(m.voltage.right)} more; with a ten in the formula it
          would be ${decibels(m.voltage.wrong)}: ten times the power instead of a hundred times. With
          probabilities the mistake goes the other way: from ${given(m.probability.before)} to
          ${given(m.probability.after)} is ${decibels(m.probability.right)}, not
          ${decibels(m.probability.wrong)}. Ask: is the power (the energy, the chance) proportional to the
          quantity itself? Then ten. To its square? Then twenty.`,
      ),
      pitfall(
        prose`Averaging decibels`,
        prose`Noise rules count mean power. In the European Union (${text(m.rule)}) an employer must act from
          ${given(m.limit)} dB(A) on, averaged in this way over eight hours. Let ${join(
            m.readings.map(given),
          )} dB(A) each stand for a third of the day: their mean of ${decibels(m.arithmetic)} says “quiet”,
          the mean power, ${decibels(m.energetic)}, says “act”.`,
      ),
      pitfall(
        prose`Decibels without a reference`,
        prose`One volt is ${join(
          m.names.map(({ name, level }) => prose`${real(level, { digits: 3 })} ${text(name)}`),
        )}: any of these could be meant by a bare “dB”.`,
      ),
      pitfall(
        prose`A sum of decibels is a product`,
        prose`Adding decibels *multiplies*: right for what comes one *after* the other, an amplifier and then
          a cable, a token and then the next one. What comes *together* needs ${codeText(m.addLevels)}:
          ${given(m.level)} dB and ${given(m.level)} dB are ${decibels(m.twice)}, not
          ${decibels(m.naive, { digits: 0 })}, the threshold of pain.`,
      ),
      pitfall(prose`Bars on a logarithmic axis`, [
        prose`A bar says “so much” by its length. Where does it begin on a logarithmic axis? Wherever the
          drawing does, as ${ref('bars-on-a-log-axis')} shows.`,
        figure({
          id: 'bars-on-a-log-axis',
          caption: prose`How not to draw: ${likeliest} after “${text(bars.prompt)}” as bars on a
            logarithmic axis that begins at ${given(near.base)} in one drawing and at ${given(far.base)} in
            the other. Both have the same data.`,
          alt: prose`Two bar charts of the same data. ${lengths(prose`With`)}`,
          data: bars.panels.flatMap(({ base }) =>
            bars.bars.map((bar) => ({ base, token: visible(bar.token), probability: bar.probability })),
          ),
          spec: {
            hconcat: [panel(near.base, names.titles[0]), panel(far.base, names.titles[1])],
          },
        }),
        prose`What to see: ${choose(bars.equal, {
          no: lengths(prose`with`),
          'one bar': prose`only one token has a probability above zero in float64, and zero has no place on a
            logarithmic axis.`,
          yes: prose`the probabilities are equal here, and so are the bars, on both axes.`,
        })} ${choose(bars.equal, { no: ratio, yes: ratio, 'one bar': prose`` })} Draw points instead, or bars in decibels if zero decibels means something: “no
          change”, or even odds.`,
      ]),
    ];
  },
});
