import { at } from '#numerics/list';
import { figure, join, layout, pitfall, prose, type Quantity, section, visible } from '#report';
import * as mark from '#report/marks';
import { codeText, decibels, given, percent, real, ref, text, token } from '#report/values';
import { barsOnLogAxis, decibelMistakes } from './pitfalls.measure.ts';

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
          axis: { labelExpr: '$powerOfTen', values: [1e-6, 1e-4, 1e-2, 1] },
        }),
        x2: { field: 'probability' },
      },
    });
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
          caption: prose`How not to draw: the three likeliest tokens after “${text(bars.prompt)}” as bars on a
            logarithmic axis that begins at ${given(near.base)} in one drawing and at ${given(far.base)} in
            the other. Both have the same data.`,
          alt: prose`Two bar charts of the same three probabilities. With the axis from a hundredth the
            longest bar is ${real(near.ratioOfLengths)} times as long as the shortest, with the axis from a
            millionth ${real(far.ratioOfLengths)} times.`,
          data: bars.panels.flatMap(({ base }) =>
            bars.bars.map((bar) => ({ base, token: visible(bar.token), probability: bar.probability })),
          ),
          spec: {
            hconcat: [panel(near.base, 'axis from a hundredth'), panel(far.base, 'axis from a millionth')],
          },
        }),
        prose`What to see: with the axis from a hundredth the longest bar is ${real(near.ratioOfLengths)}
          times as long as the shortest, with the axis from a millionth ${real(far.ratioOfLengths)} times. The
          true ratio, of ${token(longest.token)} with ${percent(longest.probability, { digits: 4 })} to
          ${token(shortest.token)} with ${percent(shortest.probability, { digits: 4 })}, is
          ${real(bars.ratio)}. Draw points instead, or bars in decibels if zero decibels means something: “no
          change”, or even odds.`,
      ]),
    ];
  },
});
